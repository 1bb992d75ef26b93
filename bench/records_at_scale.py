"""A catalogue of as many records as a province has, from drawn rows, and how long its two everyday questions take.

Rows are written as the catalogue would have left them, many at a time and without a ledger: what is measured reads records,
their words and their owners, and filing a million papers one by one takes a day. What the
papers say is drawn in `drawn_records.py`.

    python -m bench.records_at_scale 100000 catalogue.sqlite     # or postgresql://…
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Table, insert, text

from bench.drawn_records import DrawnRecord, drawn_records, owner_of, question
from digitize.model import DocumentId, ScanId
from storage import ids, keys, schema, search
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_postgres

CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How long answers took, 95 of 100 at most, in milliseconds."""

    records: int
    owner_p95_ms: float
    search_p95_ms: float
    slowest_search: str
    """The kind of question that took longest at p95, with its time."""


def fill(database: Database, count: int, *, seed: int = 5) -> None:
    """Make an empty catalogue one of `count` filed records; the same ones for the same seed."""
    with _index_after(database):
        drawn = islice(drawn_records(seed), count)
        while papers := list(islice(drawn, CHUNK)):
            with database.writing() as connection:
                for table, rows in _rows(papers).items():
                    _load(connection, table, rows)
                _load_search(connection, papers)


def measure(
    catalogue: SqlCatalogue, *, records: int, questions: int = 400, seed: int = 7
) -> Answers:
    """Ask for owners and for words as people do. The catalogue must be one that `fill` made with its default seed."""
    chance = random.Random(seed)
    owners = [owner_of(chance.randrange(records)) for _ in range(questions)]
    asked = [question(chance, records) for _ in range(questions)]
    for _kind, words in asked[:20]:  # a server that has just started reads its disk first
        catalogue.find(words)
    found = [(kind, _milliseconds(catalogue.find, words)) for kind, words in asked]
    by_kind = {kind: _p95([ms for one, ms in found if one == kind]) for kind, _ in found}
    slowest = max(by_kind, key=lambda kind: by_kind[kind])
    return Answers(
        records=records,
        owner_p95_ms=_p95([_milliseconds(catalogue.records_of, owner) for owner in owners]),
        search_p95_ms=_p95([ms for _, ms in found]),
        slowest_search=f"{slowest}: {by_kind[slowest]} ms",
    )


# ---- writing ------------------------------------------------------------------------------------


def _rows(papers: Sequence[DrawnRecord]) -> Mapping[Table, Sequence[Mapping[str, object]]]:
    """In the order in which the tables name each other."""
    return {
        schema.batches: [_batch(paper) for paper in papers if paper.number % CHUNK == 1],
        schema.scans: [_scan(paper) for paper in papers],
        schema.documents: [_document(paper) for paper in papers],
        schema.pages: [_page(paper) for paper in papers],
        schema.records: [_record(paper) for paper in papers],
        schema.record_texts: [
            {
                "number": paper.number,
                "record_id": _record_id(paper),
                "heading": f"{paper.title}\n{paper.reference}",
                "body": paper.body,
            }
            for paper in papers
        ],
    }


def _scan_id(paper: DrawnRecord) -> ScanId:
    return ScanId(sha256(f"drawn {paper.number}".encode()).hexdigest())


def _document_id(paper: DrawnRecord) -> DocumentId:
    return ids.document_id(_scan_id(paper), 0)


def _record_id(paper: DrawnRecord) -> str:
    return ids.record_id(_document_id(paper))


def _batch_id(paper: DrawnRecord) -> str:
    return f"drawn-{(paper.number - 1) // CHUNK}"


def _batch(paper: DrawnRecord) -> Mapping[str, object]:
    return {
        "id": _batch_id(paper),
        "agency": "H46.1",
        "channel": "import",
        "opened_at": paper.filed_at,
        "priority": 9,
    }


def _scan(paper: DrawnRecord) -> Mapping[str, object]:
    return {
        "id": _scan_id(paper),
        "batch_id": _batch_id(paper),
        "source": f"{paper.number}.pdf",
        "kind": "pdf",
        "size_bytes": 250_000,
        "page_count": 1,
        "traits": "[]",
        "state": "separated",
        "received_at": paper.filed_at,
        "receipted_at": paper.filed_at,
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


def _page(paper: DrawnRecord) -> Mapping[str, object]:
    return {
        "scan_id": _scan_id(paper),
        "page_index": 0,
        "state": "filed",
        "outcome": "read",
        "document_id": _document_id(paper),
        "reading_sha256": _scan_id(paper),
        "attempts": 1,
    }


def _record(paper: DrawnRecord) -> Mapping[str, object]:
    return {
        "id": _record_id(paper),
        "version": 1,
        "is_current": True,
        "document_id": _document_id(paper),
        "title": paper.title,
        "type_code": "quyet_dinh",
        "fields": json.dumps({"reference": paper.reference}),
        "owner_kind": paper.owner.kind,
        "owner_number": paper.owner.number,
        "owner_name": paper.owner.name,
        "pdf_key": keys.sealed(_document_id(paper)),
        "pdf_sha256": _scan_id(paper),
        "filed_at": paper.filed_at,
    }


def _load(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _load_search(connection: Connection, papers: Sequence[DrawnRecord]) -> None:
    search.add_all(
        connection,
        [(paper.number, f"{paper.title}\n{paper.reference}", paper.body) for paper in papers],
    )


@contextmanager
def _index_after(database: Database) -> Iterator[None]:
    """PostgreSQL makes an inverted index of all rows in a tenth of the time of adding to it row by row."""
    with database.reading() as connection:
        is_postgres = connection.dialect.name == "postgresql"
    if not is_postgres:
        yield
        return
    with database.writing() as connection:
        named = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'record_search_by%'"
        )
        inverted = connection.execute(text(named)).all()
        for index in inverted:
            connection.execute(text(f"DROP INDEX {index.indexname}"))
    yield
    with database.writing() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        for index in inverted:
            connection.execute(text(index.indexdef))
        counted = "SELECT setval('record_texts_number_seq', (SELECT max(number) FROM record_texts))"
        connection.execute(text(counted))
        connection.execute(text("ANALYZE"))


# ---- measuring ----------------------------------------------------------------------------------


def _milliseconds(ask: Callable[..., object], *asked: object) -> float:
    begun = time.perf_counter()
    ask(*asked)
    return (time.perf_counter() - begun) * 1000


def _p95(times: Sequence[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.95)], 2)


def main() -> None:
    """Fill the database of the second word with as many records as the first says, where it is empty; measure it."""
    count, place = int(sys.argv[1]), sys.argv[2]
    database = open_postgres(place) if place.startswith("postgres") else open_database(Path(place))
    with database.reading() as connection:
        is_empty = not connection.execute(text("SELECT 1 FROM records LIMIT 1")).first()
    if is_empty:
        begun = time.perf_counter()
        fill(database, count)
        print(f"filled in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    print(measure(SqlCatalogue(database), records=count))
    database.close()


if __name__ == "__main__":
    main()
