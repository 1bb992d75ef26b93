import numpy as np
import pytest

from digitize.model import Box
from digitize.ocr.network.strips import cut, with_more_room

HEIGHT, WIDTH = 120, 400
ROW = Box(left=50, top=40, right=350, bottom=68)


def page_with_strokes(*, paper=255, ink=0):
    """Strokes of three pixels, six apart, from the top of the row to its foot."""
    gray = np.full((HEIGHT, WIDTH), paper, np.uint8)
    for left in range(60, 340, 9):
        gray[ROW.top : ROW.bottom, left : left + 3] = ink
    return gray


def test_a_strip_is_36_pixels_high_and_as_wide_as_its_row():
    strip = cut(page_with_strokes(), ROW)
    assert strip.box == Box(left=46, top=36, right=354, bottom=72)
    assert strip.pixels.shape == (36, 308)
    assert strip.scale == 1


@pytest.mark.parametrize(("height", "columns"), [(64, 154), (10, 616)])
def test_higher_and_lower_rows_are_scaled(height, columns):
    row = Box(left=50, top=40, right=350, bottom=40 + height)
    strip = cut(page_with_strokes(), row)
    assert strip.pixels.shape == (36, columns)
    assert strip.scale == pytest.approx((height + 8) / 36)


def test_ink_is_black_and_paper_white():
    pixels = cut(page_with_strokes(), ROW).pixels
    assert pixels.dtype == np.float32
    middle = pixels[18]
    assert (middle[14:280].reshape(-1, 1) < -0.9).sum() == pytest.approx(90, abs=4)
    assert middle[:8].min() > 0.5


@pytest.mark.parametrize(("paper", "ink"), [(210, 60), (200, 150), (120, 70)])
def test_contrast_is_that_of_the_row(paper, ink):
    """Shades that sharpening does not drive beyond white or black."""
    pale, plain = page_with_strokes(paper=paper, ink=ink), page_with_strokes(paper=190, ink=90)
    np.testing.assert_allclose(cut(pale, ROW).pixels, cut(plain, ROW).pixels, atol=0.03)


def test_a_dark_stroke_does_not_make_the_others_pale():
    gray = page_with_strokes(paper=230, ink=100)
    gray[ROW.top : ROW.bottom, 60:63] = 0
    middle = cut(gray, ROW).pixels[18]
    assert (middle < -0.9).sum() > 80


@pytest.mark.parametrize(
    ("row", "box"),
    [
        (Box(left=0, top=0, right=80, bottom=30), Box(left=0, top=0, right=84, bottom=34)),
        (
            Box(left=320, top=100, right=400, bottom=120),
            Box(left=316, top=96, right=400, bottom=120),
        ),
        (Box(left=-20, top=-9, right=500, bottom=130), Box(left=0, top=0, right=400, bottom=120)),
        (Box(left=402, top=50, right=410, bottom=60), Box(left=398, top=46, right=400, bottom=64)),
    ],
    ids=["corner", "other corner", "wider than the page", "just off the page"],
)
def test_a_row_at_the_edge_goes_as_far_as_the_page(row, box):
    strip = cut(page_with_strokes(), row)
    assert strip.box == box
    assert strip.pixels.shape[1] >= 3


@pytest.mark.parametrize(
    "row",
    [
        Box(left=405, top=10, right=420, bottom=30),
        Box(left=10, top=125, right=90, bottom=140),
        Box(left=-30, top=10, right=-5, bottom=30),
        Box(left=10, top=-30, right=90, bottom=-4),
    ],
    ids=["right", "below", "left", "above"],
)
def test_a_row_off_the_page_is_none(row):
    assert cut(page_with_strokes(), row) is None


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_empty_row_has_pixels_too(shade):
    pixels = cut(np.full((HEIGHT, WIDTH), shade, np.uint8), ROW).pixels
    assert np.isfinite(pixels).all()
    assert pixels.min() == pixels.max()
    assert abs(pixels[0, 0]) <= 1


def test_a_row_narrower_than_a_step_has_one_step():
    strip = cut(page_with_strokes(), Box(left=0, top=2, right=1, bottom=112))
    assert strip.pixels.shape == (36, 3)


def test_the_page_stays_as_it_is():
    gray = page_with_strokes(paper=230, ink=30)
    before = gray.copy()
    cut(gray, ROW)
    np.testing.assert_array_equal(gray, before)


def test_more_room_moves_letters_down_then_up_in_the_same_columns():
    page = page_with_strokes()
    strip = cut(page, ROW)
    above, below = with_more_room(page, strip)
    assert above.shape == below.shape == strip.pixels.shape
    first_inked = [int(np.flatnonzero((view < 0).any(axis=1))[0]) for view in (above, below)]
    assert first_inked[0] > 4 > first_inked[1]
    assert (below[30:] < 0).sum() < (strip.pixels[30:] < 0).sum() < (above[30:] < 0).sum()


def test_at_the_edge_of_the_page_there_is_no_more_room():
    page = page_with_strokes()
    strip = cut(page, Box(left=50, top=0, right=350, bottom=HEIGHT))
    assert all(np.array_equal(view, strip.pixels) for view in with_more_room(page, strip))
