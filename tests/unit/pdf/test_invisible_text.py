"""The invisible text comes back as the page text, whatever the boxes are."""

import io
import math

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pdf_factories import A4, SCAN_DPI, archive, picture, reading, typed

from digitize.model import Box, Line, PageText, Word
from digitize.pdf.pdftotext import layer_text
from digitize.pdf.text_layer import seen_to_page
from digitize.pdf.text_layout import PageSpace, layer_lines, place_lines

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạẮỆỘỰ0123456789.,:;/()-–%²"


def text_of(*readings) -> tuple[str, ...]:
    return layer_text(archive(*((picture(), page) for page in readings)))


def test_lines_come_back_one_by_one():
    rows = ("Số: 47/QĐ-UBND Hà Nội, ngày 17", "QUYẾT ĐỊNH", "Diện tích 75,5 m²")
    assert text_of(reading(*rows)) == ("\n".join(rows),)


def test_two_columns_side_by_side_stay_apart():
    left, right = typed("Số: 12/QĐ-UBND", left=100), typed("Hà Nội, ngày 5", left=900)
    assert text_of(reading(left, right)) == ("Số: 12/QĐ-UBND\nHà Nội, ngày 5",)


def test_cells_of_a_row_stay_apart_and_ordered():
    cells = [typed(f"ô {n}", left=100 + 150 * n) for n in range(8)]
    assert text_of(reading(*cells)) == ("\n".join(f"ô {n}" for n in range(8)),)


def test_reading_order_wins_over_place():
    lower, upper = typed("dưới", top=900), typed("trên", top=200)
    assert text_of(reading(lower, upper)) == ("dưới\ntrên",)


def test_words_that_overlap_stay_words():
    box = Box(left=100, top=100, right=400, bottom=140)
    words = [Word(text=text, box=box, confidence=0.5) for text in ("một", "hai", "ba")]
    assert text_of(reading(words)) == ("một hai ba",)


@pytest.mark.parametrize("skew", [-5.0, -1.0, 0.4, 5.0])
def test_skewed_line_with_a_wide_gap_stays_one(skew):
    words = (*typed("Nơi nhận:", left=100, top=900), *typed("KT. CHỦ TỊCH", left=1200, top=900))
    assert text_of(reading(words, skew=skew)) == ("Nơi nhận: KT. CHỦ TỊCH",)


def test_characters_beyond_the_first_plane_come_back():
    assert text_of(reading("𝐀𝐁 🄰 chữ 𠮷")) == ("𝐀𝐁 🄰 chữ 𠮷",)


def test_decomposed_letters_are_composed():
    assert text_of(reading("Ti\u1ebfng Vi\u0323\u0302t")) == ("Tiếng Vị\u0302t",)


def test_what_no_page_shows_is_left_out():
    words = [
        Word(text=text, box=Box(left=9, top=9, right=90, bottom=40), confidence=1)
        for text in ("a\x0cb", "\ufeff")
    ]
    assert layer_lines(PageText(lines=(Line(words=tuple(words)), Line(words=(words[1],))))) == (
        "ab",
    )


def test_page_without_text_is_empty():
    assert text_of(reading()) == ("",)


@st.composite
def boxes(draw, width: int, height: int):
    left, top = draw(st.integers(0, width)), draw(st.integers(0, height))
    return Box(
        left=left,
        top=top,
        right=draw(st.integers(left, width + 20)),
        bottom=draw(st.integers(top, height + 20)),
    )


def pages_like(width_pt: float, height_pt: float):
    box = boxes(round(width_pt * SCAN_DPI / 72), round(height_pt * SCAN_DPI / 72))
    word = st.builds(
        Word, text=st.text(LETTERS, min_size=1, max_size=12), box=box, confidence=st.just(0.9)
    )
    rows = st.lists(st.lists(word, min_size=1, max_size=8), max_size=12)
    turns, skews = st.sampled_from([0, 90, 180, 270]), st.floats(-5, 5)
    return st.builds(
        lambda rows, turned, skew: reading(
            *rows, size=(width_pt, height_pt), turned=turned, skew=skew
        ),
        rows,
        turns,
        skews,
    )


# pdftotext takes longer than the rest: many pages a file, and no hours of shrinking
FAST = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@settings(FAST, max_examples=12)
@given(st.lists(pages_like(*A4), min_size=8, max_size=8), st.sampled_from([0, 90, 180, 270]))
def test_any_page_comes_back_line_by_line(readings, rotate):
    def size(page):
        return A4 if (page.turned_degrees + rotate) % 180 == 0 else A4[::-1]

    pdf = archive(*((picture(size=size(page), rotate=rotate), page) for page in readings))
    assert layer_text(pdf) == tuple("\n".join(layer_lines(page.text)) for page in readings)


@settings(FAST, max_examples=15)
@given(pages_like(242.6, 153.0))
def test_small_page_comes_back_too(page):
    size = (242.6, 153.0) if page.turned_degrees % 180 == 0 else (153.0, 242.6)
    assert layer_text(archive((picture(size=size), page))) == ("\n".join(layer_lines(page.text)),)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_lie_over_their_boxes(rotate):
    page = reading("giấy", turned=rotate)
    size = A4 if rotate % 180 == 0 else A4[::-1]
    with pikepdf.open(io.BytesIO(archive((picture(size=size), page)))) as pdf:
        operators = pikepdf.parse_content_stream(pdf.pages[0])
    turn = next(op.operands for op in operators if str(op.operator) == "cm")
    start = next(op.operands for op in operators if str(op.operator) == "Tm")
    box, points = page.text.words[0].box, 72 / SCAN_DPI
    assert list(map(float, turn)) == pytest.approx(seen_to_page(rotate, *size))
    assert float(start[4]) == pytest.approx(box.left * points, abs=0.1)
    assert float(start[5]) == pytest.approx(
        A4[1] - (box.bottom - 0.2 * box.height) * points, abs=0.6
    )


def test_words_follow_the_skew():
    page = reading("một hai ba bốn năm", skew=2.0)
    space = PageSpace.of(page, width=A4[0], height=A4[1])
    (placed,) = place_lines(page.text, space)
    first, last = placed.words[0], placed.words[-1]
    assert (last.base - first.base) / (last.left - first.left) == pytest.approx(
        math.tan(math.radians(2)), rel=0.01
    )
