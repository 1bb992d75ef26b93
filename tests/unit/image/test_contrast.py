from dataclasses import replace

import numpy as np

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
