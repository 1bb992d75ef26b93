"""What an operator types and is told: holds, disposals, and what of a disposed paper can still be seen."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from keeping_factories import kept_at, warehouse_with_papers
from storage_factories import NOW

from config.settings import Settings
from digitize.errors import Disposed, NotFound, OfficerNotNamed, StillToBeKept, UnderHold
from digitize.rows import Record
from workers.commands import records as records_command
from workers.commands import retention as retention_command
from workers.commands.exit_codes import ExitCode, exit_code
from workers.records.part_names import RecordPart

OFFICER = "Nguyễn Văn Lưu"
LONG_AGO = NOW - timedelta(days=365 * 30)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    schedule = tmp_path / "retention.toml"
    schedule.write_text("[type]\nquyet_dinh = 1\n")
    return Settings(warehouse=tmp_path / "kho", retention=schedule, officer=OFFICER)


@pytest.fixture
def record(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Record:
    """A paper whose year is over on the day on which the commands are given."""
    (record,) = warehouse_with_papers(tmp_path / "kho", "một")
    monkeypatch.setattr("workers.services.utc_now", lambda: NOW + timedelta(days=400))
    return record


def said(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def hold(settings: Settings, wanted: str | None, *, is_release: bool = False) -> ExitCode:
    return retention_command.hold(
        settings, wanted, reason="Vụ án 7", is_release=is_release, as_json=True
    )


def dispose(settings: Settings, record: Record) -> ExitCode:
    return retention_command.dispose(settings, record.id, reason="QĐ hủy 12", as_json=True)


def test_a_paper_past_its_time_is_listed_until_it_is_held(
    settings: Settings, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    retention_command.retention(settings, as_json=True)
    assert [line["record"] for line in said(capsys)] == [record.id]
    hold(settings, record.id)
    said(capsys)
    retention_command.retention(settings, as_json=True)
    assert said(capsys) == []


def test_holds_are_listed_with_who_and_why(
    settings: Settings, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(settings, record.document_id)
    said(capsys)
    hold(settings, None)
    (line,) = said(capsys)
    assert (line["subject"], line["kind"]) == (record.document_id, "document")
    assert (line["officer"], line["reason"]) == (OFFICER, "Vụ án 7")


def test_what_the_warehouse_never_saw_is_not_held(settings: Settings, record: Record) -> None:
    with pytest.raises(NotFound):
        hold(settings, "H00-chưa-có")


def test_a_held_paper_is_disposed_of_only_after_its_release(
    settings: Settings, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(settings, record.id)
    with pytest.raises(UnderHold):
        dispose(settings, record)
    hold(settings, record.id, is_release=True)
    assert dispose(settings, record) is ExitCode.OK
    assert said(capsys)[-1] == {
        "document": record.document_id,
        "officer": OFFICER,
        "disposed": True,
    }


def test_nobody_disposes_namelessly_or_too_early(settings: Settings, record: Record) -> None:
    nameless = settings.model_copy(update={"officer": "system"})
    with pytest.raises(OfficerNotNamed) as refused:
        dispose(nameless, record)
    assert exit_code(refused.value) is ExitCode.BAD_ARGUMENTS
    with pytest.raises(StillToBeKept):
        dispose(settings.model_copy(update={"retention": None}), record)


def test_of_a_disposed_paper_what_it_was_can_be_seen_and_its_bytes_are_said_to_be_gone(
    settings: Settings, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dispose(settings, record)
    for part in (RecordPart.SEALED, RecordPart.ORIGINAL, RecordPart.TEXT):
        with pytest.raises(Disposed):
            records_command.get(settings, record.id, part=part, out=tmp_path / "x")
    with kept_at(tmp_path / "kho") as services:
        assert services.catalogue.record(record.id) == record
