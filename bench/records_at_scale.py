"""A catalogue of as many records as a province has, from drawn rows, and how long its two everyday questions take.

Rows are written as the catalogue would have left them, many at a time and without a ledger: what is measured reads records,
their words and their owners, and filing a million papers one by one takes a day. Words are drawn as often as Vietnamese uses
them, each paper begins with the same national heading, and people have the names that people have: what is hard for an
inverted index is a word that every paper has beside one that few have.

    python -m bench.records_at_scale 100000 catalogue.sqlite     # or postgresql://…
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path

from sqlalchemy import Connection, Table, insert, text
from wordfreq import top_n_list, word_frequency

from digitize.model import DocumentId, ScanId
from digitize.rows import Owner, OwnerKind
from storage import ids, keys, schema, search
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_postgres
from storage.folding import fold

CHUNK = 5_000
_BEGUN = datetime(2021, 1, 4, 1, tzinfo=UTC)
_NATIONAL_HEADING = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
_TITLES = (
    "Giấy khai sinh",
    "Giấy chứng nhận kết hôn",
    "Quyết định cấp giấy chứng nhận quyền sử dụng đất",
    "Quyết định về việc hòa giải",
    "Giấy phép xây dựng nhà ở riêng lẻ",
    "Giấy chứng nhận đăng ký hộ kinh doanh",
    "Công văn trả lời kiến nghị",
    "Trích lục khai tử",
)
_FAMILIES = (
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
_MIDDLES = (
    "Văn",
    "Văn",
    "Thị",
    "Thị",
    "Hữu",
    "Đức",
    "Minh",
    "Ngọc",
    "Thanh",
    "Quang",
    "Xuân",
    "Thu",
    "Hồng",
    "Đình",
)
_GIVEN = (
    "An",
    "Anh",
    "Bình",
    "Châu",
    "Cường",
    "Dũng",
    "Đạt",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hòa",
    "Hùng",
    "Huệ",
    "Khánh",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
    "Tâm",
    "Thảo",
    "Trang",
    "Tuấn",
    "Yến",
)
_WORDS_OF_A_PAPER = (60, 260)
_RECORDS_OF_AN_OWNER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How long answers took, 95 of 100 at most, in milliseconds."""

    records: int
    owner_p95_ms: float
    search_p95_ms: float
    slowest_search: str
    """The kind of question that took longest at p95, with its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    number: int
    title: str
    reference: str
    name: str
    owner: Owner
    body: str
    filed_at: datetime


def fill(database: Database, count: int, *, seed: int = 5) -> None:
    """Make an empty catalogue one of `count` filed records; the same ones for the same seed."""
    with _index_after(database):
        drawn = islice(_papers(seed), count)
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
    owners = [_owner(chance.randrange(records)) for _ in range(questions)]
    asked = [_question(chance, records) for _ in range(questions)]
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


# ---- drawing ------------------------------------------------------------------------------------


def _papers(seed: int) -> Iterator[_Drawn]:
    words = [word for word in top_n_list("vi", 6_000) if word.isalpha()]
    weights = list(accumulate(word_frequency(word, "vi") for word in words))
    number = 0
    while True:
        number += 1
        chance = random.Random(f"{seed} {number}")
        owner, title, reference = _owner(number), _TITLES[number % len(_TITLES)], _reference(number)
        said = chance.choices(words, cum_weights=weights, k=chance.randint(*_WORDS_OF_A_PAPER))
        yield _Drawn(
            number=number,
            title=f"{title} {owner.name}",
            reference=reference,
            name=owner.name,
            owner=owner,
            body=f"{_NATIONAL_HEADING}Số: {reference}\n{title}\nÔng (bà): {owner.name}, số định danh {owner.number}\n{' '.join(said)}",
            filed_at=_BEGUN + timedelta(seconds=60 * number),
        )


def _owner(number: int) -> Owner:
    """The owner of a record: several records in a row are one person's."""
    person = number // _RECORDS_OF_AN_OWNER
    chance = random.Random(f"person {person}")
    name = " ".join(chance.choice(part) for part in (_FAMILIES, _MIDDLES, _GIVEN))
    return Owner(kind=OwnerKind.CITIZEN, number=f"044{200_000_000 + person:09d}", name=name)


def _reference(number: int) -> str:
    return f"{1 + number % 9_000}/{('QĐ-UBND', 'GCN-UBND', 'TB-VP', 'GPXD')[number % 4]}"


def _question(chance: random.Random, records: int) -> tuple[str, str]:
    """What people type: mostly names and numbers, now and then a word that a third of all papers have."""
    number = chance.randint(1, records)
    owner, title = _owner(number), _TITLES[number % len(_TITLES)]
    asked = {
        "name": owner.name,
        "name without signs": fold(owner.name),
        "reference": _reference(number),
        "reference and name": f"{_reference(number)} {owner.name}",
        "id": owner.number,
        "title": title,
        "title and name": f"{fold(title)} {fold(owner.name)}",
        "word": chance.choice(("quyết định", "đất", "hoa", "trẻ", "số", "Việt Nam")),
    }
    kind = chance.choices(tuple(asked), weights=(6, 4, 4, 2, 4, 2, 4, 1))[0]
    return kind, asked[kind]


# ---- writing ------------------------------------------------------------------------------------


def _rows(papers: Sequence[_Drawn]) -> Mapping[Table, Sequence[Mapping[str, object]]]:
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


def _scan_id(paper: _Drawn) -> ScanId:
    return ScanId(sha256(f"drawn {paper.number}".encode()).hexdigest())


def _document_id(paper: _Drawn) -> DocumentId:
    return ids.document_id(_scan_id(paper), 0)


def _record_id(paper: _Drawn) -> str:
    return ids.record_id(_document_id(paper))


def _batch_id(paper: _Drawn) -> str:
    return f"drawn-{(paper.number - 1) // CHUNK}"


def _batch(paper: _Drawn) -> Mapping[str, object]:
    return {
        "id": _batch_id(paper),
        "agency": "H46.1",
        "channel": "import",
        "opened_at": paper.filed_at,
        "priority": 9,
    }


def _scan(paper: _Drawn) -> Mapping[str, object]:
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


def _document(paper: _Drawn) -> Mapping[str, object]:
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


def _page(paper: _Drawn) -> Mapping[str, object]:
    return {
        "scan_id": _scan_id(paper),
        "page_index": 0,
        "state": "filed",
        "outcome": "read",
        "document_id": _document_id(paper),
        "reading_sha256": _scan_id(paper),
        "attempts": 1,
    }


def _record(paper: _Drawn) -> Mapping[str, object]:
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


def _load_search(connection: Connection, papers: Sequence[_Drawn]) -> None:
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
