import numpy as np
import pytest

from digitize.ocr.network.signs import STEP_DOUBT, Sign, likeliest

TEXTS = ("", " ", "a", "b", "c", "ỗ", "ổ")
NOTHING, BLANK, A, B, C = range(5)


def steps(*said):
    """Each step as a sign that is certain, or as shares by their signs."""
    rows = np.zeros((len(said), len(TEXTS)), np.float32)
    for row, step in zip(rows, said, strict=True):
        for text, share in (step if isinstance(step, dict) else {step: 1}).items():
            row[TEXTS.index(text)] = share
    return rows


def signs_of(*said):
    return likeliest(steps(*said), TEXTS, NOTHING)


def surety(*said):
    """Of each sign the share that its doubt stands for."""
    return [np.exp(sign.doubt - STEP_DOUBT) for sign in signs_of(*said)]


def text_of(*said):
    return "".join(sign.text for sign in signs_of(*said))


def test_the_same_sign_on_neighbouring_steps_is_one():
    assert signs_of("a", "a", "a") == [Sign("a", A, 0, 3, pytest.approx(STEP_DOUBT))]


def test_the_same_sign_after_nothing_is_another():
    assert [(sign.text, sign.first, sign.end) for sign in signs_of("", "a", "", "a", "a")] == [
        ("a", 1, 2),
        ("a", 3, 5),
    ]


def test_signs_beside_each_other_need_nothing_between():
    found = signs_of("a", "b", "b", "a")
    assert [(sign.code, sign.first, sign.end) for sign in found] == [
        (A, 0, 1),
        (B, 1, 3),
        (A, 3, 4),
    ]


def test_blanks_are_signs():
    found = signs_of("a", "", " ", "", "b")
    assert [(sign.text, sign.code) for sign in found] == [("a", A), (" ", BLANK), ("b", B)]


@pytest.mark.parametrize("said", [(), ("",), ("", "", "")], ids=["no steps", "one", "several"])
def test_where_nothing_is_said_there_are_no_signs(said):
    assert signs_of(*said) == []


def test_each_step_says_what_is_likeliest():
    assert (
        text_of({"a": 0.4, "b": 0.35, "": 0.25}, {"": 0.6, "c": 0.4}, {"c": 0.6, "": 0.4}) == "ac"
    )


def test_a_sign_is_as_doubtful_as_its_likeliest_step():
    assert surety({"a": 0.5, "": 0.5}, {"a": 0.8, "": 0.2}) == [pytest.approx(0.8)]


def test_a_sign_is_as_doubtful_as_its_most_doubtful_step():
    assert surety("a", {"a": 0.6, "c": 0.4}, "a", "", "b") == pytest.approx([0.6, 1])


def test_a_step_shared_by_neighbours_and_nothing_is_not_doubtful():
    said = ("a", {"": 0.5, "a": 0.3, "b": 0.2}, "b")
    assert surety(*said) == pytest.approx([1, 1])


def test_what_is_doubted_before_a_sign_counts_for_it():
    assert surety("a", {"": 0.7, "c": 0.3}, "b") == pytest.approx([1, 0.7])


def test_what_is_doubted_before_the_first_sign_counts_for_it():
    assert surety({"": 0.7, "c": 0.3}, "", "b") == [pytest.approx(0.7)]


def test_what_is_doubted_before_a_blank_counts_for_the_sign_before():
    assert surety("a", {"": 0.7, "c": 0.3}, " ", "b") == pytest.approx([0.7, 1, 1])


def test_what_is_doubted_after_a_blank_counts_for_the_sign_after():
    assert surety("a", " ", {"": 0.7, "c": 0.3}, "b") == pytest.approx([1, 1, 0.7])


def test_what_is_doubted_after_the_last_sign_counts_for_it():
    assert surety("a", "", "b", "", {"": 0.7, "c": 0.3}) == pytest.approx([1, 0.7])


def test_a_step_may_not_say_a_sign_further_off():
    """`c` is neither before the step nor after it, though it is in the row."""
    assert surety("c", "a", {"": 0.8, "c": 0.2}, "b") == pytest.approx([1, 1, 0.8])


def test_a_letter_with_two_marks_in_turn_is_one():
    (sign,) = signs_of({"ỗ": 0.6, "ổ": 0.4}, {"ổ": 0.9, "ỗ": 0.1})
    assert (sign.text, sign.first, sign.end) == ("ổ", 0, 2)
    assert sign.doubt - STEP_DOUBT <= np.log(1.3 / 2) + 1e-6


def test_a_letter_with_two_marks_and_nothing_between_is_two():
    assert text_of("ỗ", "", "ổ") == "ỗổ"
