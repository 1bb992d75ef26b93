from dataclasses import replace

import numpy as np
import pytest
from line_factories import texts
from page_factories import FONT_BOLD, TEXT, drawn_page, seal
from PIL import ImageFont
from scan_pages import scanned_page

from digitize.model import Line, SourcePage
from digitize.ocr.dropped import DroppedOptions, print_rows, with_dropped_rows
from digitize.ocr.scripted import ScriptedEngine
from digitize.reading import read_page

BLACK = (20, 20, 20)
PAGE = drawn_page(lines=TEXT)


@pytest.fixture(scope="module")
def read_lines(tesseract):
    return tesseract.read(PAGE.gray, dpi=200)


def all_but(lines, number):
    return (*lines[:number], *lines[number + 1 :])


def sealed_page():
    """Office and name right of the middle, a black seal between them that touches both."""
    font = ImageFont.truetype(str(FONT_BOLD), 38)

    def paint(pen):
        pen.text((1000, 1000), "CHỦ TỊCH", font=font, fill=BLACK)
        seal(pen, left=880, top=1030, ink=BLACK)
        pen.text((1000, 1300), "Trần Ngọc Căng", font=font, fill=BLACK)

    return drawn_page(lines=TEXT, paint=paint)


@pytest.mark.parametrize("number", range(len(TEXT)))
def test_a_dropped_row_comes_back_at_its_place(number, read_lines, tesseract):
    lines = with_dropped_rows(all_but(read_lines, number), page=PAGE, engine=tesseract)
    assert texts(lines) == list(TEXT)


def test_a_word_that_was_read_is_not_read_again(read_lines):
    lines = with_dropped_rows(read_lines, page=PAGE, engine=ScriptedEngine(rows=read_lines))
    assert lines == read_lines


def test_words_dropped_inside_a_line_go_back_into_it(read_lines, tesseract):
    first = read_lines[0]
    torn = replace(first, words=first.words[:5] + first.words[9:])
    lines = with_dropped_rows((torn, *read_lines[1:]), page=PAGE, engine=tesseract)
    assert texts(lines) == list(TEXT)


def test_boxes_of_a_dropped_row_lie_on_its_ink(read_lines, tesseract):
    (row,) = [
        line
        for line in with_dropped_rows(all_but(read_lines, 2), page=PAGE, engine=tesseract)
        if line.text == TEXT[2]
    ]
    was = read_lines[2].box
    assert abs(row.box.left - was.left) < 8
    assert abs(row.box.bottom - was.bottom) < 12


def test_a_row_of_unsure_words_is_no_print(read_lines):
    guess = Line(
        words=tuple(replace(word, confidence=0.6) for word in read_lines[2].words), block=9
    )
    engine = ScriptedEngine(rows=[guess, guess])
    rest = all_but(read_lines, 2)
    assert with_dropped_rows(rest, page=PAGE, engine=engine) == rest


def test_a_page_of_grain_is_not_read_row_by_row():
    engine = ScriptedEngine(rows=[Line(words=(), block=0)])
    options = DroppedOptions(most_letters=10)
    assert with_dropped_rows((), page=PAGE, engine=engine, options=options) == ()


def test_office_and_name_that_a_black_seal_touches_come_back(read_lines, tesseract):
    found = with_dropped_rows(read_lines, page=sealed_page(), engine=tesseract)
    rows = " ".join(line.text for line in found if line not in read_lines)
    assert "TỊCH" in rows
    assert "Ngọc Căng" in rows


@pytest.mark.parametrize(("right", "is_apart"), [(192, False), (174, True)])
def test_only_a_word_one_blank_away_joins_a_line_of_print(right, is_apart, read_lines, tesseract):
    font = ImageFont.truetype(str(FONT_BOLD), 30)
    page = drawn_page(
        lines=TEXT,
        paint=lambda pen: pen.text((right, 234), "THANH", font=font, fill=BLACK, anchor="rs"),
    )
    found = texts(with_dropped_rows(read_lines, page=page, engine=tesseract))
    assert found == (["THANH", *TEXT] if is_apart else [f"THANH {TEXT[0]}", *TEXT[1:]])


@pytest.mark.samples
@pytest.mark.parametrize(
    ("scan", "page_index", "row"),
    [
        ("lv_25_qd_ttg_2010.pdf", 1, "THỦ TƯỚNG"),
        ("vgp_06_2024_tt_bct.pdf", 2, "Sinh Nhật Tân"),
        ("vgp_3_2025_qd_ubnd_phutho.pdf", 5, "Duy Đông"),
    ],
)
def test_signers_beside_real_black_seals_are_read(scan, page_index, row, samples, tesseract):
    page = scanned_page(samples / "scans" / scan, page_index)
    assert row in read_page(SourcePage(image=page), engine=tesseract).text.text


def test_the_rest_of_a_word_is_not_written_twice(read_lines, tesseract):
    first = read_lines[0]
    day = next(word for word in first.words if word.text == "ngày")
    narrow = replace(day, box=replace(day.box, left=day.box.right - 12))
    words = tuple(narrow if word is day else word for word in first.words)
    lines = (replace(first, words=words), *read_lines[1:])
    assert texts(with_dropped_rows(lines, page=PAGE, engine=tesseract)) == list(TEXT)


@pytest.mark.parametrize("apart", [30, 31, 400])
def test_rows_one_above_the_other_stay_two(apart):
    gray = np.full((900, 700), 255, dtype=np.uint8)
    for top in (100, 100 + apart):
        for left in range(50, 650, 30):
            gray[top : top + 20, left : left + 15] = 0

    rows = print_rows(gray, dpi=200)

    assert sorted(row[:, 1].min() for row in rows) == [100, 100 + apart]
