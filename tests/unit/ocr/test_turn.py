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
