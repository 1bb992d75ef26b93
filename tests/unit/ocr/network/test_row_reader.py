"""Rows of a drawn page through Debian's model."""

import numpy as np
import pytest
from page_factories import TEXT, drawn_page

from digitize.model import Box
from digitize.ocr.network.reader import RowReader
from digitize.ocr.resident import DEBIAN_TESSDATA

PAGE = drawn_page(lines=TEXT).gray
TOP, PITCH, HEIGHT = 200, 56, 46


@pytest.fixture(scope="module")
def reader():
    return RowReader(DEBIAN_TESSDATA / "vie.traineddata")


def rows_of_the_page():
    """As wide as their ink: every row has another length."""
    return [row_at(TOP + PITCH * number) for number in range(len(TEXT))]


def row_at(top):
    inked = np.flatnonzero((PAGE[top : top + HEIGHT] < 128).any(axis=0))
    return Box(left=int(inked[0]), top=top, right=int(inked[-1]) + 1, bottom=top + HEIGHT)


def test_rows_are_read_each_in_its_place(reader):
    words = reader.read(PAGE, rows_of_the_page())
    assert [" ".join(word.text for word in row) for row in words] == list(TEXT)


def test_a_row_read_alone_has_the_words_it_has_among_others(reader):
    rows = rows_of_the_page()
    for row, among in zip(rows, reader.read(PAGE, rows), strict=True):
        (alone,) = reader.read(PAGE, [row])
        assert [(word.text, word.box) for word in alone] == [(w.text, w.box) for w in among]
        assert [w.confidence for w in alone] == pytest.approx(
            [w.confidence for w in among], abs=1e-4
        )


def test_a_row_off_the_page_has_no_words(reader):
    width = PAGE.shape[1]
    off = Box(left=width + 50, top=10, right=width + 90, bottom=40)
    words = reader.read(PAGE, [off, *rows_of_the_page()[:1]])
    assert words[0] == ()
    assert " ".join(word.text for word in words[1]) == TEXT[0]


def test_nothing_in_an_empty_row_is_believed(reader):
    height, width = PAGE.shape
    foot = Box(left=20, top=height - 60, right=width - 20, bottom=height - 20)
    (words,) = reader.read(PAGE, [foot])
    assert all(word.confidence < 0.3 for word in words)
