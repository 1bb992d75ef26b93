"""Thresholds are chosen as low as no wrong paper passes, and a sample's share has a bound that says how little it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.bounds import least_share
from bench.calibration import Reading
from bench.choice import LEAST, Paper, choose, papers_of
from bench.truth import TrueDocument
from config.thresholds import load_thresholds
from digitize.reasons import ReasonCode


def paper(*, is_asked: bool = False, wrong: str = "", **confidences: float) -> Paper:
    """`wrong`: the key of the value that is."""
    values = tuple(
        Reading(
            key=key,
            confidence=confidence,
            is_doubted=False,
            is_right=key != wrong,
            is_asked=False,
        )
        for key, confidence in confidences.items()
    )
    return Paper(values=values, is_right=not wrong, is_asked=is_asked)


SURE = [paper(subject=0.96, signer_name=0.96)] * 40 + [paper(subject=0.5, signer_name=0.5)]


def test_nothing_is_raised_where_nothing_wrong_passes() -> None:
    papers = [*SURE, paper(subject=0.79), paper(subject=0.9, wrong="subject", is_asked=True)]
    assert choose(papers, fixed={}) == {"subject": LEAST, "signer_name": LEAST}


def test_the_threshold_that_keeps_fewest_right_papers_back_is_raised() -> None:
    papers = [
        *SURE,
        *[paper(subject=0.85, signer_name=0.96)] * 5,
        paper(subject=0.9, signer_name=0.87, wrong="signer_name"),
    ]
    chosen = choose(papers, fixed={})
    assert chosen["subject"] == LEAST
    assert chosen["signer_name"] == 0.88
    assert all(one.is_right for one in papers if one.passes(chosen))


def test_nothing_is_put_lower_than_values_were_seen() -> None:
    assert choose([paper(subject=0.96)], fixed={}) == {"subject": 0.96}


def test_what_is_fixed_stays_though_a_wrong_paper_passes() -> None:
    wrong = paper(subject=0.9, wrong="subject")
    assert wrong.passes(choose([*SURE, wrong], fixed={"subject": 0.8, "signer_name": 0.8}))


@given(
    st.lists(
        st.tuples(st.floats(0, 0.98), st.floats(0, 0.98), st.sampled_from(["", "a", "b"])),
        max_size=30,
    )
)
def test_no_wrong_paper_passes_what_was_chosen(drawn: list[tuple[float, float, str]]) -> None:
    papers = [paper(a=one, b=other, wrong=wrong) for one, other, wrong in drawn]
    chosen = choose(papers, fixed={})
    assert not [one for one in papers if one.passes(chosen) and not one.is_right]


def test_a_paper_knows_its_thresholds_by_key_or_kind() -> None:
    fields = {
        "reference": {"value": "12/QĐ-UBND", "confidence": 0.9, "doubts": []},
        "issued_date": {"value": "2020-01-02", "confidence": 0.9, "doubts": []},
    }
    line = {"type": {"code": "quyet_dinh"}, "fields": fields, "reasons": []}
    unsure = {"code": str(ReasonCode.FIELD_UNSURE), "field": "reference"}
    missing = {"code": str(ReasonCode.FIELD_MISSING), "field": "subject"}
    true = TrueDocument(pages=(1,), type_code="quyet_dinh", fields={"reference": "12/QĐ-UBND"})
    found = papers_of(
        [(true, line | {"reasons": [unsure]}), (true, line | {"reasons": [missing]})],
        load_thresholds(),
    )
    assert [one.is_asked for one in found] == [False, True]
    assert {value.key for value in found[0].values} == {"reference", "issued_date"}
    assert all(value.is_right for value in found[0].values)


@pytest.mark.parametrize(
    ("right", "count", "least"),
    [(61, 61, 0.952), (598, 598, 0.995), (199, 200, 0.9765), (0, 5, 0.0), (0, 0, 0.0)],
)
def test_a_few_right_ones_show_little(right: int, count: int, least: float) -> None:
    assert least_share(right, count) == pytest.approx(least, abs=5e-4)
