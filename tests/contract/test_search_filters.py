"""Search narrowed by filters and read page by page: the same hits in the same order on every database."""

from collections.abc import Iterator
from datetime import date

import pytest
from storage_factories import CITIZEN, NOW, filed

from digitize.rows import Owner, OwnerKind
from digitize.searching import SearchCursor, SearchFilters
from storage import search
from storage.catalogue import SqlCatalogue
from storage.folding import query_terms
from storage.search_terms import Findable

OTHER = Owner(kind=OwnerKind.CITIZEN, number="001200000001", name="Trần Văn An")


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (SearchFilters(type_codes=("cong_van", "quyet_dinh")), True),
        (SearchFilters(type_codes=("cong_van",)), False),
        (SearchFilters(agency="H46.1"), True),
        (SearchFilters(agency="H46"), False),
        (SearchFilters(agency="h46.1"), False),
        (SearchFilters(owner=CITIZEN), True),
        (SearchFilters(owner=OTHER), False),
        (SearchFilters(filed_from=NOW.date(), filed_to=NOW.date()), True),
        (SearchFilters(filed_to=date(2026, 3, 1)), False),
        (SearchFilters(issued_from=date(1900, 1, 1)), False),
        (SearchFilters(fields=(("reference", "2311/qd-ubnd"),)), True),
        (SearchFilters(fields=(("reference", "2311"),)), False),
        (SearchFilters(agency="H46.1", owner=OTHER), False),
    ],
    ids=str,
)
def test_every_filter_must_pass(
    catalogue: SqlCatalogue, filters: SearchFilters, passes: bool
) -> None:
    record = filed(catalogue)
    expected = [record] if passes else []
    for words in ("hòa giải", ""):
        assert [hit.record for hit in catalogue.search(words, filters=filters).hits] == expected


def test_pages_follow_each_other_without_gap_or_repetition(catalogue: SqlCatalogue) -> None:
    texts = ["hoà giải", "hoa giai", "hòa giải", "hóa giải", "hòa giải", "khác", "hoa giái"]
    for number, text in enumerate(texts):
        title = "Hòa giải" if number == 2 else "Văn thư"
        filed(catalogue, content=f"scan {number}", title=title, text=text)
    for words in ("hòa giải", "hoa giai"):
        at_once = [hit.record.id for hit in catalogue.search(words).hits]
        assert len(at_once) == 6
        assert list(page_by_page(catalogue, words)) == at_once


def page_by_page(catalogue: SqlCatalogue, words: str) -> Iterator[str]:
    after: SearchCursor | None = None
    while True:
        page = catalogue.search(words, after=after, limit=2)
        yield from (hit.record.id for hit in page.hits)
        after = page.after
        if after is None:
            return


def test_what_is_filed_meanwhile_shifts_no_page(catalogue: SqlCatalogue) -> None:
    records = [filed(catalogue, content=f"scan {number}", text="đất") for number in range(4)]
    first = catalogue.search("đất", limit=2)
    filed(catalogue, content="new", text="đất")
    second = catalogue.search("đất", after=first.after, limit=2)
    shown = [hit.record for hit in (*first.hits, *second.hits)]
    assert shown == list(reversed(records))
    assert second.after is None


def test_without_words_the_newest_come_first(catalogue: SqlCatalogue) -> None:
    records = [filed(catalogue, content=f"scan {number}") for number in range(3)]
    assert [hit.record for hit in catalogue.search("").hits] == list(reversed(records))


RANKED = [
    ("Văn thư", "hoa giai"),
    ("Hoà giai", "Văn thư"),
    ("Văn thư", "giải, hòa"),
    ("Hoa giai", "Văn thư"),
    ("Giải hoà", "Văn thư"),
]


def test_signs_come_before_place_and_place_before_age(catalogue: SqlCatalogue) -> None:
    for number, (title, text) in enumerate(RANKED):
        filed(catalogue, content=f"scan {number}", title=title, text=text, reference=str(number))
    found = [hit.record.fields["reference"] for hit in catalogue.search("hòa giải").hits]
    assert found == ["4", "2", "3", "1", "0"]


NUMBERS = [1, 4_095, 4_096, 8_200, 65_536, 65_537, 400_000, 1_048_576, 7_000_000, 9_000_001]


def test_hits_come_from_all_ages_newest_first(catalogue: SqlCatalogue) -> None:
    """Far apart, so that a search that goes backwards in steps has to make all of them."""
    texts = [Findable(number=number, heading="a", body="đất ở") for number in NUMBERS]
    newest_first = sorted(NUMBERS, reverse=True)
    with catalogue._database.writing() as connection:
        search.add_all(connection, texts)
        for limit in (1, 3, 50):
            found = search.matches(connection, query_terms("dat"), limit=limit)
            assert [place.number for place in found] == newest_first[:limit]
        behind = SearchCursor(rank=3, number=65_537)
        found = search.matches(connection, query_terms("dat"), after=behind, limit=50)
        assert [place.number for place in found] == [65_536, 8_200, 4_096, 4_095, 1]


def test_of_a_paper_as_long_as_a_book_title_and_beginning_are_found(
    catalogue: SqlCatalogue,
) -> None:
    body = " ".join(f"từ{number}" for number in range(60_000))
    record = filed(catalogue, title="Sổ đăng ký", text=body)
    for words in ("Sổ đăng ký", "từ17"):
        assert [hit.record for hit in catalogue.search(words).hits] == [record]


def test_a_word_longer_than_any_is_found(catalogue: SqlCatalogue) -> None:
    record = filed(catalogue, text="x" * 3_000)
    assert [hit.record for hit in catalogue.search("x" * 3_000).hits] == [record]
    assert catalogue.search("x" * 2_999).hits == ()


def test_a_time_of_day_is_found_as_printed(catalogue: SqlCatalogue) -> None:
    record = filed(catalogue, text="lúc 08:30 ngày 12/03/2021")
    assert [hit.record for hit in catalogue.search("08:30").hits] == [record]
    assert catalogue.search("08:31").hits == ()
