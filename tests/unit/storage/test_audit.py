"""The audit: an untouched warehouse holds, and each kind of tampering is noticed and named."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from storage_factories import (
    LATER,
    NOW,
    a_batch,
    a_field,
    a_scan_id,
    described,
    filed,
    read_pages,
    receive,
    separated,
)

from digitize.model import CoverNote, DocumentId, PageOutcome, Separation
from storage import keys
from storage.audit import AuditReport, attest, audit
from storage.catalogue import SqlCatalogue
from storage.folder_store import FolderStore


@dataclass
class Warehouse:
    folder: Path
    store: FolderStore
    catalogue: SqlCatalogue

    def sql(self, statement: str, *values: object) -> None:
        """What somebody with the database file can do: foreign keys and triggers do not stop them."""
        connection = sqlite3.connect(self.folder / "c.db")
        for guard in ("ledger_is_never_changed", "ledger_is_never_shortened"):
            connection.execute(f"DROP TRIGGER IF EXISTS {guard}")
        assert connection.execute(statement, values).rowcount > 0
        connection.commit()
        connection.close()

    def damage(self, key: str) -> None:
        path = self.store.local_path(key)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.chmod(0o640)
        path.write_bytes(data)

    def audit(self) -> AuditReport:
        return audit(self.catalogue, self.store)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """A filed, a waiting, a rejected and a half-read scan; a scan rejected when it arrived; a secret paper."""
    held = Warehouse(
        folder=tmp_path,
        store=FolderStore(tmp_path / "objects"),
        catalogue=SqlCatalogue.open(tmp_path / "c.db"),
    )
    catalogue, store = held.catalogue, held.store
    filed(catalogue, content="filed", store=store)
    waiting = described(catalogue, content="waiting", reasons=["low_confidence"], store=store)
    catalogue.correct(waiting, fields=[a_field("x", "y")], type_code=None, actor="an", at=NOW)
    rejected = described(catalogue, content="rejected", reasons=["low_confidence"], store=store)
    catalogue.reject(rejected, error_code="not_ours", actor="an", at=NOW)
    receive(catalogue, content="half-read", store=store, batch=a_batch(batch_id="batch-2"))
    reject_at_arrival(held)
    reject_as_secret(held)
    separate_behind_a_cover(held)
    yield held
    catalogue.close()


def reject_at_arrival(warehouse: Warehouse) -> None:
    data = b"damaged"
    warehouse.store.put(keys.original(a_scan_id(data)), data)
    warehouse.catalogue.reject_scan(
        a_scan_id(data),
        batch=a_batch(),
        source="x.pdf",
        size_bytes=len(data),
        page_count=7,
        error_code="too_many_pages",
        at=NOW,
    )


def separate_behind_a_cover(warehouse: Warehouse) -> None:
    scan_id = receive(warehouse.catalogue, content="covered", page_count=2, store=warehouse.store)
    read_pages(warehouse.catalogue, scan_id, store=warehouse.store)
    separation = Separation(
        documents=((1,),),
        set_aside=((0, PageOutcome.SEPARATOR),),
        covers=(CoverNote(page_index=0, dossier_code="H46.12-240105-0012"),),
    )
    warehouse.catalogue.separate(scan_id, separation, at=NOW)


def reject_as_secret(warehouse: Warehouse) -> None:
    scan_id = receive(warehouse.catalogue, content="secret", page_count=2, store=warehouse.store)
    read_pages(warehouse.catalogue, scan_id, store=warehouse.store)
    warehouse.catalogue.reject_scan(
        scan_id,
        batch=a_batch(),
        source="quét/secret.pdf",
        size_bytes=6,
        page_count=2,
        error_code="secret_paper",
        at=NOW,
    )
    for page_index in range(2):
        warehouse.store.discard(keys.reading(scan_id, page_index))


FILED = DocumentId(f"{a_scan_id('filed')[:16]}-p0001")
WAITING = DocumentId(f"{a_scan_id('waiting')[:16]}-p0001")


def test_an_untouched_warehouse_holds(warehouse: Warehouse) -> None:
    report = warehouse.audit()
    assert report.problems == ()
    assert report.ok
    assert report.scans == 7
    assert report.documents == {
        "filed": 1,
        "needs_check": 1,
        "received": 1,
        "rejected": 2,
        "separated": 1,
    }
    assert report.unclaimed == ()


def test_every_page_is_counted_once(warehouse: Warehouse) -> None:
    report = warehouse.audit()
    assert report.pages == {
        "received": 23,
        "filed": 2,
        "waiting": 6,
        "set_aside": 4,
        "rejected": 11,
    }
    assert report.batches["batch-2"]["waiting"] == report.batches["batch-2"]["received"] == 3


def test_an_audit_changes_nothing(warehouse: Warehouse) -> None:
    before = warehouse.catalogue.ledger_head()
    assert warehouse.audit() == warehouse.audit()
    assert warehouse.catalogue.ledger_head() == before


OBJECTS = {
    "original": keys.original(a_scan_id("half-read")),
    "reading": keys.reading(a_scan_id("filed"), 1),
    "searchable": keys.searchable(WAITING),
    "sealed": keys.sealed(FILED),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_a_flipped_bit_is_noticed(warehouse: Warehouse, name: str) -> None:
    warehouse.damage(OBJECTS[name])
    assert warehouse.audit().problems == (f"{name}_changed:{OBJECTS[name]}",)


@pytest.mark.parametrize("name", OBJECTS)
def test_a_deleted_file_is_noticed(warehouse: Warehouse, name: str) -> None:
    warehouse.store.local_path(OBJECTS[name]).unlink()
    assert warehouse.audit().problems == (f"{name}_missing:{OBJECTS[name]}",)


ROWS = [
    ("DELETE FROM documents WHERE id = ?", FILED, f"document_missing:{FILED}"),
    ("DELETE FROM records WHERE document_id = ?", FILED, f"record_missing:r-{FILED}"),
    ("UPDATE records SET title = 'x' WHERE document_id = ?", FILED, f"record_differs:r-{FILED}"),
    (
        "UPDATE records SET fields = '{}' WHERE document_id = ?",
        FILED,
        f"record_differs:r-{FILED}",
    ),
    (
        "UPDATE records SET owner_number = '1' WHERE document_id = ?",
        FILED,
        f"record_differs:r-{FILED}",
    ),
    ("UPDATE documents SET status = 'sealed' WHERE id = ?", FILED, f"document_differs:{FILED}"),
    (
        "UPDATE documents SET description = replace(description, 'quyet', 'to') WHERE id = ?",
        WAITING,
        f"document_differs:{WAITING}",
    ),
    (
        "UPDATE scans SET source = 'x' WHERE id = ?",
        a_scan_id("filed"),
        f"scan_differs:{a_scan_id('filed')}",
    ),
    (
        "UPDATE covers SET dossier_code = 'H46.12-240105-0099' WHERE scan_id = ?",
        a_scan_id("covered"),
        f"cover_differs:{a_scan_id('covered')}/1",
    ),
    (
        "DELETE FROM covers WHERE scan_id = ?",
        a_scan_id("covered"),
        f"cover_missing:{a_scan_id('covered')}/1",
    ),
    (
        "UPDATE pages SET outcome = 'blank' WHERE page_index = 0 AND scan_id = ?",
        a_scan_id("filed"),
        f"page_differs:{a_scan_id('filed')}/1",
    ),
]


@pytest.mark.parametrize(
    ("statement", "subject", "problem"),
    ROWS,
    ids=lambda value: value[:40],
)
def test_a_changed_or_deleted_row_is_noticed(
    warehouse: Warehouse, statement: str, subject: str, problem: str
) -> None:
    warehouse.sql(statement, subject)
    assert problem in warehouse.audit().problems


def test_a_deleted_page_is_noticed_twice(warehouse: Warehouse) -> None:
    warehouse.sql("DELETE FROM pages WHERE scan_id = ? AND page_index = 0", a_scan_id("half-read"))
    problems = warehouse.audit().problems
    assert f"page_missing:{a_scan_id('half-read')}/1" in problems
    assert "pages_not_conserved_in_rows:batch-2" in problems


def test_a_scan_slipped_in_is_noticed(warehouse: Warehouse) -> None:
    warehouse.sql(
        "INSERT INTO scans SELECT ?, batch_id, source, kind, size_bytes, page_count, traits, state, "
        "error_code, received_at, receipted_at, priority FROM scans WHERE id = ?",
        "e" * 64,
        a_scan_id("damaged"),
    )
    assert f"scan_unknown:{'e' * 64}" in warehouse.audit().problems


Tamper = Callable[[Warehouse], object]
LEDGER: dict[str, tuple[Tamper, str]] = {
    "a changed entry": (
        lambda w: w.sql("UPDATE ledger SET actor = 'x' WHERE seq = ?", 4),
        "ledger_broken:4",
    ),
    "a changed number in an entry": (
        lambda w: w.sql("UPDATE ledger SET data = replace(data, 'read', 'blank') WHERE seq = ?", 4),
        "ledger_broken:4",
    ),
    "an entry that is no JSON": (
        lambda w: w.sql("UPDATE ledger SET data = '{' WHERE seq = ?", 4),
        "ledger_unreadable:entry 4 cannot be read",
    ),
    "a removed entry": (lambda w: w.sql("DELETE FROM ledger WHERE seq = ?", 4), "ledger_broken:4"),
}


@pytest.mark.parametrize("name", LEDGER)
def test_a_changed_ledger_is_noticed(warehouse: Warehouse, name: str) -> None:
    tamper, problem = LEDGER[name]
    tamper(warehouse)
    assert warehouse.audit().problems[0] == problem


def test_a_cut_tail_is_noticed(warehouse: Warehouse) -> None:
    length, _ = warehouse.catalogue.ledger_head()
    warehouse.sql("DELETE FROM ledger WHERE seq >= ?", length)
    assert f"ledger_broken:{length}" in warehouse.audit().problems


def cut_with_its_head(warehouse: Warehouse, length: int) -> None:
    warehouse.sql("DELETE FROM ledger WHERE seq > ?", length)
    warehouse.sql(
        "UPDATE ledger_head SET seq = ?, hash = (SELECT hash FROM ledger WHERE seq = ?)",
        length,
        length,
    )


def test_a_tail_cut_together_with_its_head_shows_in_the_rows(warehouse: Warehouse) -> None:
    length, _ = warehouse.catalogue.ledger_head()
    cut_with_its_head(warehouse, length - 5)
    problems = warehouse.audit().problems
    assert any(problem.startswith("scan_") for problem in problems)


def test_a_forgotten_check_shows_at_the_anchor(warehouse: Warehouse) -> None:
    """That signatures were checked changes no row: only what an audit left in the store remembers it."""
    length, _ = warehouse.catalogue.ledger_head()
    warehouse.catalogue.note("record.verified", f"r-{FILED}", actor="an", data={}, at=LATER)
    attest(warehouse.catalogue, warehouse.store, warehouse.audit(), actor="an", at=LATER)
    assert warehouse.audit().ok
    cut_with_its_head(warehouse, length)
    assert warehouse.audit().problems == (f"ledger_truncated:{length + 2}",)


def test_a_ledger_written_anew_shows_at_the_anchor(warehouse: Warehouse) -> None:
    length, _ = warehouse.catalogue.ledger_head()
    attest(warehouse.catalogue, warehouse.store, warehouse.audit(), actor="an", at=LATER)
    cut_with_its_head(warehouse, length)
    warehouse.catalogue.note("record.verified", "r", actor="b", data={}, at=LATER)
    assert warehouse.audit().problems == (f"ledger_rewritten:{length + 1}",)


def test_attesting_notes_what_was_found(warehouse: Warehouse) -> None:
    report = warehouse.audit()
    key = attest(warehouse.catalogue, warehouse.store, report, actor="an", at=LATER)
    entry = list(warehouse.catalogue.ledger(subject="warehouse"))[-1]
    assert (entry.event, entry.data["ok"], entry.data["pages"]) == (
        "audit.run",
        True,
        dict(report.pages),
    )
    assert warehouse.store.exists(key)


def test_what_a_killed_run_left_is_no_problem_but_listed(warehouse: Warehouse) -> None:
    key = keys.original(a_scan_id("never in the catalogue"))
    warehouse.store.put(key, b"never in the catalogue")
    report = warehouse.audit()
    assert (report.ok, report.unclaimed) == (True, (key,))


def test_texts_and_renderings_of_known_papers_are_claimed(warehouse: Warehouse) -> None:
    warehouse.store.put(keys.text(FILED), b"text")
    warehouse.store.put(keys.fields(WAITING), b"{}")
    warehouse.store.put(keys.rendering(a_scan_id("filed"), 0), b"png")
    stray = keys.rendering(a_scan_id("filed"), 77)
    warehouse.store.put(stray, b"png")
    assert warehouse.audit().unclaimed == (stray,)


def test_a_warehouse_in_use_is_audited_at_any_step(tmp_path: Path) -> None:
    """After every single change, as a kill would leave it, the audit holds."""
    store = FolderStore(tmp_path)
    catalogue = SqlCatalogue.in_memory()
    document_id = separated(catalogue, store=store)
    assert audit(catalogue, store).ok
    scan_id = receive(catalogue, content="more", page_count=2, store=store)
    assert audit(catalogue, store).ok
    store.put(keys.reading(scan_id, 0), b"r")
    catalogue.save_reading(scan_id, 0, outcome=PageOutcome.BLANK, sha256=a_scan_id(b"r"), at=NOW)
    catalogue.freeze(document_id, None, at=NOW)
    assert audit(catalogue, store).ok
    catalogue.close()
