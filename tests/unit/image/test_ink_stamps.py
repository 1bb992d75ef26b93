import numpy as np
import pytest
from page_factories import TEXT, page_of

from digitize.image.ink_stamps import without_ink_stamps

VIOLET = (110, 70, 150)


def arrival_stamp(pen, *, left=150, top=180, ink=VIOLET, size=(400, 280)):
    """A frame of 51 by 36 mm with a number and rules in it."""
    right, bottom = left + size[0], top + size[1]
    pen.rectangle((left, top, right, bottom), outline=ink, width=5)
    pen.line((left, top + 60, right, top + 60), fill=ink, width=4)
    pen.line((left + 40, bottom - 40, right - 40, bottom - 40), fill=ink, width=4)


def stamped_page(draw_page, *, lines=TEXT, paper=(250, 250, 250), **stamp):
    plain = draw_page(lines=lines, colour=True).colour
    inked = draw_page(paint=lambda pen: arrival_stamp(pen, **stamp), colour=True).colour
    tinted = np.minimum(plain, inked) * (np.array(paper) / 250)
    return page_of(tinted.astype(np.uint8), colour=True)


@pytest.mark.parametrize("paper", [(250, 250, 250), (245, 230, 195)], ids=["white", "yellowed"])
@pytest.mark.parametrize("ink", [VIOLET, (40, 60, 160)], ids=["violet", "blue"])
def test_a_stamp_over_print_becomes_as_light_as_paper_and_print_stays(draw_page, ink, paper):
    plain = draw_page(lines=TEXT)
    page = without_ink_stamps(stamped_page(draw_page, ink=ink, paper=paper))
    place = np.s_[175:470, 145:555]
    assert page.gray[place][plain.gray[place] > 200].min() > 180
    assert page.gray[place][plain.gray[place] < 60].max() < 90


def test_the_stamp_is_gone_from_the_colours_too(draw_page):
    page = without_ink_stamps(stamped_page(draw_page))
    assert np.ptp(page.colour.astype(int), axis=2).max() < 5


def test_a_stamp_clear_of_print_stays(draw_page):
    page = stamped_page(draw_page, left=1000, top=1500)
    assert without_ink_stamps(page) is page


@pytest.mark.parametrize(
    "stamp",
    [{"ink": (30, 30, 30)}, {"size": (1300, 280)}, {"size": (1300, 900)}],
    ids=["black", "as_wide_as_a_form", "a_frame_around_all"],
)
def test_what_is_no_stamp_in_ink_stays(draw_page, stamp):
    page = stamped_page(draw_page, **stamp)
    assert without_ink_stamps(page) is page


def test_a_page_without_colour_is_returned_as_it_is(text_page):
    assert without_ink_stamps(text_page) is text_page
