"""The calibration report: a value falls into one bin, and a threshold has no more wrong values above it than allowed."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bench.calibration import EDGES, Reading, least_safe, readings_of, reliability
from bench.truth import TrueDocument


def value(confidence: float, *, is_right: bool = True, is_doubted: bool = False) -> Reading:
    return Reading(
        key="reference",
        confidence=confidence,
        is_doubted=is_doubted,
        is_right=is_right,
        is_asked=False,
    )


def line(reference: str) -> dict[str, object]:
    return {
        "source": str(Path("a.pdf")),
        "type": {"code": "quyet_dinh"},
        "fields": {"reference": {"value": reference, "confidence": 0.95, "doubts": []}},
        "reasons": [],
    }


@given(st.lists(st.floats(0, 1)))
def test_every_value_is_in_one_bin(confidences: list[float]) -> None:
    shares = reliability(value(confidence) for confidence in confidences)
    counted = sum(count for seen in shares.values() for count, _ in seen.values())
    assert counted == len(confidences)


def test_bins_say_how_many_were_right() -> None:
    found = reliability([value(0.95), value(0.95, is_right=False), value(0.3, is_doubted=True)])
    assert found == {"reference": {"0.94-0.96": (2, 1), "doubted": (1, 1)}}


@given(st.lists(st.tuples(st.sampled_from(EDGES[:-1]), st.booleans()), max_size=40))
def test_no_more_values_are_wrong_above_the_threshold_than_allowed(
    values: list[tuple[float, bool]],
) -> None:
    readings = [value(confidence, is_right=is_right) for confidence, is_right in values]
    least = least_safe(readings, wrong_share=0.2)
    above = [reading for reading in readings if reading.confidence > least]
    assert sum(not reading.is_right for reading in above) <= 0.2 * len(above) + 1


def test_absent_values_are_not_in_the_table() -> None:
    assert (
        readings_of(TrueDocument(pages=(1,), type_code="x", fields={"subject": "a"}), line("1"))
        == []
    )
