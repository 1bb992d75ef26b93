"""Drawn records into the rows that the catalogue would have left of them, many at a time and without a ledger.

Filing a million papers one by one takes a day. The rows of scans, documents and records are written in bulk, by each
database's own way (none of pages and arrivals, which no look-up here asks); texts, facets and terms come from the functions that file a record.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, text

from bench.drawn_records import AGENCIES, DrawnRecord, drawn_records
from digitize.model import DocumentId, ScanId
from storage import ids, keys, schema, search
from storage.database import Database
from storage.facets import facets
from storage.schema import utc_text
from storage.search_postgres import vector
from storage.search_terms import Findable

CHUNK = 5_000
_Rows = Sequence[Mapping[str, object]]


def fill(database: Database, count: int, *, seed: int = 5) -> None:
    """Make an empty catalogue one of `count` filed records; the same ones for the same seed."""
    with database.reading() as connection:
        loading = _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE
    with database.writing() as connection:
        loading.begin(connection)
    drawn = islice(drawn_records(seed), count)
    while papers := list(islice(drawn, CHUNK)):
        with database.writing() as connection:
            texts = [findable(paper) for paper in papers]
            for table, rows in _rows(papers, texts).items():
                loading.add(connection, table.name, rows)
            loading.add_terms(connection, texts)
    with database.writing() as connection:
        loading.end(connection)


def findable(paper: DrawnRecord) -> Findable:
    """As the index is given it when a record is filed."""
    return Findable(
        number=paper.number,
        heading="\n".join((paper.title, *paper.fields.values())),
        body=paper.body,
        facets=facets(
            type_code=paper.type_code,
            agencies=[paper.agency],
            owner=paper.owner,
            fields=paper.fields,
            filed_at=paper.filed_at,
        ),
    )


class _Sqlite:
    """One statement for all rows of a table, by the driver itself."""

    def begin(self, connection: Connection) -> None:
        connection.execute(text("PRAGMA cache_size = -500000"))

    def add(self, connection: Connection, table: str, rows: _Rows) -> None:
        if rows:
            names = list(rows[0])
            marks = ", ".join("?" * len(names))
            said = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            connection.exec_driver_sql(said, [tuple(row.values()) for row in rows])

    def add_terms(self, connection: Connection, texts: Sequence[Findable]) -> None:
        search.add_all(connection, texts)

    def end(self, connection: Connection) -> None:
        connection.execute(text("ANALYZE"))


class _Postgres:
    """COPY; an inverted index of all rows is made in a fraction of the time of adding to it row by row."""

    _INDEX = "record_search_by_terms"

    def begin(self, connection: Connection) -> None:
        named = text("SELECT indexdef FROM pg_indexes WHERE indexname = :name")
        self._made_by = connection.execute(named, {"name": self._INDEX}).scalar_one()
        connection.execute(text(f"DROP INDEX {self._INDEX}"))

    def add(self, connection: Connection, table: str, rows: _Rows) -> None:
        if rows:
            self._copy(connection, table, list(rows[0]), (tuple(row.values()) for row in rows))

    def add_terms(self, connection: Connection, texts: Sequence[Findable]) -> None:
        rows = ((found.number, vector(found)) for found in texts)
        self._copy(connection, "record_search", ["number", "terms"], rows)

    def end(self, connection: Connection) -> None:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        connection.execute(text(self._made_by))
        counted = "SELECT setval('record_texts_number_seq', (SELECT max(number) FROM record_texts))"
        connection.execute(text(counted))
        connection.execute(text("ANALYZE"))

    def _copy(
        self,
        connection: Connection,
        table: str,
        names: Sequence[str],
        rows: Iterable[tuple[object, ...]],
    ) -> None:
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


_SQLITE, _POSTGRES = _Sqlite(), _Postgres()


# ---- rows ---------------------------------------------------------------------------------------


def _rows(papers: Sequence[DrawnRecord], texts: Sequence[Findable]) -> Mapping[Table, _Rows]:
    """In the order in which the tables name each other."""
    return {
        schema.batches: _batches(papers[0]),
        schema.scans: [_scan(paper) for paper in papers],
        schema.documents: [_document(paper) for paper in papers],
        schema.records: [_record(paper) for paper in papers],
        schema.lives: [_life(paper) for paper in papers if paper.number % _REVOKED == 0],
        schema.record_texts: [
            _text(paper, kept) for paper, kept in zip(papers, texts, strict=True)
        ],
    }


def _scan_id(paper: DrawnRecord) -> ScanId:
    return ScanId(sha256(f"drawn {paper.number}".encode()).hexdigest())


def _document_id(paper: DrawnRecord) -> DocumentId:
    return ids.document_id(_scan_id(paper), 0)


def _record_id(paper: DrawnRecord) -> str:
    return ids.record_id(_document_id(paper))


def _batch_id(paper: DrawnRecord, agency: str) -> str:
    return f"drawn-{(paper.number - 1) // CHUNK}-{agency}"


def _batches(first: DrawnRecord) -> _Rows:
    """One of every agency for each chunk."""
    return [
        {
            "id": _batch_id(first, agency),
            "agency": agency,
            "channel": "import",
            "opened_at": utc_text(first.filed_at),
            "priority": 9,
        }
        for agency in AGENCIES
    ]


def _scan(paper: DrawnRecord) -> Mapping[str, object]:
    at = utc_text(paper.filed_at)
    return {
        "id": _scan_id(paper),
        "batch_id": _batch_id(paper, paper.agency),
        "source": f"{paper.number}.pdf",
        "kind": "pdf",
        "size_bytes": 250_000,
        "page_count": 1,
        "traits": "[]",
        "state": "separated",
        "received_at": at,
        "receipted_at": at,
        "priority": 9,
    }


def _document(paper: DrawnRecord) -> Mapping[str, object]:
    return {
        "id": _document_id(paper),
        "scan_id": _scan_id(paper),
        "page_indexes": "[0]",
        "status": "filed",
        "version": 6,
        "searchable_key": keys.searchable(_document_id(paper)),
        "searchable_sha256": _scan_id(paper),
        "sealed_key": keys.sealed(_document_id(paper)),
        "sealed_sha256": _scan_id(paper),
        "record_id": _record_id(paper),
    }


def _record(paper: DrawnRecord) -> Mapping[str, object]:
    return {
        "id": _record_id(paper),
        "version": 1,
        "is_current": True,
        "document_id": _document_id(paper),
        "title": paper.title,
        "type_code": paper.type_code,
        "fields": json.dumps(paper.fields, ensure_ascii=False),
        "owner_kind": str(paper.owner.kind),
        "owner_number": paper.owner.number,
        "owner_name": paper.owner.name,
        "pdf_key": keys.sealed(_document_id(paper)),
        "pdf_sha256": _scan_id(paper),
        "filed_at": utc_text(paper.filed_at),
    }


_REVOKED = 20
"""One of so many papers is revoked."""


def _life(paper: DrawnRecord) -> Mapping[str, object]:
    return {
        "record_id": _record_id(paper),
        "version": 1,
        "is_current": True,
        "state": "revoked",
        "reason": "",
        "set_by": "drawn",
        "set_at": utc_text(paper.filed_at),
        "is_said": False,
    }


def _text(paper: DrawnRecord, kept: Findable) -> Mapping[str, object]:
    return {
        "number": kept.number,
        "record_id": _record_id(paper),
        "heading": kept.heading,
        "body": kept.body,
        "facets": kept.facets,
    }
