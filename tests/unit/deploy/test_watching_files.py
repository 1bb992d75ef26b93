"""The Grafana dashboard and the Prometheus alerts against what `/metrics` really has."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from exposition import sample_names
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from promql import grouping_labels, labels_used, metric_names
from service_factories import memory_services
from storage_factories import receive

from digitize.errors import StoreFull
from storage.fixity import FixityRows
from workers.metrics import Metrics
from workers.observing import Observer, Stage, observed_by, stage, tell
from workers.waiting_metrics import WaitingMetrics

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
DASHBOARD = json.loads((DEPLOY / "grafana" / "digitize.json").read_text())
ALERTS = DEPLOY / "prometheus" / "alerts.yml"
OF_PROMETHEUS = {"up": {"job", "instance"}}
OF_EVERY_SCRAPE = {"job", "instance", "le"}
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
RULES = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
EXPRESSIONS = [*QUERIES, *(rule["expr"] for rule in RULES)]
PROMTOOL = shutil.which("promtool")


@pytest.fixture(scope="module")
def exposed() -> Mapping[str, set[str]]:
    """Names and labels on a `/metrics` page on which everything has happened once."""
    services = memory_services()
    receive(services.catalogue)
    FixityRows(services.database).enrol()
    metrics = Metrics(WaitingMetrics(services.database, clock=services.clock))
    with observed_by(metrics):
        _all_of_it()
    return {**sample_names(metrics.text().decode()), **OF_PROMETHEUS}


def _all_of_it() -> None:
    with pytest.raises(StoreFull), stage(Stage.SEAL):
        raise StoreFull
    tell(Observer.page_done, "read")
    tell(Observer.document_moved, "filed")
    tell(Observer.work_begun, "scan")
    tell(Observer.work_ended, "scan", "done")
    tell(Observer.store_called, "put", 0.1, size_bytes=5)
    tell(Observer.store_called, "put", 0.1, error_code="store_full")
    tell(Observer.transaction_done, "read", 0.1, error_code="store_unavailable")
    tell(Observer.child_ended, "child_failed")
    tell(Observer.error_logged, "scan.failed", "unexpected")


# -- the reader of expressions itself


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("up", {"up"}),
        ('sum by (job) (rate(a_total{x="y{z}"}[5m])) > 0', {"a_total"}),
        (
            "histogram_quantile(0.95, sum by (le, b) (rate(c_bucket[$__rate_interval])))",
            {"c_bucket"},
        ),
        ("a / on (b) group_left (c) d offset 5m", {"a", "d"}),
        ("(sum(a) or vector(0)) == 0 and on () b unless c", {"a", "b", "c"}),
        ("1e3 * a", {"a"}),
    ],
    ids=["plain", "selector", "quantile", "join", "words", "number"],
)
def test_names_are_found_in_expressions(expression: str, names: set[str]) -> None:
    assert metric_names(expression) == names


# -- the dashboard


def test_the_dashboard_has_what_grafana_asks_of_one() -> None:
    assert {"uid", "title", "schemaVersion", "panels", "templating", "time"} <= DASHBOARD.keys()
    assert DASHBOARD["schemaVersion"] >= 36
    for panel in PANELS:
        assert {"id", "title", "type", "gridPos", "targets", "datasource"} <= panel.keys()
        assert panel["type"] in {"stat", "timeseries"}
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    assert [one["name"] for one in DASHBOARD["templating"]["list"]] == ["datasource"]


def test_grafana_itself_knows_every_part_of_the_dashboard() -> None:
    """Its own model, made of its schemas, reads the file and writes the same: what it does not know would be left out."""
    register_default_plugins()
    written = JSONEncoder().encode(Dashboard.from_json(DASHBOARD))
    assert _left_out(DASHBOARD, json.loads(written)) == []


def _left_out(given: object, kept: object, where: str = "") -> list[str]:
    if isinstance(given, dict) and isinstance(kept, dict):
        return [
            lost
            for name, part in given.items()
            for lost in _left_out(part, kept.get(name), f"{where}/{name}")
        ]
    if isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        pairs = enumerate(zip(given, kept, strict=True))
        return [lost for index, pair in pairs for lost in _left_out(*pair, f"{where}/{index}")]
    return [] if given == kept else [where]


def test_panels_have_ids_of_their_own_and_queries_within_them_too() -> None:
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    for panel in PANELS:
        references = [target["refId"] for target in panel["targets"]]
        assert len(references) == len(set(references))


def test_panels_lie_beside_each_other_on_24_columns() -> None:
    for panel in DASHBOARD["panels"]:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
    for one, other in combinations(DASHBOARD["panels"], 2):
        assert not _overlap(one["gridPos"], other["gridPos"]), (one["title"], other["title"])


def test_every_family_of_ours_is_on_the_dashboard(exposed: Mapping[str, set[str]]) -> None:
    shown = {name for query in QUERIES for name in metric_names(query)}
    families = {_family(name) for name in exposed if name.startswith("digitize_")}
    left_out = {"digitize_build_info", "digitize_stage_failures"}  # the log's errors say as much
    assert families - {_family(name) for name in shown} == left_out


def test_every_query_of_a_panel_has_a_legend_where_it_gives_several_lines() -> None:
    for panel in PANELS:
        for target in panel["targets"]:
            for label in grouping_labels(target["expr"]) - {"le"}:
                assert f"{{{{{label}}}}}" in target["legendFormat"]


# -- both


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_asks_for_metrics_and_labels_that_exist(
    expression: str, exposed: Mapping[str, set[str]]
) -> None:
    names = metric_names(expression)
    assert names
    assert names <= exposed.keys()
    for metric, label in labels_used(expression):
        assert label in exposed[metric], (metric, label)
    known = OF_EVERY_SCRAPE.union(*(exposed[name] for name in names))
    assert grouping_labels(expression) <= known


def test_counters_are_only_used_by_how_fast_they_rise() -> None:
    for expression in EXPRESSIONS:
        for name in metric_names(expression):
            if name.endswith(("_total", "_bucket", "_sum", "_count")):
                assert f"rate({name}" in expression or f"increase({name}" in expression


# -- the alerts


def test_every_alert_says_what_to_do() -> None:
    assert RULES
    for rule in RULES:
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]


@pytest.mark.skipif(PROMTOOL is None, reason="promtool (Debian: prometheus) is not here")
def test_prometheus_itself_understands_every_expression(tmp_path: Path) -> None:
    queries = [query.replace("$__rate_interval", "5m") for query in QUERIES]
    rules = [{"record": f"query:{number}", "expr": one} for number, one in enumerate(queries)]
    file = tmp_path / "queries.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    _promtool("check", "rules", str(file), str(ALERTS))


@pytest.mark.skipif(PROMTOOL is None, reason="promtool (Debian: prometheus) is not here")
def test_alerts_fire_when_they_should_and_not_before() -> None:
    _promtool("test", "rules", str(ALERTS.with_name("alerts_test.yml")))


def _promtool(*arguments: str) -> None:
    command = ["promtool", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _family(name: str) -> str:
    for suffix in ("_total", "_bucket", "_sum", "_count"):
        name = name.removesuffix(suffix)
    return name


def _overlap(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return (
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )
