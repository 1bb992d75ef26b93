"""All rows and entries of the ledger about some records, told so that another warehouse can have them, and taken up there.

A scan goes as a whole, since its pages and papers are counted together. What is said in the ledger of it goes along, entry by
entry, and is said again at the other ledger's end: so the other's audit finds rows and ledger agreeing about it. What is of
this house alone (claims, drafts, shared work, looks that citizens are told of) stays.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Boolean, Connection, Table, column, insert, select, table
from sqlalchemy.sql.expression import TableClause

from digitize.errors import BagConflicts, BagDamaged
from digitize.model import DocumentId, RecordId, ScanId
from digitize.rows import LedgerEntry
from storage import desk_queue, ledger
from storage.hand_over_rows import HANDED_OVER
from storage.ledger import Event
from storage.record_texts import keep_text
from storage.schema import (
    arrivals,
    batches,
    covers,
    documents,
    dossier_components,
    dossier_results,
    holds,
    metadata,
    paper_links,
    records,
    scans,
    utc_text,
)
from storage.schema import ledger as entries

_ANY = "any"
"""Of whichever kind: a document, a record, a dossier may be held."""
_BY_SUBJECT = {
    "batches": ("id", "batch"),
    "scans": ("id", "scan"),
    "arrivals": ("scan_id", "scan"),
    "pages": ("scan_id", "scan"),
    "covers": ("scan_id", "scan"),
    "documents": ("scan_id", "scan"),
    "second_entries": ("document_id", "document"),
    "disposals": ("document_id", "document"),
    "proof_codes": ("document_id", "document"),
    "records": ("document_id", "document"),
    "record_owners": ("record_id", "record"),
    "result_codes": ("record_id", "record"),
    "lives": ("record_id", "record"),
    "paper_links": ("record_id", "record"),
    "dossiers": ("code", "dossier"),
    "dossier_components": ("dossier_code", "dossier"),
    "dossier_results": ("dossier_code", "dossier"),
    "holds": ("subject", _ANY),
}
TABLES = tuple(one.name for one in metadata.sorted_tables if one.name in _BY_SUBJECT)
"""Those that others point to first."""
_OF_A_HOUSE = (Event.RECORD_READ, HANDED_OVER)
"""Entries about a paper that tell of people of this house: their rows stay here, and so do they."""
_AT_ONCE = 500
_SUBJECTS_AT_ONCE = 50
"""Whose rows are in memory together: a scan may have hundreds of pages."""
_T = TypeVar("_T")
Lines = Iterable[list[Any]]
"""A table's column names, then its rows; read anew as often as it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What goes: ids by kind of subject."""

    ids: Mapping[str, tuple[str, ...]]

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset(one for kind in self.ids.values() for one in kind)

    def of(self, kind: str) -> Sequence[str]:
        return sorted(self.subjects) if kind == _ANY else self.ids[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records; what is None narrows nothing."""

    dossier: str | None = None
    agency: str | None = None
    filed_from: date | None = None
    filed_to: date | None = None


def select_whole(connection: Connection, wanted: Wanted) -> Selection:
    """Scans that hold such a record, with all that is theirs."""
    query = (
        select(documents.c.scan_id)
        .join(records, records.c.document_id == documents.c.id)
        .join(arrivals, arrivals.c.scan_id == documents.c.scan_id)
        .join(batches, batches.c.id == arrivals.c.batch_id)
        .distinct()
    )
    if wanted.dossier is not None:
        linked = [
            select(one.c.record_id).where(one.c.dossier_code == wanted.dossier)
            for one in (dossier_components, dossier_results)
        ]
        is_linked = records.c.id.in_(linked[0]) | records.c.id.in_(linked[1])
        query = query.where((batches.c.dossier_code == wanted.dossier) | is_linked)
    if wanted.agency is not None:
        query = query.where(batches.c.agency == wanted.agency)
    if wanted.filed_from is not None:
        query = query.where(records.c.filed_at >= _begin(wanted.filed_from))
    if wanted.filed_to is not None:
        query = query.where(
            records.c.filed_at < _begin(date.fromordinal(wanted.filed_to.toordinal() + 1))
        )
    scan_ids = sorted(connection.execute(query).scalars())
    return _selection(connection, scan_ids)


def _selection(connection: Connection, scan_ids: Sequence[str]) -> Selection:
    document_ids = _ids(connection, documents, "scan_id", scan_ids, "id")
    record_ids = _ids(connection, records, "document_id", document_ids, "id")
    batch_ids = _ids(connection, arrivals, "scan_id", scan_ids, "batch_id")
    batch_ids = sorted({*batch_ids, *_ids(connection, scans, "id", scan_ids, "batch_id")})
    dossier_codes = {
        *_ids(connection, batches, "id", batch_ids, "dossier_code"),
        *_ids(connection, covers, "scan_id", scan_ids, "dossier_code"),
        *_ids(connection, dossier_components, "record_id", record_ids, "dossier_code"),
        *_ids(connection, dossier_results, "record_id", record_ids, "dossier_code"),
    } - {""}
    return Selection(
        ids={
            "batch": tuple(batch_ids),
            "scan": tuple(scan_ids),
            "document": tuple(document_ids),
            "record": tuple(record_ids),
            "dossier": tuple(sorted(dossier_codes)),
        }
    )


def rows_of(connection: Connection, selection: Selection, name: str) -> Iterator[list[Any]]:
    """The column names, then the rows as the database keeps them: in the order of their subjects by some at a time, and of the key in these."""
    source = metadata.tables[name]
    by, kind = _BY_SUBJECT[name]
    plain, names = _plain(source), [one.name for one in source.columns]
    flags = [index for index, one in enumerate(source.columns) if isinstance(one.type, Boolean)]
    key = [names.index(one.name) for one in source.primary_key.columns]
    yield names
    for some in _some(selection.of(kind), at_once=_SUBJECTS_AT_ONCE):
        found = []
        for row in connection.execute(select(plain).where(plain.c[by].in_(some))):
            values = list(row)
            for index in flags:
                values[index] = None if values[index] is None else bool(values[index])
            found.append(values)
        yield from sorted(found, key=lambda row: [str(row[index]).rjust(12) for index in key])


def entries_of(connection: Connection, selection: Selection) -> Iterator[LedgerEntry]:
    """What the ledger says of all that goes, in order."""
    places: list[int] = []
    for some in _some(sorted(selection.subjects)):
        query = select(entries.c.seq).where(
            entries.c.subject.in_(some), entries.c.event.not_in(_OF_A_HOUSE)
        )
        places += connection.execute(query).scalars()
    for seqs in _some(sorted(places)):
        rows = connection.execute(
            select(entries).where(entries.c.seq.in_(seqs)).order_by(entries.c.seq)
        )
        yield from (ledger.entry_of(row) for row in rows)


def link_rows_of(connection: Connection, selection: Selection) -> Iterator[Mapping[str, Any]]:
    """What papers say of others, and what a person decided of it."""
    for some in _some(selection.of("record"), at_once=_SUBJECTS_AT_ONCE):
        query = select(paper_links).where(paper_links.c.record_id.in_(some))
        rows = connection.execute(query).mappings().all()
        yield from sorted(map(dict, rows), key=lambda row: (row["record_id"], row["id"]))


def which_are_there(connection: Connection, scan_ids: Collection[str]) -> frozenset[str]:
    return frozenset(_ids(connection, scans, "id", sorted(scan_ids), "id"))


def take_up(
    connection: Connection,
    rows: Mapping[str, Lines],
    said: Iterable[Mapping[str, Any]],
    texts: Iterable[tuple[str, str, str]],
) -> None:
    """Insert rows that are not there, and say in the ledger what was said; `texts`: of each record what it is found by, title and fields, then its text.

    Raises `BagConflicts`, `BagDamaged`.
    """
    _require_held_alike(connection, rows, said)
    for name in TABLES:
        _insert(connection, name, rows[name])
    for record_id, title_and_fields, body in texts:
        keep_text(connection, RecordId(record_id), heading=[title_and_fields], body=body)
    for document_id, scan_id, kind in _waiting(rows["documents"]):
        desk_queue.enter_anew(connection, DocumentId(document_id), ScanId(scan_id), type_code=kind)
    for one in said:
        if one["event"] in _OF_A_HOUSE:
            continue
        ledger.append(
            connection,
            one["event"],
            one["subject"],
            data=one["data"],
            at=datetime.fromisoformat(one["at"]),
            actor=one["actor"],
        )


def dicts_of(lines: Lines) -> Iterator[dict[str, Any]]:
    """Rows by column. Raises `ValueError` for one of another length than its names."""
    read = iter(lines)
    names = next(read, [])
    for row in read:
        yield dict(zip(names, row, strict=True))


def _require_held_alike(
    connection: Connection, rows: Mapping[str, Lines], said: Iterable[Mapping[str, Any]]
) -> None:
    """What was released there is not released here by a bag: an officer of this house does that first. Raises `BagConflicts`."""
    released = sorted({one["subject"] for one in said if one["event"] == Event.HOLD_RELEASED})
    held = set(_ids(connection, holds, "subject", released, "subject"))
    if held - {row["subject"] for row in dicts_of(rows["holds"])}:
        raise BagConflicts("holds")


def _insert(connection: Connection, name: str, lines: Lines) -> None:
    source = metadata.tables[name]
    names = {one.name for one in source.columns}
    new = []
    for values in dicts_of(lines):
        if values.keys() != names:
            raise BagDamaged(f"columns of {name}")
        if not _is_there(connection, source, values):
            new.append(values)
        if len(new) == _AT_ONCE:
            connection.execute(insert(_plain(source)), new)
            new = []
    if new:
        connection.execute(insert(_plain(source)), new)


def _is_there(connection: Connection, source: Table, values: Mapping[str, Any]) -> bool:
    """A batch or a dossier may be there from another bag; it must say the same. Raises `BagConflicts`."""
    plain = _plain(source)
    key = [plain.c[one.name] == values[one.name] for one in source.primary_key.columns]
    row = connection.execute(select(plain).where(*key)).mappings().one_or_none()
    if row is None:
        return False
    if _comparable(source, dict(row)) != values:
        raise BagConflicts(f"{source.name}")
    return True


def _comparable(source: Table, values: dict[str, Any]) -> dict[str, Any]:
    """SQLite keeps a truth value as a number."""
    flags = {one.name for one in source.columns if isinstance(one.type, Boolean)}
    return {
        name: bool(value) if name in flags and value is not None else value
        for name, value in values.items()
    }


def _waiting(lines: Lines) -> Iterator[tuple[str, str, str]]:
    for one in dicts_of(lines):
        if one["status"] == "needs_check":
            kind = json.loads(one["description"])["verdict"]["type_code"]
            yield one["id"], one["scan_id"], kind


def _ids(
    connection: Connection, source: Table, by: str, values: Sequence[str], wanted: str
) -> list[str]:
    found: set[str] = set()
    for some in _some(values):
        query = select(source.c[wanted]).where(source.c[by].in_(some)).distinct()
        found.update(one for one in connection.execute(query).scalars() if one is not None)
    return sorted(found)


def _some(values: Sequence[_T], *, at_once: int = _AT_ONCE) -> Iterator[Sequence[_T]]:
    for begin in range(0, len(values), at_once):
        yield values[begin : begin + at_once]


def _plain(source: Table) -> TableClause:
    """Columns without their types: what is stored, not what it means."""
    return table(source.name, *(column(one.name) for one in source.columns))


def _begin(day: date) -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T00:00:00+07:00")


def said_of(entry: LedgerEntry) -> dict[str, Any]:
    """An entry without its place in the chain, which is another one there."""
    return {
        "at": utc_text(entry.at),
        "event": entry.event,
        "subject": entry.subject,
        "actor": entry.actor,
        "data": dict(entry.data),
    }
