"""`digitize show`: what a paper waits for, by whichever of its ids it is asked."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from storage_factories import NOW, a_batch, described, filed, receive, separated

from digitize.errors import NotFound
from digitize.model import ScanId
from digitize.rows import Priority
from digitize.work import scan_task
from storage.work_rows import SqlWork
from workers.commands.showing import show
from workers.lock import is_held, warehouse_lock
from workers.services import Services

BACKFILL = replace(a_batch(batch_id="cu"), priority=Priority.BACKFILL)


def shown(services: Services, wanted: str, capsys: pytest.CaptureFixture[str]) -> Mapping[str, Any]:
    show(services.settings, wanted, as_json=True)
    said: Mapping[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_a_scan_is_shown_by_its_hash_with_its_place_in_the_queue(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(services.catalogue, content="counter")
    scan_id = receive(services.catalogue, content="old", batch=BACKFILL)
    with warehouse_lock(services.settings.warehouse):
        said = shown(services, scan_id, capsys)
    assert said["state"] == "received"
    waiting = said["documents"][0]["waiting"]
    assert waiting["for"] == "turn"
    assert waiting["priority"] == "backfill"
    assert waiting["ahead"] == {"counter": 1, "backfill": 0}


def test_a_counters_scan_does_not_wait_for_backfill(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(services.catalogue, content="old", batch=BACKFILL)
    separated(services.catalogue, content="moving", set_aside=())
    scan_ids = sorted(receive(services.catalogue, content=name) for name in ("1", "2"))
    with warehouse_lock(services.settings.warehouse):
        said = shown(services, scan_ids[1], capsys)
    ahead = said["documents"][0]["waiting"]["ahead"]
    assert ahead["backfill"] == 0
    assert ahead["counter"] in (1, 2)  # of what came at the same moment the hash decides


def test_without_a_process_at_work_the_answer_says_so(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    scan_id = receive(services.catalogue)
    assert shown(services, scan_id, capsys)["documents"][0]["waiting"]["for"] == "start"


def test_a_document_is_shown_with_the_reasons_it_waits_for(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    document_id = described(services.catalogue, reasons=["handwriting"])
    waiting = shown(services, document_id, capsys)["waiting"]
    assert (waiting["for"], waiting["reasons"]) == ("person", ["handwriting"])
    assert waiting["since"] == NOW.isoformat()


def test_a_record_waits_for_nothing_and_the_look_is_noted(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    record = filed(services.catalogue)
    said = shown(services, record.id, capsys)
    assert said["waiting"]["for"] == "nothing"
    assert said["record"] == record.id
    events = [entry.event for entry in services.catalogue.ledger(subject=record.id)]
    assert events[-1] == "record.read"


def test_people_get_sentences(services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    document_id = described(services.catalogue, reasons=["handwriting"])
    show(services.settings, document_id, as_json=False)
    said = capsys.readouterr().out
    assert "Từ 15:30:00 ngày 02/03/2026:" in said
    assert "Đang chờ người kiểm tra" in said


def test_what_a_worker_set_aside_is_told_with_its_attempts(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    scan_id = receive(services.catalogue)
    set_aside(services, scan_id)
    waiting = shown(services, scan_id, capsys)["documents"][0]["waiting"]
    assert (waiting["for"], waiting["attempts"]) == ("operator", 1)
    assert waiting["error"] == "child_failed"


def set_aside(services: Services, scan_id: ScanId) -> None:
    work = SqlWork(services.database)
    task = scan_task(scan_id, Priority.COUNTER)
    work.add([task], at=NOW)
    claim = work.claim(task.subject, holder="w", at=NOW, lease=timedelta(minutes=1))
    assert claim is not None
    work.set_aside(claim, reason="child_failed", at=NOW)


def test_an_id_that_is_nobodys_is_not_found(services: Services) -> None:
    with pytest.raises(NotFound):
        show(services.settings, "f" * 64, as_json=True)
    with pytest.raises(NotFound):
        show(services.settings, "gì đó", as_json=True)


def test_a_held_warehouse_is_seen_without_touching_its_lock(services: Services) -> None:
    warehouse = services.settings.warehouse
    assert not is_held(warehouse)
    with warehouse_lock(warehouse):
        assert is_held(warehouse)
    assert not is_held(warehouse)
