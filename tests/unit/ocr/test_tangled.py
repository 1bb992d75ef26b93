"""Two rows read as one are found and read anew; what is one row stays as it was read."""

from dataclasses import replace

import pytest
from line_factories import texts
from page_factories import TEXT, drawn_page

from digitize.model import Line
from digitize.ocr.scripted import ScriptedEngine
from digitize.ocr.tangled import tangled_places, with_rows_apart

PAGE = drawn_page(lines=TEXT)


@pytest.fixture(scope="module")
def read_lines(tesseract):
    return tesseract.read(PAGE.gray, dpi=200)


def mixed(first, second, *, confidence):
    """Every second word of two rows, as a layout that took them for one would read them."""
    words = sorted((*first.words[::2], *second.words[1::2]), key=lambda word: word.box.left)
    return Line(words=tuple(replace(word, confidence=confidence) for word in words))


def around_rows_two_and_three(lines, *between):
    return (*lines[:2], *between, *lines[4:])


def test_two_rows_read_as_one_are_read_one_by_one(read_lines, tesseract):
    lines = around_rows_two_and_three(read_lines, mixed(*read_lines[2:4], confidence=0.5))
    assert texts(with_rows_apart(lines, page=PAGE, engine=tesseract)) == list(TEXT)


def test_what_was_read_of_a_tangled_row_is_not_said_twice(read_lines, tesseract):
    piece = Line(words=read_lines[3].words[1:2])
    tangle = mixed(*read_lines[2:4], confidence=0.5)
    lines = around_rows_two_and_three(read_lines, tangle, piece)
    assert texts(with_rows_apart(lines, page=PAGE, engine=tesseract)) == list(TEXT)


def test_a_line_stays_whose_rows_say_less(read_lines):
    """As where a seal hides from the reader what the page's layout still saw."""
    lines = around_rows_two_and_three(read_lines, mixed(*read_lines[2:4], confidence=0.7))
    assert with_rows_apart(lines, page=PAGE, engine=ScriptedEngine()) == lines


def test_one_tangle_is_read_anew_and_another_stays(read_lines, tesseract):
    """The second says more than its rows do: many letters that the reader does not find again."""
    tangle = mixed(*read_lines[:2], confidence=0.5)
    words = sorted((w for row in read_lines[-2:] for w in row.words), key=lambda w: w.box.left)
    long = Line(words=tuple(replace(w, text=w.text * 4, confidence=0.5) for w in words))
    read = with_rows_apart((tangle, *read_lines[2:-2], long), page=PAGE, engine=tesseract)
    assert texts(read) == [*TEXT[:-2], long.text]


def test_a_sure_row_with_another_under_it_is_read_with_the_other(read_lines, tesseract):
    """A network that was taught to pass over what reaches in from the next row is sure of the one that it reads."""
    sure = read_lines[2].words
    tall = replace(sure[0], box=replace(sure[0].box, bottom=read_lines[3].box.bottom))
    lines = around_rows_two_and_three(read_lines, Line(words=(tall, *sure[1:])))
    assert texts(with_rows_apart(lines, page=PAGE, engine=tesseract)) == list(TEXT)


def test_a_tall_line_of_one_row_is_left_alone(read_lines):
    """A stroke of a pen through a row makes it taller, not two rows."""
    row = read_lines[2]
    first = replace(row.words[0].box, top=row.box.top - 20, bottom=row.box.bottom + 6)
    words = (replace(row.words[0], box=first, confidence=0.3), *row.words[1:])
    assert tangled_places((read_lines[0], replace(row, words=words)), page=PAGE) == []


def test_a_page_of_no_words_has_none():
    assert tangled_places((), page=PAGE) == []
