"""Ledger, rows and stored bytes against each other: the proof that nothing was lost, changed or slipped in.

Problems are `code:subject`, stable for machines. The chain is verified, the ledger replayed and compared with the rows, every
object that a row or the ledger vouches for read anew and hashed, every page counted. An object that nobody vouches for is no
problem: a run that was killed between store and catalogue leaves one, and its next run claims it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from digitize.errors import LedgerMismatch, WarehouseBusy
from digitize.model import DocumentId, ScanId
from digitize.ports import Catalogue, ObjectStore
from digitize.rows import LedgerEntry
from storage import keys
from storage.account import Account, account_from_rows
from storage.conservation import count_pages
from storage.expected_objects import (
    ExpectedObject,
    expected_anchors,
    expected_objects,
    object_problems,
)
from storage.keys import KeyKind, ParsedKey
from storage.ledger import NO_HASH, Event, broken_at
from storage.replay import account_from_ledger

_Subject = TypeVar("_Subject", bound=str)
_LOOKS = 5  # a ledger that grew meanwhile is looked at again, so often at most


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    ok: bool
    problems: tuple[str, ...]
    """`code:subject`, in the order found; empty where all holds."""
    pages: Mapping[str, int]
    """`received`, `filed`, `waiting`, `set_aside`, `rejected`, as the ledger tells them."""
    documents: Mapping[str, int]
    """How many of each status; statuses that no document has are left out."""
    disposed: int
    """Documents whose bytes an officer disposed of; their pages stay counted as filed."""
    scans: int
    batches: Mapping[str, Mapping[str, int]]
    """The same page counts for every batch."""
    unclaimed: tuple[str, ...]
    """Keys of stored objects that nothing vouches for."""
    ledger_seq: int
    ledger_hash: str


def audit(catalogue: Catalogue, store: ObjectStore) -> AuditReport:
    """Verify everything; changes nothing. Raises `WarehouseBusy` where others keep changing it meanwhile."""
    for _ in range(_LOOKS):
        head = catalogue.ledger_head()
        report = _look(catalogue, store, *head)
        if catalogue.ledger_head() == head:
            return report
    raise WarehouseBusy("the ledger grew during every look")


def attest(
    catalogue: Catalogue, store: ObjectStore, report: AuditReport, *, actor: str, at: datetime
) -> str:
    """Note that an audit was run and leave the ledger's new head in the store as an anchor; the anchor's key.

    Later audits find a ledger that was cut or rewritten before the anchor, also where its head was rewritten with it.
    """
    data = {"ok": report.ok, "problems": len(report.problems), "pages": dict(report.pages)}
    catalogue.note(Event.AUDIT_RUN, "warehouse", actor=actor, data=data, at=at)
    seq, head_hash = catalogue.ledger_head()
    key = keys.anchor(seq, head_hash)
    store.put(key, b"")
    return key


def _look(catalogue: Catalogue, store: ObjectStore, length: int, head_hash: str) -> AuditReport:
    problems = [*_chain_problems(catalogue, store, length, head_hash)]
    rows = account_from_rows(catalogue)
    try:
        told = account_from_ledger(islice(catalogue.ledger(), length))
    except LedgerMismatch as fault:
        problems.append(f"ledger_unreadable:{fault.detail}")
        told = rows
    problems += _differences(rows, told)
    problems += _conservation_problems(rows, told)
    expected = expected_objects(rows, told)
    problems += object_problems(store, {**expected, **expected_anchors(store)})
    return AuditReport(
        ok=not problems,
        problems=tuple(problems),
        pages=asdict(count_pages(told)),
        documents=_by_status(rows),
        disposed=len(rows.disposed),
        scans=len(rows.scans),
        batches={
            batch_id: asdict(count_pages(told, batch_id=batch_id)) for batch_id in told.batches
        },
        unclaimed=tuple(_unclaimed(store, rows, expected)),
        ledger_seq=length,
        ledger_hash=head_hash,
    )


def _chain_problems(
    catalogue: Catalogue, store: ObjectStore, length: int, head_hash: str
) -> Iterator[str]:
    anchors = {
        parsed.seq: parsed.subject
        for parsed in map(keys.parse, store.keys(f"{KeyKind.ANCHOR}/"))
        if parsed is not None and parsed.seq is not None
    }
    met: dict[int, str] = {0: NO_HASH}
    try:
        broken = broken_at(
            _remembering(islice(catalogue.ledger(), length + 1), anchors, met),
            length=length,
            head_hash=head_hash,
        )
    except LedgerMismatch as fault:
        yield f"ledger_unreadable:{fault.detail}"
        return
    if broken is not None:
        yield f"ledger_broken:{broken}"
    for seq, anchored in sorted(anchors.items()):
        if met.get(seq) != anchored and (broken is None or seq < broken):
            yield f"ledger_rewritten:{seq}" if seq in met else f"ledger_truncated:{seq}"


def _remembering(
    entries: Iterator[LedgerEntry], wanted: Mapping[int, str], met: dict[int, str]
) -> Iterator[LedgerEntry]:
    for entry in entries:
        if entry.seq in wanted:
            met[entry.seq] = entry.hash
        yield entry


def _differences(rows: Account, told: Account) -> Iterator[str]:
    yield from _compared("batch", rows.batches, told.batches)
    yield from _compared("scan", rows.scans, told.scans)
    yield from _compared("page", _by_page(rows.pages), _by_page(told.pages))
    yield from _compared("cover", _by_page(rows.covers), _by_page(told.covers))
    yield from _compared("document", rows.documents, told.documents)
    yield from _compared("record", rows.records, told.records)
    yield from _compared("disposal", rows.disposed, told.disposed)
    yield from _compared("hold", rows.holds, told.holds)
    yield from _compared("grant", rows.reuse.grants, told.reuse.grants)
    yield from _compared("hand_over", rows.reuse.hand_overs, told.reuse.hand_overs)
    yield from _compared("looks", rows.reuse.looks, told.reuse.looks)


def _compared(
    name: str, rows: Mapping[_Subject, object], told: Mapping[_Subject, object]
) -> Iterator[str]:
    for subject in sorted(rows.keys() | told.keys()):
        if subject not in rows:
            yield f"{name}_missing:{subject}"
        elif subject not in told:
            yield f"{name}_unknown:{subject}"
        elif rows[subject] != told[subject]:
            yield f"{name}_differs:{subject}"


def _by_page(facts: Mapping[tuple[ScanId, int], object]) -> dict[str, object]:
    return {f"{scan_id}/{index + 1}": fact for (scan_id, index), fact in facts.items()}


def _conservation_problems(rows: Account, told: Account) -> Iterator[str]:
    for name, account in (("rows", rows), ("ledger", told)):
        for batch_id in account.batches:
            if not count_pages(account, batch_id=batch_id).is_conserved:
                yield f"pages_not_conserved_in_{name}:{batch_id}"


def _by_status(rows: Account) -> dict[str, int]:
    counted = Counter(str(document.status) for document in rows.documents.values())
    return dict(sorted(counted.items()))


def _unclaimed(
    store: ObjectStore, rows: Account, expected: Mapping[str, ExpectedObject]
) -> Iterator[str]:
    for key in store.keys(""):
        if key not in expected and not _is_claimed(keys.parse(key), rows):
            yield key


def _is_claimed(parsed: ParsedKey | None, rows: Account) -> bool:
    """Renderings, texts and fields come before any row that names them; anchors need none."""
    if parsed is None:
        return False
    if parsed.kind is KeyKind.RENDERING:
        return (ScanId(parsed.subject), parsed.page_index) in rows.pages
    if parsed.kind in (KeyKind.TEXT, KeyKind.FIELDS):
        return DocumentId(parsed.subject) in rows.documents
    return parsed.kind is KeyKind.ANCHOR
