from dataclasses import replace

import cv2
import numpy as np
import pytest

from digitize.image.skew import deskew, skew_degrees
from digitize.model import PageImage


def tilted(page: PageImage, degrees: float) -> PageImage:
    """Text lines run down to the right by `degrees`."""
    turn = cv2.getRotationMatrix2D((page.width / 2, page.height / 2), -degrees, 1.0)
    gray = cv2.warpAffine(page.gray, turn, (page.width, page.height), borderValue=255)
    return replace(page, gray=np.asarray(gray, dtype=np.uint8))


@pytest.mark.parametrize("degrees", [-4.7, -2.0, -0.5, 0.3, 1.1, 3.3, 4.9])
def test_skew_is_measured_to_a_tenth_of_a_degree(text_page, degrees):
    assert skew_degrees(tilted(text_page, degrees)) == pytest.approx(degrees, abs=0.1)


def test_deskew_levels_the_lines(text_page):
    level = deskew(tilted(text_page, 2.4))
    assert skew_degrees(level) == pytest.approx(0.0, abs=0.1)
    assert level.skew_degrees == pytest.approx(2.4, abs=0.1)


def test_deskew_keeps_page_size(text_page):
    assert deskew(tilted(text_page, -3)).gray.shape == text_page.gray.shape


def test_deskew_leaves_a_level_page_untouched(text_page):
    assert deskew(text_page) is text_page


def test_deskew_leaves_the_given_pixels_alone(text_page):
    page = tilted(text_page, 2)
    before = page.gray.copy()
    deskew(page)
    assert np.array_equal(page.gray, before)


def test_an_empty_page_has_no_skew(draw_page):
    assert skew_degrees(draw_page()) == 0.0


def test_noise_has_no_skew(draw_page):
    rng = np.random.default_rng(7)
    page = draw_page()
    noise = np.where(rng.random(page.gray.shape) < 0.002, 0, 255).astype(np.uint8)
    assert skew_degrees(replace(page, gray=noise)) == 0.0


def test_a_turn_beyond_five_degrees_is_left_alone(text_page):
    page = tilted(text_page, 9)
    assert deskew(page) is page
