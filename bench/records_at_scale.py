"""A catalogue of as many records as a province has, from drawn rows, and how long its everyday questions take.

    python -m bench.records_at_scale 1000000 catalogue.sqlite [ROUNDS]     # or postgresql://…

fills it where it is empty (drawn_rows.py), then asks. What the papers say and what people type is drawn in `drawn_records.py`.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from bench.drawn_records import AGENCIES, DrawnPaper, Question, owner_of, question
from bench.drawn_rows import fill
from bench.holdings_at_scale import holdings_p95_ms, some_owners
from digitize.searching import SearchFilters
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_postgres
from storage.schema import record_texts

_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How long answers took, 95 of 100 at most, in milliseconds."""

    records: int
    owner_p95_ms: float
    holdings_p95_ms: float
    """Whether an owner holds five types, whichever agency filed them, with the question's entry in the ledger."""
    search_p95_ms: float
    search_by_kind_p95_ms: Mapping[str, float]
    filtered_p95_ms: float
    """The same questions with one to three filters, among them a range of days and an agency."""
    next_page_p95_ms: float
    load: float
    """Of the machine, the last minute's mean of waiting processes."""

    @property
    def slowest_search(self) -> str:
        """The kind of question that took longest at p95, with its time."""
        kind = max(self.search_by_kind_p95_ms, key=lambda one: self.search_by_kind_p95_ms[one])
        return f"{kind}: {self.search_by_kind_p95_ms[kind]} ms"


def measure(database: Database, *, records: int, questions: int = 400, seed: int = 7) -> Answers:
    """Ask for owners and for words as people do, of a catalogue that `fill` made."""
    catalogue, chance = SqlCatalogue(database), random.Random(seed)
    owners = [owner_of(chance.randint(1, records)) for _ in range(questions)]
    asked = [question(chance, paper) for paper in _papers(database, chance, records, questions)]
    for one in asked[:20]:  # a server that has just started reads its disk first
        catalogue.search(one.words)
    found = [(one.kind, _milliseconds(partial(catalogue.search, one.words))) for one in asked]
    return Answers(
        records=records,
        owner_p95_ms=_p95([_milliseconds(partial(catalogue.records_of, o)) for o in owners]),
        holdings_p95_ms=holdings_p95_ms(database, some_owners(records, count=questions)),
        search_p95_ms=_p95([ms for _, ms in found]),
        search_by_kind_p95_ms=_by_kind(found),
        filtered_p95_ms=_p95(list(_filtered(catalogue, chance, asked))),
        next_page_p95_ms=_p95(list(_next_pages(catalogue, asked))),
        load=round(os.getloadavg()[0], 1),
    )


def _papers(
    database: Database, chance: random.Random, records: int, count: int
) -> Iterator[DrawnPaper]:
    """Some of the filed papers, as they are kept: people look for what they know of one."""
    numbers = [chance.randint(1, records) for _ in range(count)]
    query = select(record_texts.c.number, record_texts.c.heading, record_texts.c.body)
    with database.reading() as connection:
        for row in connection.execute(query.where(record_texts.c.number.in_(numbers))):
            title, reference = row.heading.split("\n")[:2]
            yield DrawnPaper(
                title=title, reference=reference, owner=owner_of(row.number), body=row.body
            )


def _filtered(
    catalogue: SqlCatalogue, chance: random.Random, asked: Sequence[Question]
) -> Iterator[float]:
    for one in asked:
        filters = _some_filters(chance)
        yield _milliseconds(partial(catalogue.search, one.words, filters=filters))


def _some_filters(chance: random.Random) -> SearchFilters:
    begin = date(2012, 1, 2) + timedelta(days=chance.randrange(4_000))
    end = begin + timedelta(days=chance.choice((30, 400, 1_000)))
    return chance.choice(
        (
            SearchFilters(agency=chance.choice(AGENCIES)),
            SearchFilters(agency=chance.choice(AGENCIES), type_codes=("quyet_dinh",)),
            SearchFilters(issued_from=begin, issued_to=end),
            SearchFilters(agency=chance.choice(AGENCIES), filed_from=date(2021, 6, 17)),
            SearchFilters(
                agency=chance.choice(AGENCIES), type_codes=("cong_van", "quyet_dinh"), issued_to=end
            ),
        )
    )


def _next_pages(catalogue: SqlCatalogue, asked: Sequence[Question]) -> Iterator[float]:
    for one in asked:
        after = catalogue.search(one.words, limit=_PAGE).after
        if after is not None:
            yield _milliseconds(partial(catalogue.search, one.words, after=after, limit=_PAGE))


def _by_kind(found: Sequence[tuple[str, float]]) -> Mapping[str, float]:
    return {kind: _p95([ms for one, ms in found if one == kind]) for kind, _ in found}


def _milliseconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def _p95(times: Sequence[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.95)], 2)


def main() -> None:
    """Fill the database of the second word with as many records as the first says, where it is empty; measure it."""
    count, place = int(sys.argv[1]), sys.argv[2]
    database = open_postgres(place) if place.startswith("postgres") else open_database(Path(place))
    with database.reading() as connection:
        is_empty = not connection.execute(select(record_texts.c.number).limit(1)).first()
    if is_empty:
        begun = time.perf_counter()
        fill(database, count)
        print(f"filled in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    for _ in range(int(sys.argv[3]) if len(sys.argv) > 3 else 1):
        print(measure(database, records=count))
    database.close()


if __name__ == "__main__":
    main()
