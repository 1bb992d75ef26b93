"""Facets: what a record has and what a filter wants are the same terms, whatever the days and values."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digitize.searching import SearchFilters
from storage.facets import facets, wanted_facets

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def of_a_paper(**fields: str) -> set[str]:
    found = facets(type_code="khac", agencies=["H46"], owner=None, fields=fields, filed_at=NOW)
    return set(found.split())


def passes(having: set[str], filters: SearchFilters) -> bool:
    every, one_of = wanted_facets(filters)
    return having.issuperset(every) and all(having.intersection(choice) for choice in one_of)


@given(day=DAYS, first=DAYS, last=DAYS)
def test_a_range_has_just_the_days_between_its_ends(day: date, first: date, last: date) -> None:
    paper = of_a_paper(issued_date=day.isoformat())
    within = SearchFilters(issued_from=first, issued_to=last)
    assert passes(paper, within) == (first <= day <= last)


@given(day=DAYS, end=DAYS)
def test_a_range_may_have_one_end(day: date, end: date) -> None:
    paper = of_a_paper(issued_date=day.isoformat())
    assert passes(paper, SearchFilters(issued_from=end)) == (end <= day)
    assert passes(paper, SearchFilters(issued_to=end)) == (day <= end)


@given(first=DAYS, length=st.integers(0, 40_000))
def test_a_range_is_a_choice_of_some_tens_of_terms(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), date(2099, 12, 31))
    _, (choice,) = wanted_facets(SearchFilters(issued_from=first, issued_to=last))
    assert len(choice) <= 120


def test_the_day_of_filing_is_the_day_in_vietnam() -> None:
    late = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    paper = set(facets(type_code="khac", agencies=[], owner=None, fields={}, filed_at=late).split())
    third = date(2026, 3, 3)
    assert passes(paper, SearchFilters(filed_from=third, filed_to=third))


def test_a_paper_that_says_no_day_is_in_no_range() -> None:
    assert not passes(of_a_paper(issued_date="không rõ"), SearchFilters(issued_to=NOW.date()))


def test_signs_case_and_blanks_of_a_value_do_not_matter() -> None:
    paper = of_a_paper(full_name="Nguyễn  Thị Hòa")
    assert passes(paper, SearchFilters(fields=(("full_name", "nguyen thi HOÀ"),)))
    assert not passes(paper, SearchFilters(fields=(("full_name", "nguyen thi"),)))


@given(one=st.text(max_size=150), other=st.text(max_size=150))
def test_two_agencies_are_never_one(one: str, other: str) -> None:
    paper = set(facets(type_code="x", agencies=[one], owner=None, fields={}, filed_at=NOW).split())
    assert passes(paper, SearchFilters(agency=other)) == (one == other)
    assert all(term.isascii() and term == term.lower() for term in paper)
