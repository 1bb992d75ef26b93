"""Letters that were left out beside a word: the word may not be whole."""

import numpy as np
import pytest

from digitize.model import Box, Line, Word
from digitize.ocr.strays import doubted_beside

CODE = Word(text="3771/CT-TC", box=Box(left=300, top=200, right=500, bottom=240), confidence=0.97)
"""Beside it stood `ĐG`."""


def confidence_beside(*letters: tuple[int, int, int, int], word: Word = CODE) -> float:
    (line,) = doubted_beside((Line(words=(word,)),), [np.array([box], float) for box in letters])
    return line.words[0].confidence


@pytest.mark.parametrize(
    "letters",
    [[(504, 208, 528, 236), (532, 206, 556, 236)], [(270, 205, 290, 232)]],
    ids=["behind", "before"],
)
def test_a_word_that_letters_stand_beside_is_hardly_believed(letters):
    assert confidence_beside(*letters) == 0.45


@pytest.mark.parametrize(
    "letter",
    [
        (530, 208, 552, 236),
        (504, 236, 528, 262),
        (504, 228, 510, 236),
        (504, 180, 512, 250),
    ],
    ids=["further than a blank", "of the next row", "a stop", "a rule"],
)
def test_other_ink_is_none_of_its_letters(letter):
    assert confidence_beside(letter) == CODE.confidence


def test_a_rule_read_as_a_dash_is_no_word():
    dash = Word(text="—", box=CODE.box, confidence=0.9)
    assert confidence_beside((504, 208, 528, 236), word=dash) == 0.9


def test_without_letters_lines_stay_the_same():
    lines = (Line(words=(CODE,)),)
    assert doubted_beside(lines, []) is lines
