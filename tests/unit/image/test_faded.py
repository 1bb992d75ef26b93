from dataclasses import replace

import cv2
import numpy as np
from page_factories import TEXT, drawn_page

from digitize.image.faded import FadedOptions, with_even_ink
from digitize.image.smooth import smoothed

LONG = TEXT * 4


def bilevel(gray):
    page = drawn_page(lines=())
    return replace(page, gray=np.where(gray < 128, 0, 255).astype(np.uint8), is_bilevel=True)


def faded_page(*, from_column=1060):
    """Print whose strokes are worn thin right of a column, as a copier leaves them at a page's edge."""
    gray = drawn_page(lines=LONG).gray
    thin = cv2.dilate(gray, np.ones((2, 2), np.uint8))
    thin[:, :from_column] = gray[:, :from_column]
    return smoothed(bilevel(thin))


SOUND, FADED = slice(200, 900), slice(1100, 1200)


def darkness(page, columns):
    """Mean darkness of the ink in these columns."""
    dark = 255 - page.gray[:, columns].astype(float)
    return dark[dark > 90].mean()


def test_faded_print_becomes_nearly_as_dark_as_the_rest():
    page = faded_page()
    even = with_even_ink(page)
    assert darkness(page, FADED) < 0.9 * darkness(page, SOUND)
    assert darkness(even, FADED) > 0.95 * darkness(even, SOUND)


def test_sound_print_beside_it_hardly_changes():
    page = faded_page()
    assert abs(darkness(with_even_ink(page), SOUND) / darkness(page, SOUND) - 1) < 0.05


def test_paper_stays_white():
    page = faded_page()
    assert (with_even_ink(page).gray[page.gray == 255] == 255).all()


def test_a_page_of_even_print_is_the_same_object():
    page = smoothed(bilevel(drawn_page(lines=LONG).gray))
    assert with_even_ink(page) is page


def test_thin_print_below_bold_print_is_not_faded():
    gray = drawn_page(lines=LONG).gray
    thin = cv2.dilate(gray, np.ones((2, 2), np.uint8))
    thin[:800] = gray[:800]
    page = smoothed(bilevel(thin))
    assert with_even_ink(page) is page


def test_a_page_pale_over_half_its_width_is_not_faded_at_a_side():
    page = faded_page(from_column=700)
    assert with_even_ink(page) is page


def test_a_page_with_greys_is_the_same_object():
    page = replace(faded_page(), is_bilevel=False)
    assert with_even_ink(page) is page


def test_a_white_page_is_the_same_object():
    page = bilevel(np.full_like(drawn_page().gray, 255))
    assert with_even_ink(page) is page


def test_darkness_is_raised_within_its_bound():
    page = faded_page()
    bound = FadedOptions(strongest=1.5)
    raised = 255 - with_even_ink(page, options=bound).gray.astype(float)
    assert (raised <= 1.5 * (255 - page.gray.astype(float)) + 1).all()


def test_a_page_smaller_than_a_cell_is_the_same_object():
    page = replace(faded_page(), gray=np.zeros((3, 900), np.uint8))
    assert with_even_ink(page) is page
