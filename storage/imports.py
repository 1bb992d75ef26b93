"""The rows of an import in the catalogue: what the register said, the file it found, the scan that became of it.

Row 0 is the register itself, written when all its rows are there; rows below 0 are files that no row names; the others
carry the number they have in the register. Everything is walked in pages: a register may have a million rows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from digitize.errors import NotFound
from digitize.model import BatchId, ScanId
from digitize.rows import ScanState
from digitize.status import DocumentStatus
from storage.database import Database
from storage.schema import batches, documents, import_rows, scans
from storage.turns import take_turns_at_batch

PAGE = 500
"""Rows a query gives at most."""
_REGISTER = 0
_SETTLED = (
    DocumentStatus.NEEDS_CHECK,
    DocumentStatus.TO_SIGN,
    DocumentStatus.FILED,
    DocumentStatus.REJECTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    number: int
    said: Mapping[str, str]
    """Column → text as the register has it; `file` among them."""
    path: str | None = None
    """The file that was found, below the folder of files."""
    scan_id: ScanId | None = None
    """Hash of that file, noted before it is taken into custody."""
    error_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A row whose file has the bytes of another row's, or of what was held before the import."""

    number: int
    path: str
    other_number: int | None = None
    other: str = ""
    """The other row's file; the batch in which the bytes came first."""


class Imports:
    """The rows of all imports. Safe to share between threads, like the database it stands on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self, batch_id: BatchId, rows: Iterable[ImportRow], *, about: Mapping[str, str]
    ) -> int:
        """Write down the register; how many rows it has. Interrupted and begun again, it is the same register once.

        With another `about` (its columns are understood otherwise now) it is written down anew.
        """
        known = self._register(batch_id)
        if known is None or known.said != about:
            if known is not None:
                self._forget(batch_id)
            source = iter(rows)
            while page := list(islice(source, PAGE)):
                self._add(batch_id, page)
            self._add(batch_id, [ImportRow(number=_REGISTER, said=about)])
        return self.count(batch_id)

    def about(self, batch_id: BatchId) -> Mapping[str, str]:
        """What was said of the register itself; raises `NotFound` for a batch that is no import."""
        register = self._register(batch_id)
        if register is None:
            raise NotFound(f"import {batch_id}")
        return register.said

    def left(self, batch_id: BatchId) -> int:
        """How many rows `to_do` has."""
        return self._count_with_scan(batch_id, _TO_DO)

    def unread(self, batch_id: BatchId) -> int:
        """Rows whose scan is in custody and has a step left that needs no person."""
        return self._count_with_scan(batch_id, _UNSETTLED)

    def count(self, batch_id: BatchId) -> int:
        query = select(func.count()).where(_in(batch_id), import_rows.c.row_number > 0)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def rows(self, batch_id: BatchId) -> Iterator[ImportRow]:
        """Every row of the register in order."""
        return self._walk(select(import_rows).where(_in(batch_id)))

    def to_do(self, batch_id: BatchId) -> Iterator[ImportRow]:
        """Rows whose file is not in custody, or whose scan has a step left that needs no person; in order."""
        query = select(import_rows).select_from(_WITH_SCAN).where(_in(batch_id), _TO_DO)
        return self._walk(query)

    def note(
        self,
        batch_id: BatchId,
        number: int,
        *,
        path: str | None = None,
        scan_id: ScanId | None = None,
        error_code: str | None = None,
    ) -> None:
        """What became of a row, in place of what was noted before."""
        values = {"path": path, "scan_id": scan_id, "error_code": error_code}
        row = {"batch": batch_id, "row": number}
        with self._database.writing() as connection:
            connection.execute(_NOTE, {**row, **values})

    def note_unnamed(self, batch_id: BatchId, files: Iterable[tuple[str, str]]) -> None:
        """Paths, each with an error code, that are in the folder and in no row; in place of those noted before."""
        here = and_(_in(batch_id), import_rows.c.row_number < _REGISTER)
        with self._database.writing() as connection:
            connection.execute(delete(import_rows).where(here))
        numbered = enumerate(files, 1)
        while page := list(islice(numbered, PAGE)):  # short transactions: counters write too
            rows = [
                ImportRow(number=-number, said={}, path=path, error_code=code)
                for number, (path, code) in page
            ]
            with self._database.writing() as connection:
                connection.execute(insert(import_rows), [_values(batch_id, row) for row in rows])

    def unnamed(self, batch_id: BatchId) -> Iterator[ImportRow]:
        """Files that no row names, by path."""
        after = ""
        query = select(import_rows).where(_in(batch_id), import_rows.c.row_number < _REGISTER)
        while True:
            page = query.where(import_rows.c.path > after).order_by(import_rows.c.path)
            found = self._page(page)
            if not found:
                return
            yield from found
            after = found[-1].path or ""

    def same_bytes(self, batch_id: BatchId) -> Iterator[Twin]:
        """Rows whose bytes an earlier row has, then rows whose bytes came in another batch first."""
        first = _first_rows(batch_id)
        columns = (import_rows, scans.c.batch_id.label("first_batch"), first.c.first_row)
        query = (
            select(*columns)
            .join(scans, scans.c.id == import_rows.c.scan_id)
            .join(first, first.c.scan_id == import_rows.c.scan_id)
            .where(
                _in(batch_id),
                or_(first.c.first_row < import_rows.c.row_number, scans.c.batch_id != batch_id),
            )
            .order_by(import_rows.c.row_number)
            .limit(PAGE)
        )
        after = _REGISTER
        while True:
            with self._database.reading() as connection:
                found = connection.execute(query.where(import_rows.c.row_number > after)).all()
            if not found:
                return
            yield from (self._twin(row) for row in found)
            after = found[-1].row_number

    def _twin(self, row: Row[tuple[object, ...]]) -> Twin:
        if row.first_row < row.row_number:
            other = self._path_of(row.batch_id, row.first_row)
            return Twin(
                number=row.row_number, path=row.path or "", other_number=row.first_row, other=other
            )
        return Twin(number=row.row_number, path=row.path or "", other=row.first_batch)

    def _path_of(self, batch_id: BatchId, number: int) -> str:
        query = select(import_rows.c.path).where(_in(batch_id), import_rows.c.row_number == number)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one() or ""

    def said_of(self, scan_id: ScanId) -> Mapping[str, str] | None:
        """What the newest register that names this scan says of it; None where none does, or two rows of it do."""
        with self._database.asking() as connection:
            found = connection.execute(_NAMING, {"scan": scan_id}).all()
        if not found or (len(found) > 1 and found[0].batch_id == found[1].batch_id):
            return None
        return _row(found[0]).said

    def _count_with_scan(self, batch_id: BatchId, condition: ColumnElement[bool]) -> int:
        rows = select(func.count()).select_from(_WITH_SCAN)
        query = rows.where(_in(batch_id), import_rows.c.row_number > _REGISTER, condition)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def _walk(self, query: Select[tuple[object, ...]]) -> Iterator[ImportRow]:
        after = _REGISTER
        while True:
            page = query.where(import_rows.c.row_number > after).order_by(import_rows.c.row_number)
            found = self._page(page)
            if not found:
                return
            yield from found
            after = found[-1].number

    def _page(self, query: Select[tuple[object, ...]]) -> Sequence[ImportRow]:
        with self._database.reading() as connection:
            return [_row(row) for row in connection.execute(query.limit(PAGE))]

    def _register(self, batch_id: BatchId) -> ImportRow | None:
        query = select(import_rows).where(_in(batch_id), import_rows.c.row_number == _REGISTER)
        with self._database.reading() as connection:
            found = connection.execute(query).one_or_none()
        return None if found is None else _row(found)

    def _forget(self, batch_id: BatchId) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(import_rows).where(_in(batch_id)))

    def _add(self, batch_id: BatchId, rows: Sequence[ImportRow]) -> None:
        with self._database.writing() as connection:
            take_turns_at_batch(connection, batch_id)
            held = _held(connection, batch_id, rows)
            new = [_values(batch_id, row) for row in rows if row.number not in held]
            if new:
                connection.execute(insert(import_rows), new)


_WITH_SCAN = import_rows.outerjoin(scans, scans.c.id == import_rows.c.scan_id)
_MOVING = select(documents.c.scan_id).where(
    documents.c.scan_id == scans.c.id, documents.c.status.not_in(_SETTLED)
)
_UNSETTLED = or_(
    scans.c.state == ScanState.RECEIVED,
    and_(scans.c.state == ScanState.SEPARATED, _MOVING.exists()),
)

# Made once and so compiled once; every file asks and says these.
_NOTE = update(import_rows).where(
    import_rows.c.batch_id == bindparam("batch"), import_rows.c.row_number == bindparam("row")
)
_NAMING = (
    select(import_rows)
    .join(batches, batches.c.id == import_rows.c.batch_id)
    .where(import_rows.c.scan_id == bindparam("scan"), import_rows.c.row_number > _REGISTER)
    .order_by(batches.c.opened_at.desc(), import_rows.c.batch_id, import_rows.c.row_number)
    .limit(2)
)
_TO_DO = or_(scans.c.id.is_(None), _UNSETTLED)


def _held(connection: Connection, batch_id: BatchId, rows: Sequence[ImportRow]) -> set[int]:
    query = select(import_rows.c.row_number).where(
        _in(batch_id), import_rows.c.row_number.between(rows[0].number, rows[-1].number)
    )
    return set(connection.execute(query).scalars())


def _in(batch_id: BatchId) -> ColumnElement[bool]:
    return import_rows.c.batch_id == batch_id


def _first_rows(batch_id: BatchId) -> Subquery:
    """Every scan of the import with the first row that names it.

    Gathered in one walk over the rows: asked for row by row, SQLite looks through the whole import each time.
    """
    rows = select(import_rows.c.scan_id, func.min(import_rows.c.row_number).label("first_row"))
    named = rows.where(_in(batch_id), import_rows.c.scan_id.is_not(None))
    return named.group_by(import_rows.c.scan_id).subquery()


def _values(batch_id: BatchId, row: ImportRow) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "row_number": row.number,
        "said": json.dumps(dict(row.said), ensure_ascii=False),
        "path": row.path,
        "scan_id": row.scan_id,
        "error_code": row.error_code,
    }


def _row(row: Row[tuple[object, ...]]) -> ImportRow:
    return ImportRow(
        number=row.row_number,
        said=json.loads(row.said),
        path=row.path,
        scan_id=None if row.scan_id is None else ScanId(row.scan_id),
        error_code=row.error_code,
    )
