"""What every `OcrEngine` promises, over all adapters."""

import unicodedata

import numpy as np
import pytest
from line_factories import printed
from page_factories import TEXT, drawn_page

from digitize.errors import EngineFailed
from digitize.ocr.isolated import PytesseractEngine
from digitize.ocr.resident import ResidentEngine
from digitize.ocr.scripted import ScriptedEngine

LINES = TEXT[:3]
PAGE = drawn_page(lines=LINES)
SCRIPT = [printed(text, left=200, top=200 + 56 * n) for n, text in enumerate(LINES)]


ENGINES = [
    ResidentEngine,
    PytesseractEngine,
    lambda: ScriptedEngine(SCRIPT, rows=SCRIPT[:1]),
]
NAMES = ["resident", "isolated", "scripted"]


@pytest.fixture(params=ENGINES, ids=NAMES, scope="module")
def engine(request):
    engine = request.param()
    yield engine
    engine.close()


@pytest.fixture(params=ENGINES, ids=NAMES)
def line_engine(request):
    """A new one each time: the scripted one gives its rows once."""
    engine = request.param()
    yield engine
    engine.close()


def test_print_is_read_line_by_line(engine):
    lines = engine.read(PAGE.gray, dpi=200)
    assert [line.text for line in lines] == list(LINES)


def test_words_have_boxes_inside_the_page_and_confidence(engine):
    for line in engine.read(PAGE.gray, dpi=200):
        for word in line.words:
            assert 0 <= word.box.left < word.box.right <= PAGE.width
            assert 0 <= word.box.top < word.box.bottom <= PAGE.height
            assert 0.5 < word.confidence <= 1


def test_boxes_lie_on_the_ink(engine):
    first = engine.read(PAGE.gray, dpi=200)[0].words[0]
    assert first.box.left == pytest.approx(200, abs=8)
    assert first.box.top == pytest.approx(205, abs=12)


def test_words_are_composed_and_without_blanks(engine):
    for line in engine.read(PAGE.gray, dpi=200):
        for word in line.words:
            assert word.text
            assert unicodedata.is_normalized("NFC", word.text)
            assert not any(letter.isspace() for letter in word.text)


def test_the_same_pixels_give_the_same_words(engine):
    assert engine.read(PAGE.gray, dpi=200) == engine.read(PAGE.gray, dpi=200)


def test_pixels_are_left_alone(engine):
    before = PAGE.gray.copy()
    engine.read(PAGE.gray, dpi=200)
    assert np.array_equal(PAGE.gray, before)


def test_the_name_says_which_engine_read(engine):
    assert engine.name


def test_an_empty_picture_fails_with_the_stable_code(engine):
    with pytest.raises(EngineFailed):
        engine.read(np.zeros((0, 0), np.uint8), dpi=200)


def test_a_picture_of_one_line_is_read_as_one_line(line_engine):
    first = PAGE.gray[195:250]
    assert [word.text for word in line_engine.read_line(first, dpi=200)] == LINES[0].split()


def test_a_page_is_read_whole_after_a_line(line_engine):
    line_engine.read_line(PAGE.gray[195:250], dpi=200)
    assert len(line_engine.read(PAGE.gray, dpi=200)) == len(LINES)


def test_an_empty_picture_of_a_line_fails_with_the_stable_code(engine):
    with pytest.raises(EngineFailed):
        engine.read_line(np.zeros((0, 0), np.uint8), dpi=200)
