"""A bag of filed papers into this warehouse: all of it is looked at before anything is kept, for it may be anybody's.

What the bag's ledger vouches for must be among its objects, byte for byte; a hold that it tells of holds here too.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from digitize.archive import bag
from digitize.errors import BagConflicts, BagDamaged, LedgerMismatch
from digitize.model import DocumentId
from digitize.rows import Hold, HoldKind, LedgerEntry
from storage import archive_rows, keys, ledger
from storage.archive_rows import Lines, dicts_of
from storage.encrypted_store import written_for
from storage.expected_objects import expected_objects
from storage.ids import SCAN_PREFIX
from storage.ledger import Event
from storage.replay import account_from_ledger
from workers.disposal import hold_in_store
from workers.exchange.archive import Moved
from workers.exchange.bag_lines import SaidLines, table_lines
from workers.services import Services

_OBJECTS = "objects/"


def take_in(services: Services, folder: Path, *, actor: str) -> Moved:
    """A bag's papers into this warehouse; one that was taken in before changes nothing.

    Raises `BagHostile`, `BagDamaged`, and `BagConflicts` for papers that are here otherwise. Objects are stored first, so
    that no row is there without its bytes.
    """
    payload = bag.verified(folder)
    rows = {name: table_lines(payload, f"rows/{name}.jsonl") for name in archive_rows.TABLES}
    said = SaidLines(payload, "ledger.jsonl", kind=dict)
    with _said_by_a_bag():
        scan_ids = _column(rows["scans"], "id")
    with services.database.reading() as connection:
        there = archive_rows.which_are_there(connection, scan_ids)
    if there:
        if there != scan_ids:
            raise BagConflicts("some of its scans are here")
        return Moved(records=0, scans=0, objects=0)
    with _said_by_a_bag():
        holds = _holds(rows["holds"])
        _require_closed(rows, said)
        _require_objects(rows, said, payload, bag.said_hashes(folder))
        for _ in _texts(rows, payload):
            pass  # each can be made, before anything is kept
    objects = _store_objects(services, payload, rows)
    with services.database.writing() as connection, _said_by_a_bag():
        archive_rows.take_up(connection, rows, said, _texts(rows, payload))
        entries = sum(1 for _ in said)
        data = {"scans": len(scan_ids), "objects": objects, "entries": entries}
        ledger.append(
            connection,
            "archive.imported",
            folder.name[:128],
            data=data,
            at=services.clock(),
            actor=actor,
        )
    for held in holds:
        hold_in_store(services.catalogue, services.store, held)
    return Moved(records=len(_column(rows["records"], "id")), scans=len(scan_ids), objects=objects)


@contextmanager
def _said_by_a_bag() -> Iterator[None]:
    """Values of a bag are foreign: one of another kind than ours is damage and no defect. Raises `BagDamaged`."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, LedgerMismatch) as fault:
        raise BagDamaged("what its rows or its ledger say") from fault


def _require_closed(rows: Mapping[str, Lines], said: Iterable[Mapping[str, Any]]) -> None:
    """Rows and entries are about what is in the bag and nothing else. Raises `BagDamaged`."""
    scans, documents = _column(rows["scans"], "id"), _column(rows["documents"], "id")
    records, batches = _column(rows["records"], "id"), _column(rows["batches"], "id")
    dossiers = _column(rows["dossiers"], "code")
    known = scans | documents | records | batches | dossiers
    named = {
        *_column(rows["batches"], "dossier_code"),
        *_column(rows["covers"], "dossier_code"),
    } - {""}
    is_closed = (
        _column(rows["documents"], "scan_id") <= scans
        and _column(rows["pages"], "scan_id") <= scans
        and _column(rows["arrivals"], "scan_id") <= scans
        and _column(rows["records"], "document_id") <= documents
        and _column(rows["lives"], "record_id") <= records
        and _column(rows["paper_links"], "record_id") <= records
        and _column(rows["holds"], "subject") <= known | named
    )
    is_said = all(
        isinstance(one.get("data"), dict) and one.get("subject") in known | named for one in said
    )
    if not is_closed or not is_said:
        raise BagDamaged("rows of other papers")


def _require_objects(
    rows: Mapping[str, Lines],
    said: Iterable[Mapping[str, Any]],
    payload: Mapping[str, Path],
    hashes: Mapping[str, str],
) -> None:
    """Every object is of a paper in the bag, and all that its ledger vouches for are there as vouched for. Raises `BagDamaged`."""
    scan_ids, document_ids = _column(rows["scans"], "id"), _column(rows["documents"], "id")
    for path in payload:
        if path.startswith(_OBJECTS):
            _require_own_key(path.removeprefix(_OBJECTS), scan_ids, document_ids)
    pages = sum(1 for _ in dicts_of(rows["pages"]))
    if any(one["event"] == Event.SCAN_RECEIVED and one["data"]["pages"] > pages for one in said):
        raise BagDamaged("more pages than rows")
    told = account_from_ledger(_entry(number, one) for number, one in enumerate(said, start=1))
    if told.scans.keys() != scan_ids or told.documents.keys() != document_ids:
        raise BagDamaged("papers of which its ledger does not tell")
    for key, wanted in expected_objects(told, told).items():
        found = hashes.get(_OBJECTS + key)
        if found != wanted.sha256 and not (found is None and wanted.may_be_gone):
            raise BagDamaged(f"{wanted.name} of a paper")


def _entry(number: int, said: Mapping[str, Any]) -> LedgerEntry:
    """What was said, at its place in the bag. Raises `ValueError` for a moment that is none."""
    at = datetime.fromisoformat(said["at"])
    if at.tzinfo is None or not all(isinstance(said[name], str) for name in ("event", "actor")):
        raise ValueError("an entry of the ledger")
    return LedgerEntry(
        seq=number,
        at=at,
        event=said["event"],
        subject=said["subject"],
        actor=said["actor"],
        data=said["data"],
        previous_hash="",
        hash="",
    )


def _require_own_key(key: str, scan_ids: frozenset[str], document_ids: frozenset[str]) -> None:
    """Raises `BagDamaged` for a place in the store that is not of a paper in the bag."""
    parsed = keys.parse(key)
    if parsed is None:
        raise BagDamaged("a key")
    if parsed.subject not in scan_ids and parsed.subject not in document_ids:
        raise BagDamaged("a key of another paper")


def _store_objects(
    services: Services, payload: Mapping[str, Path], rows: Mapping[str, Lines]
) -> int:
    whose, count = _agencies(rows), 0
    for path, file in sorted(payload.items()):
        if path.startswith(_OBJECTS):
            key = path.removeprefix(_OBJECTS)
            parsed = keys.parse(key)
            agencies = whose.get(parsed.subject[:SCAN_PREFIX], set()) if parsed else set()
            with file.open("rb") as data:
                written_for(services.store, agencies).put(key, data)
            count += 1
    return count


def _agencies(rows: Mapping[str, Lines]) -> Mapping[str, set[str]]:
    """Who brought a scan, by the beginning of its id, which its documents' ids have too: no row of ours tells it yet."""
    agency_of = {row["id"]: row["agency"] for row in dicts_of(rows["batches"])}
    found: dict[str, set[str]] = {}
    for row in dicts_of(rows["arrivals"]):
        agency = agency_of.get(row["batch_id"])
        if agency:
            found.setdefault(row["scan_id"][:SCAN_PREFIX], set()).add(agency)
    return found


def _holds(lines: Lines) -> Sequence[Hold]:
    return [
        Hold(
            subject=row["subject"],
            kind=HoldKind(row["kind"]),
            reason=row["reason"],
            officer=row["officer"],
            placed_at=datetime.fromisoformat(row["placed_at"]),
        )
        for row in dicts_of(lines)
    ]


def _texts(
    rows: Mapping[str, Lines], payload: Mapping[str, Path]
) -> Iterator[tuple[str, str, str]]:
    """What each current record is found by: title and fields, and its text; nothing of one that was disposed of."""
    disposed = _column(rows["disposals"], "document_id")
    editions = {row["id"]: row["edition"] for row in dicts_of(rows["documents"]) if row["edition"]}
    for row in dicts_of(rows["records"]):
        if row["is_current"] and row["document_id"] not in disposed:
            heading = "\n".join([row["title"], *json.loads(row["fields"]).values()])
            key = keys.text(DocumentId(row["document_id"]), editions.get(row["document_id"], ""))
            path = payload.get(_OBJECTS + key)
            body = path.read_text(encoding="utf-8") if path is not None else ""
            yield row["id"], heading, body


def _column(lines: Lines, name: str) -> frozenset[str]:
    return frozenset(str(row[name]) for row in dicts_of(lines))
