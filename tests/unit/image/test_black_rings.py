"""Rings of seals as a copy has them: found by their form, taken out, and what they crossed told with doubt."""

from dataclasses import replace

import numpy as np
import pytest
from page_factories import TEXT

from digitize.image.black_rings import Ring, black_rings
from digitize.image.ring_removal import read_at_rings, without_rings
from digitize.model import Box, Line, Resolution, Word

CENTRE, RADIUS = (1100, 1400), 140
"""In pixels of 200 dpi: 36 mm wide."""


def seal(pen, *, centre=CENTRE, radii=(RADIUS, 90), width=5, squeezed=1.0):
    for radius in radii:
        x, y = centre
        high = radius * squeezed
        pen.ellipse((x - radius, y - high, x + radius, y + high), outline="black", width=width)


def near(page, box):
    left, top, right, bottom = box
    return page.gray[top:bottom, left:right] < 128


def test_a_seal_is_found_where_it_was_pressed(draw_page):
    (ring,) = black_rings(draw_page(lines=TEXT, paint=seal))
    assert (ring.x, ring.y) == pytest.approx(CENTRE, abs=4)
    assert ring.radius == pytest.approx(RADIUS, abs=6)


@pytest.mark.parametrize("squeezed", [1.0, 0.98])
def test_its_rings_go_and_print_across_them_stays(draw_page, squeezed):
    bar = (CENTRE[0] + RADIUS - 40, CENTRE[1] - 20, CENTRE[0] + RADIUS + 40, CENTRE[1] + 20)

    def paint(pen):
        seal(pen, squeezed=squeezed)
        pen.rectangle(bar, fill="black")

    page = draw_page(lines=TEXT, paint=paint)
    clean = without_rings(page, black_rings(page))
    around = (CENTRE[0] - 160, CENTRE[1] - 160, CENTRE[0] + 90, CENTRE[1] + 160)
    assert near(clean, around).sum() < 0.05 * near(page, around).sum()
    assert near(clean, bar).mean() > 0.95
    assert np.array_equal(clean.gray[:1100], page.gray[:1100])


def test_print_on_its_way_stays_where_it_was_not_pressed(draw_page):
    stroke = (CENTRE[0] + RADIUS - 3, CENTRE[1] - 6, CENTRE[0] + RADIUS + 3, CENTRE[1] + 6)

    def paint(pen):
        x, y = CENTRE
        pen.arc((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), 30, 330, fill="black", width=5)
        pen.rectangle(stroke, fill="black")

    page = draw_page(lines=TEXT, paint=paint)
    clean = without_rings(page, black_rings(page))
    assert clean is not page
    assert np.array_equal(near(clean, stroke), near(page, stroke))


def table(pen):
    for step in range(6):
        pen.line((300, 1200 + 60 * step, 1300, 1200 + 60 * step), fill="black", width=4)
        pen.line((300 + 200 * step, 1200, 300 + 200 * step, 1500), fill="black", width=4)


def disc(pen):
    pen.ellipse((960, 1260, 1240, 1540), fill="black")


def square(pen):
    pen.rectangle((960, 1260, 1240, 1540), outline="black", width=5)


def half(pen):
    pen.arc((960, 1260, 1240, 1540), 0, 150, fill="black", width=5)


@pytest.mark.parametrize("paint", [table, disc, square, half], ids=lambda paint: paint.__name__)
def test_what_is_no_ring_stays(draw_page, paint):
    page = draw_page(lines=TEXT, paint=paint)
    assert without_rings(page, black_rings(page)) is page


def test_a_fax_of_unequal_resolutions_keeps_its_rings(draw_page):
    page = draw_page(paint=seal)
    fax = replace(page, resolution=Resolution(dpi_x=204, dpi_y=98))
    assert black_rings(fax) == ()


def test_a_word_that_a_ring_ran_through_is_doubted_and_the_seals_own_goes():
    ring = Ring(x=500, y=500, radius=140)
    crossed = Word(text="Bùi", box=Box(left=480, top=620, right=540, bottom=660), confidence=0.97)
    beside = Word(text="Toàn", box=Box(left=700, top=620, right=780, bottom=660), confidence=0.96)
    own = Word(text="DẦN", box=Box(left=480, top=450, right=540, bottom=480), confidence=0.9)
    lines = (Line(words=(own,)), Line(words=(crossed, beside)), Line(words=(own, own)))
    name, in_seal = read_at_rings(lines, [ring], dpi=200)
    assert [word.confidence for word in name.words] == [0.7, 0.96]
    assert in_seal.words == (own, own)
    assert read_at_rings(lines, [], dpi=200) is lines
