"""Every object is read anew in its turn, a change is noticed and told, and nothing stops the rest."""

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from keeping_factories import kept_at, warehouse_with_papers
from storage_factories import NOW, a_scan_id, receive

from config.settings import Settings
from digitize.errors import StoreUnavailable
from storage import keys
from storage.audit import attest, audit
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_memory_database, open_postgres
from storage.fixity import LEASE, FixityRows
from tests.exposition import samples
from workers.commands import doctor
from workers.commands import fixity as fixity_command
from workers.commands.exit_codes import ExitCode
from workers.fixity import FixityCheck, FixityOptions, FixityWatch
from workers.metrics import Metrics
from workers.services import Services
from workers.waiting_metrics import WaitingMetrics

DAY = timedelta(days=1)


@pytest.fixture(params=["memory", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    if request.param == "postgres":
        opened = open_postgres(request.getfixturevalue("postgres_url"))
    else:
        opened = open_memory_database()
    yield opened
    opened.close()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    warehouse_with_papers(tmp_path / "kho", "một", "hai")
    with kept_at(tmp_path / "kho", at=NOW + 100 * DAY) as opened:
        yield replace(opened, _log_file=io.StringIO())


def change(services: Services, key: str) -> None:
    path = services.store.local_path(key)
    path.chmod(0o600)
    path.write_bytes(b"other bytes")


def all_looks(services: Services) -> list[tuple[str, ...]]:
    return [look.problems for look in FixityCheck(services).looks(checked_before=NOW + 50 * DAY)]


def test_a_scan_counts_as_checked_at_its_receipt(database: Database) -> None:
    receive(SqlCatalogue(database))
    rows = FixityRows(database)
    rows.enrol()
    rows.enrol()
    assert (rows.state().scans, rows.state().oldest) == (1, NOW)
    assert rows.take_oldest(checked_before=NOW, now=NOW + DAY) is None


def test_the_scan_that_waits_longest_is_next(database: Database) -> None:
    catalogue, rows = SqlCatalogue(database), FixityRows(database)
    first, second = receive(catalogue, content="một"), receive(catalogue, content="hai")
    rows.enrol()
    rows.note(first, (), actor="x", at=NOW + 2 * DAY)
    rows.note(second, (), actor="x", at=NOW + DAY)
    assert rows.take_oldest(checked_before=NOW + 9 * DAY, now=NOW + 9 * DAY) == second


def test_two_workers_never_look_at_the_same_scan(database: Database) -> None:
    catalogue, rows = SqlCatalogue(database), FixityRows(database)
    wanted = {receive(catalogue, content="một"), receive(catalogue, content="hai")}
    rows.enrol()
    now = NOW + DAY
    assert {rows.take_oldest(checked_before=now, now=now) for _ in range(2)} == wanted
    assert rows.take_oldest(checked_before=now, now=now) is None


def test_what_a_killed_look_left_is_taken_up_again(database: Database) -> None:
    scan_id, rows = receive(SqlCatalogue(database)), FixityRows(database)
    rows.enrol()
    rows.take_oldest(checked_before=NOW + DAY, now=NOW + DAY)
    later = NOW + DAY + LEASE + timedelta(seconds=1)
    assert rows.take_oldest(checked_before=NOW + DAY, now=later) == scan_id


def test_sound_objects_pass_and_are_left_alone_for_their_days(services: Services) -> None:
    assert all_looks(services) == [(), ()]
    assert all_looks(services) == []


def test_changed_and_missing_objects_are_told_and_the_rest_is_looked_at(services: Services) -> None:
    scan_id = a_scan_id("một")
    changed, lost = keys.original(scan_id), keys.reading(scan_id, 0)
    change(services, changed)
    services.store.local_path(lost).unlink()
    problems = all_looks(services)
    assert sorted(problems) == [(), (f"original_changed:{changed}", f"reading_missing:{lost}")]
    (event,) = [e for e in services.catalogue.ledger() if e.event == "fixity.failed"]
    assert (event.subject, len(event.data["problems"])) == (scan_id, 2)
    said = [json.loads(line) for line in services._log_file.getvalue().splitlines()]
    assert [line["event"] for line in said] == ["fixity.failed"] * 2
    assert FixityCheck(services).rows.state().damaged == 1


def test_a_store_that_is_down_blames_no_object(services: Services) -> None:
    class Down:
        def sha256(self, key: str) -> str:
            raise StoreUnavailable(key)

    check = FixityCheck(replace(services, store=Down()))
    check.enrol()
    with pytest.raises(StoreUnavailable):
        check.next_look(checked_before=NOW + 50 * DAY)
    assert all_looks(services) == [(), ()]


def test_the_command_answers_23_and_goes_on_where_it_was_stopped(
    services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(services, keys.original(a_scan_id("hai")))
    settings = Settings(warehouse=tmp_path / "kho")
    codes = [fixity_command.fixity(settings, days=1, limit=1, as_json=True) for _ in range(3)]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(codes) == [ExitCode.OK, ExitCode.OK, ExitCode.LEDGER_MISMATCH]
    assert [line["scans"] for line in lines if "scans" in line] == [1, 1, 0]


def test_the_background_looks_at_what_rested_long_enough_and_spreads_it(services: Services) -> None:
    watch = FixityWatch(services, options=FixityOptions(longest_pause_seconds=0.01))
    stop = threading.Event()
    thread = threading.Thread(target=watch.watch, args=(stop,))
    thread.start()
    rows, deadline = FixityRows(services.database), datetime.now() + timedelta(seconds=20)  # noqa: DTZ005
    while rows.state().oldest != NOW + 100 * DAY and datetime.now() < deadline:  # noqa: DTZ005
        stop.wait(0.02)
    stop.set()
    thread.join()
    assert rows.state().oldest == NOW + 100 * DAY


def test_looks_are_spread_over_the_days_there_are(services: Services) -> None:
    """Two scans in 90 days: one in 36 days, so the pause is the longest there is; a hundred thousand: about a minute."""
    options = FixityOptions(longest_pause_seconds=10**9)
    settings = services.settings.model_copy(update={"fixity_days": 200})
    watch = FixityWatch(replace(services, settings=settings), options=options)
    watch._check.enrol()
    assert watch._pause() == pytest.approx(200 * 86_400 * options.part_of_time / 2)


def test_what_is_overdue_is_not_spread(services: Services) -> None:
    watch = FixityWatch(services)
    watch._check.enrol()
    assert watch._pause() == FixityOptions().shortest_pause_seconds


def test_what_an_earlier_program_kept_without_a_hash_is_compared_from_the_first_look_on(
    services: Services,
) -> None:
    scan_id = a_scan_id("một")
    document = services.catalogue.documents(scan_id=scan_id)[0]
    kept = {keys.rendering(scan_id, 0): b"picture", keys.text(document.id): b"text"}
    hashes = {key: services.store.put(key, data) for key, data in kept.items()}
    assert all_looks(services) == [(), ()]
    told = [e.data["files"] for e in services.catalogue.ledger() if e.event == "fixity.recorded"]
    assert told == [hashes]
    for key in kept:
        change(services, key)
    later = replace(services, clock=lambda: NOW + 300 * DAY)
    looks = FixityCheck(later).looks(checked_before=NOW + 200 * DAY)
    problems = [one for look in looks for one in look.problems]
    assert problems == [
        f"{name}_changed:{key}" for name, key in zip(("rendering", "text"), kept, strict=True)
    ]
    assert set(problems) == set(audit(services.catalogue, services.store).problems)


def test_an_anchor_that_is_no_longer_empty_is_told(
    services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = audit(services.catalogue, services.store)
    anchor = attest(services.catalogue, services.store, report, actor="x", at=NOW)
    assert FixityCheck(services).anchor_problems() == ()
    change(services, anchor)
    code = fixity_command.fixity(
        Settings(warehouse=tmp_path / "kho"), days=1, limit=1, as_json=True
    )
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (code, told["problems"]) == (ExitCode.LEDGER_MISMATCH, [f"anchor_changed:{anchor}"])
    assert audit(services.catalogue, services.store).problems == (f"anchor_changed:{anchor}",)


def test_what_is_overdue_or_damaged_is_told_by_metrics_and_doctor(services: Services) -> None:
    rows = FixityRows(services.database)
    rows.enrol()
    page = samples(Metrics(WaitingMetrics(services.database, clock=services.clock)).text().decode())
    assert page["digitize_fixity_oldest_seconds"] == (100 * DAY).total_seconds()
    finding = doctor._fixity(services.settings)
    assert (finding.is_ok, finding.is_needed, "digitize fixity" in finding.detail) == (
        False,
        False,
        True,
    )
    now = datetime.now(UTC)
    for scan in services.catalogue.scans():
        rows.note(scan.id, (), actor="x", at=now)
    assert doctor._fixity(services.settings).is_ok
    rows.note(a_scan_id("một"), ("original_changed:x",), actor="x", at=now)
    assert not doctor._fixity(services.settings).is_ok
