from dataclasses import replace

import cv2
import numpy as np
import pytest
from line_factories import line_of, texts, word_of
from page_factories import DPI, FONT, TEXT, drawn_page
from PIL import ImageFont

from digitize.ocr.dotted_lines import with_dotted_lines, without_dotted_lines
from digitize.ocr.mark_rows import rows_of_marks

INK = (20, 20, 20)
LABEL = line_of(word_of("tên:", left=300, top=460), word_of("Mơ", left=380, top=460), block=3)
NEXT = line_of(word_of("Sinh", left=300, top=520), block=4)


def typed(text, *, left=480, top=460, points=14):
    font = ImageFont.truetype(str(FONT), round(points / 72 * DPI))
    return lambda pen: pen.text((left, top), text, font=font, fill=INK)


def page_with(*paints):
    return drawn_page(lines=(), paint=lambda pen: [paint(pen) for paint in paints])


def dots_on(page):
    return [row.count for row in rows_of_marks(page) if row.is_dotted]


def ink_of(page):
    return int((page.gray < 150).sum())


@pytest.mark.parametrize("points", [9, 12, 14, 16])
@pytest.mark.parametrize("count", [25, 40, 70])
def test_as_many_dots_as_are_printed(count, points):
    assert dots_on(page_with(typed("." * count, left=100, points=points))) == [count]


def test_signs_of_three_dots_are_counted_by_their_dots():
    assert dots_on(page_with(typed("…" * 12))) == [36]


@pytest.mark.parametrize(
    "paint",
    [
        lambda pen: pen.line((400, 490, 900, 490), fill=INK, width=3),
        typed("-" * 40),
        typed("_" * 20),
        typed("ngày ... tháng ... năm ..."),
    ],
    ids=["rule", "dashes", "underscores", "ellipses"],
)
def test_what_is_no_dotted_line_stays(paint):
    page = page_with(paint)
    assert without_dotted_lines(page, rows_of_marks(page)) is page


def test_print_stays_as_it_is():
    page = drawn_page(lines=TEXT)
    assert without_dotted_lines(page, rows_of_marks(page)) is page


def test_a_dotted_line_goes_and_the_word_before_it_stays():
    name = typed("Lê Thị Lựu", left=300)
    alone, dotted = page_with(name), page_with(name, typed("." * 60, left=476))
    clean = without_dotted_lines(dotted, rows_of_marks(dotted))
    assert ink_of(dotted) > ink_of(alone) + 300
    assert abs(ink_of(clean) - ink_of(alone)) <= 10


def test_dots_of_a_bad_copy_go():
    page = page_with(typed("." * 60))
    bad = cv2.GaussianBlur(cv2.erode(page.gray, np.ones((2, 2), np.uint8)), (0, 0), 1.0)
    clean = without_dotted_lines(replace(page, gray=bad), rows_of_marks(replace(page, gray=bad)))
    assert ink_of(clean) == 0


def test_dots_are_given_back_at_the_end_of_their_line():
    page = page_with(typed("." * 40, left=430))
    lines = with_dotted_lines((LABEL, NEXT), rows_of_marks(page))
    assert texts(lines) == [f"tên: Mơ {'.' * 40}", "Sinh"]


def test_dots_far_from_their_label_are_a_line_under_it():
    page = page_with(typed("." * 40, left=700))
    lines = with_dotted_lines((LABEL, NEXT), rows_of_marks(page))
    assert texts(lines) == ["tên: Mơ", "." * 40, "Sinh"]
    assert [line.block for line in lines] == [3, 3, 4]


def test_dots_alone_are_no_text():
    assert with_dotted_lines((), rows_of_marks(page_with(typed("." * 40)))) == ()
