"""`digitize report` prints, takes away and publishes what the pages show."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from indicator_factories import tell_five

from config.settings import Settings
from digitize.errors import NothingNew, RequestInvalid, SourceUnreadable, TotalsDoNotAdd
from digitize.indicators.definitions import INDICATORS, Code
from digitize.indicators.tally import Slice
from workers.commands.report import Wish, chart, check_given, publish, report, what_is_behind
from workers.reporting.behind import Wanted
from workers.services import build_services

AGENCY = "H46.12"


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    made = Settings(warehouse=tmp_path / "kho")
    with build_services(made) as services:
        tell_five(services, AGENCY)
    return made


def test_people_see_a_table(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    report(settings, Wish(), as_csv=False, as_xlsx=False)
    printed = capsys.readouterr().out
    assert "5 hồ sơ tiếp nhận" in printed
    assert "40,00 %" in printed


def test_programs_get_a_line_an_indicator_and_part(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    report(settings, Wish(by=Slice.COUNTER, as_json=True), as_csv=False, as_xlsx=False)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 3 * len(INDICATORS)
    digitised = [one for one in lines if one["indicator"] == Code.SO_HOA_GIAY_TO_GIAI_QUYET]
    assert [(one["part"], one["numerator"], one["denominator"]) for one in digitised] == [
        (None, 2, 5),
        ("Quầy 1", 1, 2),
        ("Quầy 2", 1, 3),
    ]
    assert (digitised[0]["value"], digitised[0]["points"]) == ("40.00", "2.00")


def test_files_are_written_where_said(settings: Settings, tmp_path: Path) -> None:
    sheet, table, picture = (tmp_path / name for name in ("a.xlsx", "a.csv", "a.svg"))
    report(settings, Wish(out=sheet), as_csv=False, as_xlsx=True)
    report(settings, Wish(out=table), as_csv=True, as_xlsx=False)
    chart(settings, Wish(out=picture), Code.ON_TIME)
    assert sheet.read_bytes().startswith(b"PK")
    assert table.read_bytes().startswith("\ufeffKỳ;".encode())
    assert picture.read_text(encoding="utf-8").startswith("<svg ")


def test_dossiers_behind_a_figure_are_listed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    what_is_behind(settings, Wish(as_json=True), Code.SO_HOA_GIAY_TO_GIAI_QUYET, Wanted.MISSING)
    keys = [json.loads(line)["key"][-4:] for line in capsys.readouterr().out.splitlines()]
    assert keys == ["0003", "0004", "0005"]


def test_a_period_is_published_once(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    publish(settings, Wish(as_json=True))
    assert json.loads(capsys.readouterr().out)["edition"] == 1
    with pytest.raises(NothingNew):
        publish(settings, Wish())


def test_given_totals_are_refused_with_the_reason(settings: Settings, tmp_path: Path) -> None:
    given = tmp_path / "given.json"
    ratio = {"name": "Hà Tĩnh", "numerator": 224, "denominator": 267, "printed": "82,4"}
    given.write_text(json.dumps({"period": "2026-10", "ratios": [ratio]}), encoding="utf-8")
    with pytest.raises(TotalsDoNotAdd, match="83,9"):
        check_given(settings, given, as_json=False)
    given.write_text(json.dumps({"period": "2026-10", "ratios": [{**ratio, "x": 1}]}))
    with pytest.raises(RequestInvalid, match=r"ratios\.0\.x"):
        check_given(settings, given, as_json=False)
    with pytest.raises(SourceUnreadable):
        check_given(settings, tmp_path / "none.json", as_json=False)
