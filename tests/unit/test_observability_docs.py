"""docs/observability.md against the code: every metric with its labels, every event of the log, every answer to "why?"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from service_factories import memory_services

from workers.metrics import Metrics
from workers.waiting_metrics import WaitingMetrics
from workers.why_waiting import WaitsFor

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "observability.md").read_text()
SAYS = frozenset({"debug", "info", "warning", "error"})
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")


def test_the_page_has_every_metric_and_no_other() -> None:
    services = memory_services()
    metrics = Metrics(WaitingMetrics(services.database, clock=services.clock))
    families = text_string_to_metric_families(metrics.text().decode())
    names = {f"{one.name}_total" if one.type == "counter" else one.name for one in families}
    told = set(re.findall(r"^\| `(digitize_\w+)` \|", DOC, re.M))
    assert told == {name for name in names if name.startswith("digitize_")}


def test_the_page_has_every_event_and_no_other() -> None:
    events = {event for room in ("web", "workers") for event in events_of(ROOT / room)}
    table = DOC.split("## Log")[1].split("## Why")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.M)
    told = {name for row in rows for name in re.findall(r"`([a-z_.]+)`", row)}
    assert told == events


def test_the_page_has_every_answer() -> None:
    table = DOC.split("## Why is this waiting?")[1].split("## Traces")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.M)) == set(WaitsFor)


def events_of(room: Path) -> Iterator[str]:
    """What is given to a logger's methods or to `log_error` as the name of an event."""
    for path in sorted(room.rglob("*.py")):
        tree = ast.parse(path.read_text())
        constants = _constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _event(node, constants)


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _event(call: ast.Call, constants: dict[str, str]) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in SAYS | {"log_error", "say"}:
        return
    for argument in call.args[:2]:
        said = argument.value if isinstance(argument, ast.Constant) else None
        said = constants.get(argument.id) if isinstance(argument, ast.Name) else said
        if isinstance(said, str) and EVENT.fullmatch(said):
            yield said
