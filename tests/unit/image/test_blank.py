from dataclasses import replace

import cv2
import numpy as np
import pytest
from page_factories import seal
from scan_pages import scanned_page

from digitize.image.blank import is_blank


def test_white_paper_is_blank(draw_page):
    assert is_blank(draw_page())


def test_a_seal_showing_through_leaves_a_back_blank(draw_page):
    page = draw_page(
        paint=lambda pen: seal(pen, left=700, top=1500, ink=(238, 190, 195)), colour=True
    )
    assert is_blank(page)


def test_print_showing_through_leaves_a_back_blank(draw_page, text_page):
    through = cv2.addWeighted(text_page.gray[:, ::-1], 0.12, draw_page().gray, 0.88, 0)
    assert is_blank(replace(text_page, gray=np.asarray(through, dtype=np.uint8)))


def test_borders_holes_and_dust_leave_a_page_blank(draw_page):
    def dirt(pen):
        pen.rectangle((0, 0, 60, 2400), fill="black")
        for top in (800, 1440):
            pen.ellipse((110, top, 157, top + 47), fill="black")
        for left, top in np.random.default_rng(3).integers(200, 1500, (60, 2)):
            pen.ellipse((left, top, left + 3, top + 3), fill="black")

    assert is_blank(draw_page(paint=dirt))


def test_a_shadow_along_the_edge_leaves_a_page_blank(draw_page):
    page = draw_page()
    shade = np.clip(np.linspace(90, 900, page.width), 0, 250).astype(np.uint8)
    assert is_blank(replace(page, gray=np.minimum(page.gray, shade)))


def test_one_line_of_print_is_not_blank(draw_page):
    assert not is_blank(draw_page(lines=("Lưu: VT, KTTH.",)))


def test_one_short_word_is_not_blank(draw_page):
    assert not is_blank(draw_page(lines=("Hết",)))


def test_faint_print_is_not_blank(draw_page):
    def faint(pen):
        for left in range(300, 800, 25):
            pen.rectangle((left, 400, left + 12, 420), outline=(170, 170, 170), width=3)

    assert not is_blank(draw_page(paint=faint))


def test_a_signature_is_not_blank(draw_page):
    def sign(pen):
        points = [(700 + 6 * n, 900 + int(60 * np.sin(n / 4))) for n in range(60)]
        pen.line(points, fill=(30, 40, 150), width=4)

    assert not is_blank(draw_page(paint=sign, colour=True))


@pytest.mark.samples
def test_the_real_back_with_a_seal_showing_through_is_blank(samples):
    scan = samples / "scans" / "qn_574_congvan_2025.pdf"
    assert not is_blank(scanned_page(scan, 0))
    assert is_blank(scanned_page(scan, 1))


@pytest.mark.parametrize("top_share", [0.05, 0.19, 0.3, 0.395, 0.7])
def test_a_word_is_seen_wherever_it_stands(draw_page, top_share):
    def word(pen):
        top = round(top_share * 2339)
        for left in range(300, 480, 25):
            pen.rectangle((left, top, left + 14, top + 22), outline="black", width=3)

    assert not is_blank(draw_page(paint=word))


def test_a_page_whose_only_marks_are_dust_and_holes_is_blank_at_every_height(draw_page):
    def dirt(pen):
        for top in range(100, 2300, 150):
            pen.ellipse((40, top, 87, top + 47), fill="black")
            pen.ellipse((700, top, 703, top + 3), fill="black")

    assert is_blank(draw_page(paint=dirt))
