import pytest
from line_factories import printed
from page_factories import FONT, TEXT, drawn_page
from PIL import ImageFont

from digitize.model import SourcePage
from digitize.ocr.resident import ResidentEngine
from digitize.ocr.scripted import ScriptedEngine
from digitize.ocr.second_look import needs_second_look, sure_letters
from digitize.reading import read_page

PAGE = drawn_page(lines=TEXT)
LINES = tuple(printed(text, left=200, top=200 + 56 * n) for n, text in enumerate(TEXT))
CARD = (
    "Họ và tên: VŨ VIẾT VƯỢNG",
    "Quê quán / Place of origin: xã Hòa Hạc, huyện Quỳnh Sưa",
    "Nơi thường trú / Place of residence: Số 199 đường Giếng",
    "Có giá trị đến / Date of expiry: 27/08/2038",
)


def card_on_a_sheet():
    """A tinted card, print of 7 points, on white paper at 300 dpi."""

    def paint(pen):
        pen.rectangle((700, 500, 1710, 1140), fill=(205, 212, 205), outline=(120, 120, 120))
        font = ImageFont.truetype(str(FONT), 30)
        for number, text in enumerate(CARD):
            pen.text((760, 760 + 60 * number), text, font=font, fill=(40, 40, 40))

    return drawn_page(paint=paint, dpi=300)


def test_a_page_that_was_read_needs_no_second_look():
    assert not needs_second_look(LINES, page=PAGE)


def test_a_page_of_which_one_line_was_read_needs_a_second_look():
    assert needs_second_look(LINES[:1], page=PAGE)


def test_an_almost_empty_page_needs_no_second_look():
    assert not needs_second_look((), page=drawn_page(lines=("Trang 2",)))


def test_guesses_are_no_sure_letters():
    assert sure_letters(LINES[:1]) > 40
    guessed = tuple(printed("chữ", left=0, top=0) for _ in range(3))
    assert sure_letters(guessed) == 9


def test_the_reading_with_more_letters_is_kept():
    engine = ScriptedEngine(LINES[:1], (), rows=())
    reading = read_page(SourcePage(image=PAGE), engine=engine)
    assert (engine.pages_read, reading.text.text) == (2, TEXT[0])


@pytest.mark.parametrize("row", CARD)
def test_a_tinted_card_on_a_white_sheet_is_read(row, card_text):
    assert row in card_text


@pytest.fixture(scope="module")
def card_text():
    engine = ResidentEngine()
    yield read_page(SourcePage(image=card_on_a_sheet()), engine=engine).text.text
    engine.close()
