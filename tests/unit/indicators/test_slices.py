"""Whatever dossiers and papers there are: parts make their whole, in numerators and denominators."""

from dataclasses import replace
from datetime import date

import pytest
from facts_made import a_paper
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.errors import TotalsDoNotAdd
from digitize.indicators.definitions import INDICATORS, Code
from digitize.indicators.facts import (
    Channel,
    ComponentFacts,
    DossierFacts,
    PaperFacts,
    ResultFacts,
)
from digitize.indicators.figures import Figure
from digitize.indicators.tally import Slice, Tally, counts_of, median, parted, require_sum

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 3, 31))
PLACES = {name: st.sampled_from(("", "a", "b")) for name in ("commune", "counter", "officer")}
COMPONENTS = st.builds(ComponentFacts, **{name: st.booleans() for name in ComponentFacts.__slots__})
RESULTS = st.builds(ResultFacts, **{name: st.booleans() for name in ResultFacts.__slots__})
DOSSIERS = st.builds(
    DossierFacts,
    code=st.text(max_size=3),
    received_on=DAYS,
    agency=st.sampled_from(("H46.1", "H46.2")),
    procedure=st.sampled_from(("", "1.1", "1.2")),
    channel=st.sampled_from(Channel),
    gives_result=st.booleans(),
    is_citizen_verified=st.booleans(),
    owner_had_papers=st.booleans(),
    components=st.lists(COMPONENTS, max_size=3).map(tuple),
    results=st.lists(RESULTS, max_size=2).map(tuple),
    due_on=st.none() | DAYS,
    finished_on=st.none() | DAYS,
    looked_at_on=DAYS,
    **PLACES,
)
PAPERS = st.builds(
    PaperFacts,
    key=st.text(max_size=3),
    filed_on=DAYS,
    agency=st.sampled_from(("H46.1", "H46.2")),
    has_valid_signature=st.booleans(),
    fields_extracted=st.integers(5, 9),
    fields_unchanged=st.integers(0, 5),
    seconds_to_filing=st.none() | st.integers(0, 9),
    **PLACES,
)
FACTS = st.lists(DOSSIERS | PAPERS, max_size=12)


@given(FACTS, st.sampled_from(Slice))
@settings(max_examples=60)
def test_parts_sum_to_their_whole(facts: list[DossierFacts | PaperFacts], by: Slice) -> None:
    found = parted(facts, by)
    assert found.whole.dossiers == sum(part.dossiers for part in found.parts.values())
    for code, figure in found.whole.figures().items():
        if INDICATORS[code].is_sum:
            parts = [part.figure(code) for part in found.parts.values()]
            assert sum(part.numerator for part in parts) == figure.numerator
            assert sum(part.denominator for part in parts) == figure.denominator


@given(FACTS)
@settings(max_examples=60)
def test_no_numerator_is_above_its_denominator(facts: list[DossierFacts | PaperFacts]) -> None:
    for code, figure in parted(facts, None).whole.figures().items():
        if code is not Code.SECONDS_TO_FILING:
            assert 0 <= figure.numerator <= figure.denominator


@given(FACTS)
@settings(max_examples=60)
def test_in_time_and_late_are_all_there_is(facts: list[DossierFacts | PaperFacts]) -> None:
    found = parted(facts, None).whole
    in_time, late = found.figure(Code.ON_TIME), found.figure(Code.LATE)
    assert in_time.denominator == late.denominator == in_time.numerator + late.numerator


def test_parts_that_give_another_sum_are_refused_with_both() -> None:
    whole = {Code.ON_TIME: Figure(indicator=Code.ON_TIME, numerator=9, denominator=1_200)}
    part = {Code.ON_TIME: Figure(indicator=Code.ON_TIME, numerator=9, denominator=1_199)}
    with pytest.raises(
        TotalsDoNotAdd, match=r"mẫu số các phần cộng lại là 1\.199, cả kỳ là 1\.200"
    ):
        require_sum(whole, [part])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_a_median_is_the_middle_of_all_in_order(values: list[int]) -> None:
    counted = {value: values.count(value) for value in values}
    ordered = sorted(values)
    lower, upper = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    assert median(counted) == (lower + upper + 1) // 2


def test_nothing_has_no_median() -> None:
    assert Tally().figure(Code.SECONDS_TO_FILING).median is None


@given(DOSSIERS)
def test_dossiers_that_are_alike_count_alike(dossier: DossierFacts) -> None:
    """Told once and kept, or counted anew: the same."""
    counts_of(replace(dossier, code="another", agency="H46.9", officer="x", procedure="2.1"))
    anew = tuple((c, one.of_dossier(dossier)) for c, one in INDICATORS.items() if one.of_dossier)
    assert counts_of(dossier) == anew


def test_what_is_kept_of_dossiers_does_not_grow_with_them() -> None:
    found = Tally()
    for number in range(5_000):
        found.add(a_paper(f"{number}", fields_extracted=number, fields_unchanged=1))
    assert len(found.rows) <= 2_000
    assert found.figure(Code.FIELDS_UNCHANGED).denominator == sum(range(5_000))
