from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scan_pages import scanned_pages

from digitize.image.orientation import orientation, turned


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_print_is_turned_upright_from_every_side(text_page, degrees):
    seen = orientation(turned(text_page, degrees))
    assert (seen.turn_degrees, seen.is_sure) == (-degrees % 360, True)


def test_a_page_without_print_is_not_turned(draw_page):
    seen = orientation(draw_page(paint=lambda pen: pen.ellipse((300, 300, 900, 900), fill="black")))
    assert (seen.turn_degrees, seen.is_sure, seen.has_lines) == (0, False, False)


@pytest.mark.parametrize(("width", "height"), [(120, 900), (900, 120), (120, 120), (8, 8)])
def test_a_slip_of_paper_under_an_inch_is_not_turned(draw_page, width, height):
    page = draw_page(lines=("Số 12",))
    slip = replace(page, gray=page.gray[:height, :width])
    assert orientation(slip).turn_degrees == 0


def test_letters_that_look_alike_upside_down_leave_the_half_turn_open(draw_page):
    page = draw_page(lines=("oxosxo zoxos xosoz xozsox oxszo xosozx ozxos",) * 12)
    assert not orientation(turned(page, 90)).is_sure


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_turned_there_and_back_is_the_same(text_page, degrees):
    back = turned(turned(text_page, degrees), 360 - degrees)
    assert np.array_equal(back.gray, text_page.gray)
    assert back.turned_degrees == 0


def test_a_quarter_turn_swaps_the_sides_and_their_resolutions(text_page):
    page = replace(text_page, resolution=replace(text_page.resolution, dpi_x=204.0, dpi_y=98.0))
    side = turned(page, 90)
    assert (side.width, side.height) == (page.height, page.width)
    assert (side.resolution.dpi_x, side.resolution.dpi_y) == (98.0, 204.0)


@pytest.mark.samples
def test_no_real_page_is_turned_wrongly_with_certainty(samples):
    verdicts = Counter()
    for page in scanned_pages(samples, limit=5):
        for degrees in (0, 90, 180, 270):
            seen = orientation(turned(page, degrees))
            is_right = seen.turn_degrees == -degrees % 360
            verdicts["right" if is_right else "wrong" if seen.is_sure else "unsure"] += 1
    assert verdicts["wrong"] == 0
    assert verdicts["right"] >= 0.9 * verdicts.total()
