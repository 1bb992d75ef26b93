from dataclasses import replace

import cv2
import numpy as np
import pytest
from factories import page
from line_factories import line_of, texts, word_of
from page_factories import DPI, FONT, TEXT, drawn_page
from PIL import ImageFont

from digitize.model import Line
from digitize.ocr.dash_rows import with_dash_rows, without_dash_rows
from digitize.ocr.mark_rows import rows_of_marks

INK = (20, 20, 20)
MOTTO = line_of(word_of("Độc", left=900, top=420), word_of("lập", left=980, top=420), block=4)
BODY = line_of(word_of("Kính", left=400, top=900), word_of("gửi", left=500, top=900), block=5)


def typed(text, *, left=900, top=470, points=14):
    """Writes `text` on a page in a font of so many points."""
    font = ImageFont.truetype(str(FONT), round(points / 72 * DPI))
    return lambda pen: pen.text((left, top), text, font=font, fill=INK)


def page_with(*paints):
    return drawn_page(lines=(), paint=lambda pen: [paint(pen) for paint in paints])


def dashes_on(page):
    lines = with_dash_rows((MOTTO, BODY), rows=rows_of_marks(page))
    return [word.text for line in lines for word in line.words if set(word.text) == {"-"}]


@pytest.mark.parametrize("points", [10, 12, 14, 16])
@pytest.mark.parametrize("count", [9, 17, 26, 40])
def test_as_many_hyphens_as_are_printed(count, points):
    assert dashes_on(page_with(typed("-" * count, left=300, points=points))) == ["-" * count]


def test_blanks_between_dashes_do_not_count():
    assert dashes_on(page_with(typed("- " * 12))) == ["-" * 12]


def test_dashes_that_ran_together_are_counted():
    page = page_with(typed("-" * 20))
    bad = cv2.erode(page.gray, np.ones((2, 2), np.uint8))
    bad[470:510, 940:1000] = cv2.erode(bad[470:510, 940:1000], np.ones((1, 5), np.uint8))
    assert dashes_on(replace(page, gray=bad)) == ["-" * 20]


@pytest.mark.parametrize(
    "paint",
    [
        lambda pen: pen.line((900, 490, 1200, 490), fill=INK, width=3),
        lambda pen: [pen.line((x, 490, x + 90, 490), fill=INK, width=3) for x in (900, 994, 1092)],
        typed("." * 40),
        typed(". " * 30),
        typed("_" * 20),
        typed("- gạch - đầu - dòng"),
    ],
    ids=["rule", "broken rule", "dots", "wide dots", "underscores", "hyphens in a text"],
)
def test_what_is_no_row_of_dashes_stays_out(paint):
    assert dashes_on(page_with(paint)) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_rule_that_broke_anyhow_stays_a_rule(seed):
    breaks = np.random.default_rng(seed)

    def paint(pen):
        left = 300
        while left < 300 + 60 * seed + 200:
            right = left + int(breaks.integers(6, 40))
            pen.line((left, 490, right, 490), fill=INK, width=2)
            left = right + int(breaks.integers(3, 9))

    assert dashes_on(page_with(paint)) == []


def test_print_gives_no_dashes():
    page = drawn_page(lines=TEXT)
    assert with_dash_rows((MOTTO,), rows=rows_of_marks(page)) == (MOTTO,)


def test_dashes_follow_the_line_above_them_in_its_block():
    lines = with_dash_rows((MOTTO, BODY), rows=rows_of_marks(page_with(typed("-" * 15))))
    assert texts(lines) == ["Độc lập", "-" * 15, "Kính gửi"]
    assert [line.block for line in lines] == [4, 4, 5]


def test_dashes_of_both_columns_of_a_letterhead_close_them_together():
    issuer = line_of(word_of("UBND", left=300, top=400), block=3)
    page = page_with(typed("-" * 10, left=300, top=474), typed("-" * 15))
    lines = with_dash_rows((issuer, MOTTO, BODY), rows=rows_of_marks(page))
    assert texts(lines) == ["UBND", "Độc lập", f"{'-' * 10} {'-' * 15}", "Kính gửi"]


def test_what_stands_below_the_dashes_of_a_letterhead_follows_them():
    issuer = line_of(word_of("UBND", left=300, top=400), block=3)
    number = line_of(word_of("Số:", left=300, top=520), block=3)
    letterhead = page_with(typed("-" * 10, left=300, top=474), typed("-" * 15))
    lines = with_dash_rows((issuer, number, MOTTO, BODY), rows=rows_of_marks(letterhead))
    said = ["UBND", "Độc lập", f"{'-' * 10} {'-' * 15}", "Số:", "Kính gửi"]
    assert texts(lines) == said
    assert [line.block for line in lines] == [3, 4, 4, 4, 5]


def test_a_leader_stays_in_its_line():
    label = line_of(word_of("Điện", left=300, top=470), word_of("thoại:", left=380, top=470))
    page = page_with(typed("-" * 30, left=490, top=464))
    assert texts(with_dash_rows((label, BODY), rows=rows_of_marks(page))) == [
        f"Điện thoại: {'-' * 30}",
        "Kính gửi",
    ]


def test_what_was_misread_from_dashes_goes():
    misread = Line(words=(word_of("ƒ———", left=905, top=475, height=24),))
    page = page_with(typed("-" * 15))
    assert texts(with_dash_rows((MOTTO, misread, BODY), rows=rows_of_marks(page))) == [
        "Độc lập",
        "-" * 15,
        "Kính gửi",
    ]


def test_dashes_without_a_word_are_no_text():
    assert with_dash_rows((), rows=rows_of_marks(page_with(typed("-" * 15)))) == ()


def test_dashes_are_left_out_where_a_page_is_understood():
    said = without_dash_rows(page("Fax: ------------", "-----------------", "- Lưu: VT."))
    assert said.text.text == "Fax:\n- Lưu: VT."
