from dataclasses import replace

import numpy as np
import pytest
from page_factories import DPI, FONT_BOLD, RED, TEXT, drawn_page
from PIL import Image, ImageDraw, ImageFont

from digitize.image.red_ink import red_marks
from digitize.image.secrecy import has_secrecy_line, has_secrecy_stamp, is_secrecy_mark
from digitize.model import Box, Line, Word
from digitize.ocr.scripted import ScriptedEngine


def stamped(text: str, *, tilt: float = 0.0, top_mm: int = 60):
    """A page with a red boxed stamp at the left, as a hand puts it down."""
    font = ImageFont.truetype(str(FONT_BOLD), round(14 / 72 * DPI))
    width = round(font.getlength(text)) + 40
    stamp = Image.new("L", (width, 63), 0)
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((2, 2, width - 3, 60), outline=255, width=4)
    pen.text((20, 10), text, font=font, fill=255)
    stamp = stamp.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)

    def paint(draw):
        draw.bitmap((180, round(top_mm / 25.4 * DPI)), stamp, fill=RED)

    return drawn_page(lines=("", "", "", "", "", "", *TEXT), paint=paint, colour=True)


def bears_secrecy_stamp(page, engine) -> bool:
    return has_secrecy_stamp(page, stamps=red_marks(page).stamps, engine=engine)


@pytest.mark.parametrize("tilt", [0, -7, 9], ids=str)
@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_red_secrecy_stamp_is_seen(mark, tilt, tesseract):
    assert bears_secrecy_stamp(stamped(mark, tilt=tilt), tesseract)


@pytest.mark.parametrize("stamp", ["HỎA TỐC", "KHẨN", "THƯỢNG KHẨN", "ĐẾN", "SAO Y"])
def test_other_stamps_are_no_secrecy(stamp, tesseract):
    assert not bears_secrecy_stamp(stamped(stamp), tesseract)


def test_a_stamp_at_the_foot_is_not_read():
    page = stamped("MẬT", top_mm=200)
    engine = ScriptedEngine()
    assert not bears_secrecy_stamp(page, engine)
    assert engine.pages_read == 0


def test_a_page_without_red_boxes_costs_no_reading(text_page):
    engine = ScriptedEngine()
    assert not bears_secrecy_stamp(replace(text_page, colour=None), engine)
    assert engine.pages_read == 0


@pytest.mark.parametrize(
    "text",
    ["MẬT", "MẬT.", "MÂT", "TỐI MẬT", "TÓI MẶT", "TUYỆT MẬT", "TUYÊT MẬT", "TUYẸT MAT", "TUYỆTMẬT"],
)
def test_a_misread_mark_is_still_a_mark(text):
    assert is_secrecy_mark(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mật",
        "Bí mật",
        "MẶT TRẬN TỔ QUỐC",
        "BẢO MẬT",
        "MÁT",
        "HỎA TỐC",
        "KHẨN",
        "MẬT ĐỘ XÂY DỰNG",
        "TÓM TẮT",
        "TÚI MẬT",
    ],
)
def test_other_words_are_no_mark(text):
    assert not is_secrecy_mark(text)


def line(*words: str, top: int = 300) -> Line:
    return Line(
        words=tuple(
            Word(
                text=text,
                box=Box(left=100 + 400 * n, top=top, right=200 + 400 * n, bottom=top + 30),
                confidence=0.9,
            )
            for n, text in enumerate(words)
        )
    )


def test_a_mark_alone_on_an_upper_line_is_seen():
    assert has_secrecy_line([line("MẬT")], height=2339)
    assert has_secrecy_line([line("MẬT", "CỘNG")], height=2339)


def test_a_mark_at_the_foot_is_a_word_of_the_text():
    assert not has_secrecy_line([line("MẬT", top=1800)], height=2339)


def test_pixels_of_the_page_are_left_alone(tesseract):
    page = stamped("KHẨN")
    before = page.colour.copy()
    bears_secrecy_stamp(page, tesseract)
    assert np.array_equal(page.colour, before)
