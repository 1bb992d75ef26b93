from dataclasses import replace

import pytest
from line_factories import printed
from page_factories import TEXT, drawn_page

from digitize.image.orientation import orientation, turned
from digitize.ocr.scripted import ScriptedEngine
from digitize.ocr.turn import turn_to_upright

WORDS = (printed(TEXT[0], left=0, top=0),)
DOUBTFUL = turned(drawn_page(lines=("oxosxo zoxos xosoz xozsox oxszo xosozx ozxos",) * 12), 90)


def test_a_page_whose_pixels_tell_is_not_read():
    engine = ScriptedEngine(WORDS)
    assert turn_to_upright(turned(drawn_page(lines=TEXT * 4), 180), engine=engine) == (180, ())
    assert engine.pages_read == 0


@pytest.mark.parametrize(
    ("as_seen", "half_turned", "further"), [(WORDS, (), 0), ((), WORDS, 180)], ids=["so", "turned"]
)
def test_a_doubtful_page_is_turned_so_that_its_lines_make_words(as_seen, half_turned, further):
    seen = orientation(DOUBTFUL).turn_degrees
    degrees, notes = turn_to_upright(DOUBTFUL, engine=ScriptedEngine(as_seen, half_turned))
    assert (degrees, notes) == ((seen + further) % 360, ())


def test_where_neither_way_makes_words_a_note_says_so():
    _, notes = turn_to_upright(DOUBTFUL, engine=ScriptedEngine(WORDS, WORDS))
    assert notes == ("unsure_orientation",)


def test_a_page_without_lines_is_left_as_it_lies():
    assert turn_to_upright(drawn_page(), engine=ScriptedEngine()) == (0, ())


def hatched(pen):
    """Rules up and across alike: the page shows which way it lies by its words alone."""
    for at in range(100, 2300, 60):
        pen.line((100, at, 1550, at), fill=(30, 30, 30), width=3)
        pen.line((at, 100, at, 2250), fill=(30, 30, 30), width=3)


@pytest.mark.parametrize(("readings", "turn"), [(((), (), (), WORDS), 270), (((), WORDS), 180)])
def test_a_page_whose_lines_are_hidden_is_read_every_way(readings, turn):
    page = drawn_page(paint=hatched)
    assert turn_to_upright(page, engine=ScriptedEngine(*readings)) == (turn, ())


def test_a_page_whose_lines_are_hidden_and_that_reads_well_as_it_lies_is_read_once():
    engine = ScriptedEngine((printed(" ".join(TEXT), left=0, top=0),))
    assert turn_to_upright(drawn_page(paint=hatched), engine=engine) == (0, ())
    assert engine.pages_read == 1


def test_words_on_their_side_do_not_speak_for_a_way():
    lying = tuple(
        replace(line, words=tuple(replace(word, box=on_its_side(word.box)) for word in line.words))
        for line in WORDS
    )
    engine = ScriptedEngine(lying, (), WORDS, ())
    assert turn_to_upright(drawn_page(paint=hatched), engine=engine) == (90, ())


def on_its_side(box):
    return replace(box, right=box.left + box.height, bottom=box.top + box.width)
