"""Upkeep that is killed at one of its named steps is done to its end by the next one, and done once."""

import multiprocessing
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from keeping_factories import kept_at, warehouse_with_papers
from storage_factories import NOW

from config.retention import RetentionSchedule
from digitize.fault_point import arm
from digitize.rows import Disposal, Record
from storage import keys
from storage.audit import audit
from storage.fixity import LEASE
from workers.disposal import dispose
from workers.fixity import FixityCheck

TEN_YEARS = RetentionSchedule(default_years=10, years_by_type={})
PAST = NOW + timedelta(days=365 * 11)
DAY = timedelta(days=1)


def killed(step: str, act: Callable[..., object], *given: object) -> None:
    process = multiprocessing.get_context("fork").Process(
        target=_armed, args=(step, act, *given), daemon=True
    )
    process.start()
    process.join()
    assert process.exitcode == -9


def _armed(step: str, act: Callable[..., object], *given: object) -> None:
    arm(step)
    act(*given)


def disposed(warehouse: Path, record: Record) -> Disposal:
    with kept_at(warehouse, at=PAST) as services:
        document = services.catalogue.document(record.document_id)
        return dispose(
            services.catalogue,
            services.store,
            document,
            schedule=TEN_YEARS,
            officer="Nguyễn Văn Lưu",
            reason="hết thời hạn lưu trữ",
            at=PAST,
        )


def looked(warehouse: Path, days: int) -> list[int]:
    with kept_at(warehouse, at=NOW + days * DAY + 2 * LEASE) as services:
        looks = FixityCheck(services).looks(checked_before=NOW + 50 * DAY)
        return [look.objects for look in looks]


@pytest.mark.parametrize("step", ["dispose.ordered", "dispose.object_removed:1"])
def test_a_disposal_goes_on_where_it_was_killed(tmp_path: Path, step: str) -> None:
    [record] = warehouse_with_papers(tmp_path, "một")
    killed(step, disposed, tmp_path, record)
    disposed(tmp_path, record)
    with kept_at(tmp_path, at=PAST) as services:
        assert not services.store.exists(keys.sealed(record.document_id))
        assert audit(services.catalogue, services.store).ok
        orders = [entry for entry in services.catalogue.ledger() if "dispos" in entry.event]
    assert len(orders) == len({entry.event for entry in orders})


def test_a_scan_looked_at_by_who_was_killed_is_looked_at_again(tmp_path: Path) -> None:
    warehouse_with_papers(tmp_path, "một", "hai")
    killed("fixity.looked", looked, tmp_path, 100)
    assert len(looked(tmp_path, 101)) == 2
    assert looked(tmp_path, 101) == []
