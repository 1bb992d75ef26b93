import numpy as np
from page_factories import TEXT

from digitize.image.borders import without_borders


def bordered(pen):
    pen.rectangle((0, 0, 70, 2400), fill=(10, 10, 10))
    pen.polygon([(0, 2338), (1700, 2338), (1700, 2290), (0, 2240)], fill=(30, 30, 30))


def test_black_borders_become_paper(draw_page):
    clean = without_borders(draw_page(paint=bordered))
    assert clean.gray.min() > 200


def test_print_beside_a_border_stays(draw_page):
    page = draw_page(lines=TEXT, paint=bordered)
    print_area = np.s_[180:900, 150:1600]
    assert np.array_equal(without_borders(page).gray[print_area], page.gray[print_area])


def test_print_that_runs_off_the_page_stays(draw_page):
    page = draw_page(paint=lambda pen: pen.line((0, 700, 900, 700), fill="black", width=6))
    assert without_borders(page) is page


def test_a_dark_picture_in_the_middle_stays(draw_page):
    page = draw_page(paint=lambda pen: pen.rectangle((500, 500, 900, 1000), fill="black"))
    assert without_borders(page) is page


def test_a_page_without_borders_is_returned_as_it_is(text_page):
    assert without_borders(text_page) is text_page


def test_a_page_that_is_dark_all_over_is_left_alone(draw_page):
    page = draw_page(paint=lambda pen: pen.rectangle((0, 0, 1700, 2000), fill="black"))
    assert without_borders(page) is page
