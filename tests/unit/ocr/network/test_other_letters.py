import numpy as np
import pytest

from digitize.ocr.network.other_letters import UNKNOWN_DOUBT, letters_of
from digitize.ocr.network.signs import Sign

TEXTS = ("", " ", *"abcdefgh", "ff")
NOTHING = 0
LEAST = 1e-9


def steps(*shares):
    rows = np.full((len(shares), len(TEXTS)), LEAST, np.float32)
    for row, step in zip(rows, shares, strict=True):
        for text, share in step.items():
            row[TEXTS.index(text)] = share
    return rows


def sign(text, first, end):
    return Sign(text, TEXTS.index(text), first, end, -0.1)


def letters(signs, *shares):
    return letters_of(signs, steps(*shares), TEXTS, NOTHING)


def cost(*ratios):
    return pytest.approx(UNKNOWN_DOUBT * sum(map(np.log, ratios)), rel=1e-4)


def test_no_signs_have_no_letters():
    assert letters([], {"a": 1}) == []


def test_another_sign_costs_by_how_much_less_likely_it_is():
    (letter,) = letters([sign("a", 0, 1)], {"a": 0.8, "b": 0.15, "c": 0.05})
    assert letter == (("a", 0), ("b", cost(0.8 / 0.15)), ("c", cost(0.8 / 0.05)))


def test_another_sign_takes_one_step_and_the_others_say_nothing():
    (letter,) = letters(
        [sign("a", 0, 2)], {"a": 0.7, "b": 0.2, "": 0.1}, {"a": 0.6, "b": 0.1, "": 0.3}
    )
    assert dict(letter)["b"] == cost(0.7 / 0.2, 0.6 / 0.3)


def test_another_sign_takes_a_step_though_nothing_is_cheaper_on_all():
    (letter,) = letters(
        [sign("a", 0, 2)], {"a": 0.6, "": 0.39, "b": 0.01}, {"a": 0.6, "": 0.38, "b": 0.02}
    )
    assert dict(letter)["b"] == cost(0.6 / 0.39, 0.6 / 0.02)


def test_a_sign_may_be_none_where_its_steps_say_nothing():
    (letter,) = letters([sign("a", 0, 2)], {"a": 0.8, "": 0.2}, {"a": 0.7, "": 0.3})
    assert dict(letter)[""] == cost(4, 0.7 / 0.3)


def test_a_sign_may_be_none_where_its_steps_say_what_is_beside_it():
    signs = [sign("a", 0, 1), sign("b", 1, 2), sign("c", 2, 3)]
    found = letters(signs, {"a": 1}, {"b": 0.6, "a": 0.3, "": 0.1}, {"c": 1})
    assert dict(found[1])[""] == cost(2)
    found = letters(signs, {"a": 1}, {"b": 0.6, "c": 0.3, "": 0.1}, {"c": 1})
    assert dict(found[1])[""] == cost(2)


def test_what_stands_apart_does_not_take_a_signs_steps():
    signs = [sign("a", 0, 1), sign("b", 2, 3)]
    found = letters(signs, {"a": 1}, {"": 1}, {"b": 0.6, "a": 0.3, "": 0.1})
    assert dict(found[1])[""] == cost(6)
    assert dict(found[1])["a"] == cost(2)


def test_each_sign_has_letters_of_its_own_steps():
    signs = [sign("a", 0, 1), sign("b", 2, 3)]
    first, second = letters(signs, {"a": 0.9, "c": 0.1}, {"": 1}, {"b": 0.8, "d": 0.2})
    assert (first[:2], second[:2]) == (
        (("a", 0), ("c", cost(9))),
        (("b", 0), ("d", cost(4))),
    )


def test_what_is_read_comes_first_then_the_cheapest():
    (letter,) = letters([sign("a", 0, 1)], {"a": 0.5, "d": 0.1, "b": 0.3, "": 0.02, "c": 0.08})
    assert [text for text, _ in letter] == ["a", "b", "d", "c", ""]
    assert letter[0] == ("a", 0)


def test_there_are_not_many_others():
    shares = dict(zip("abcdefgh", (0.3, *[0.1] * 7), strict=True))
    (letter,) = letters([sign("a", 0, 1)], shares)
    assert len(letter) == 6


def test_what_is_all_but_impossible_is_not_offered():
    (letter,) = letters([sign("a", 0, 1)], {"a": 1})
    assert letter == (("a", 0),)


def test_blanks_and_signs_of_two_letters_are_not_offered():
    (letter,) = letters([sign("a", 0, 1)], {"a": 0.5, " ": 0.3, "ff": 0.15, "b": 0.05})
    assert [text for text, _ in letter] == ["a", "b"]
