from dataclasses import replace

import cv2
import numpy as np
from page_factories import TEXT

from digitize.image.contrast import ink_and_paper, with_even_paper, with_full_contrast


def test_faint_print_on_tinted_paper_becomes_black_on_white(text_page):
    faint = replace(text_page, gray=(150 + text_page.gray.astype(np.uint16) // 4).astype(np.uint8))
    ink, paper = ink_and_paper(with_full_contrast(faint).gray)
    assert (ink < 30, paper) == (True, 255)


def test_clear_print_keeps_every_grey_but_the_grain_of_its_paper(text_page):
    grain = np.random.default_rng(1).integers(0, 9, text_page.gray.shape).astype(np.uint8)
    scan = replace(
        text_page, gray=np.maximum(text_page.gray - np.minimum(grain, text_page.gray), 20)
    )
    clear = with_full_contrast(scan).gray
    assert (clear[scan.gray > 245] == 255).all()
    assert (clear[scan.gray < 230] == scan.gray[scan.gray < 230]).all()


def test_faint_print_is_stretched_beside_a_black_rule(draw_page):
    """As under a bar of a form: what is black is less than a hundredth of the page."""
    drawn = draw_page(lines=TEXT * 4)
    faint = (190 + drawn.gray.astype(np.uint16) // 4).astype(np.uint8)
    faint[2000:2024, 200:1400] = 10
    stretched = with_full_contrast(replace(drawn, gray=faint)).gray
    assert stretched[:1000].min() < 60


def test_a_little_print_alone_on_its_sheet_is_not_stretched_into_blots(draw_page):
    """As of a card: less than a hundredth of the sheet, with more soft edge than black."""
    sharp = draw_page(lines=TEXT[:3])
    card = replace(sharp, gray=cv2.GaussianBlur(sharp.gray, (0, 0), 1.5))
    assert (card.gray < 200).mean() < 0.01
    assert (with_full_contrast(card).gray < 128).sum() < 2 * (sharp.gray < 128).sum()


def test_an_empty_grey_page_is_not_stretched(draw_page):
    page = draw_page()
    grain = np.random.default_rng(1).integers(190, 205, page.gray.shape).astype(np.uint8)
    noisy = replace(page, gray=grain)
    assert with_full_contrast(noisy) is noisy


def test_one_bit_pages_have_nothing_to_stretch(text_page):
    page = replace(text_page, is_bilevel=True)
    assert with_full_contrast(page) is page


def test_a_tinted_part_of_a_page_becomes_white_and_its_print_stays_dark(draw_page):
    def card(pen):
        pen.rectangle((400, 400, 1000, 900), fill=(200, 200, 200))
        pen.rectangle((600, 600, 606, 640), fill=(40, 40, 40))

    even = with_even_paper(draw_page(paint=card)).gray
    assert (even[500:580, 450:950] > 245).all()
    assert even[610:630, 602:604].max() < 80
