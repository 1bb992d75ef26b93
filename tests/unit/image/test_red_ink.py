import numpy as np
import pytest
from page_factories import RED, TEXT, page_of, seal

from digitize.image.red_ink import red_marks, without_red_ink


def test_red_ink_becomes_as_light_as_paper(draw_page):
    page = draw_page(paint=lambda pen: seal(pen, left=600, top=900), colour=True)
    assert page.gray.min() < 120
    assert without_red_ink(page).gray.min() > 220


@pytest.mark.parametrize("ink", [(230, 90, 100), (200, 30, 50), (140, 10, 20)], ids=str)
def test_print_under_a_seal_stays_dark(draw_page, ink):
    plain = draw_page(lines=TEXT * 3, colour=True)
    stamp = draw_page(paint=lambda pen: seal(pen, left=500, top=300, ink=ink), colour=True)
    sealed = page_of(np.minimum(plain.colour, stamp.colour), colour=True)
    assert without_red_ink(sealed).gray[plain.gray < 60].max() < 100


def test_blue_ink_stays_dark(draw_page):
    page = draw_page(
        paint=lambda pen: pen.line((300, 300, 900, 500), fill=(30, 40, 150), width=6), colour=True
    )
    assert without_red_ink(page).gray.min() < 80


def test_a_page_without_colour_is_returned_as_it_is(text_page):
    assert without_red_ink(text_page) is text_page


def test_a_round_seal_is_found_where_it_lies(draw_page):
    page = draw_page(lines=TEXT, paint=lambda pen: seal(pen, left=900, top=1500), colour=True)
    (box,) = red_marks(page).seals
    assert np.allclose((box.left, box.top, box.right, box.bottom), (900, 1500, 1184, 1784), atol=8)


def test_a_boxed_stamp_is_no_seal(draw_page):
    page = draw_page(
        paint=lambda pen: pen.rectangle((200, 500, 440, 565), outline=RED, width=4), colour=True
    )
    marks = red_marks(page)
    assert (len(marks.seals), len(marks.stamps)) == (0, 1)


def test_black_print_leaves_no_red_marks(draw_page):
    marks = red_marks(draw_page(lines=TEXT, colour=True))
    assert marks.seals == marks.stamps == ()
