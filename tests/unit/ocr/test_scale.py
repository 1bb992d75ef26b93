from dataclasses import replace

import cv2
import numpy as np
import pytest
from line_factories import line_of, word_of
from page_factories import TEXT, drawn_page

from digitize.image.skew import deskew
from digitize.model import Box, Resolution
from digitize.ocr.scale import at_reading_scale, on_upright


@pytest.mark.parametrize(
    ("dpi", "side"), [(100, 1654), (150, 1654), (200, 1654), (300, 1654), (210, 1737)]
)
def test_every_page_is_read_at_about_two_hundred_dpi(dpi, side):
    read = at_reading_scale(drawn_page(dpi=dpi))
    assert read.width == pytest.approx(side, abs=4)
    assert read.resolution.dpi == pytest.approx(read.width / 8.27, rel=0.01)


def test_a_fax_with_two_resolutions_gets_square_pixels():
    page = replace(drawn_page(dpi=200), resolution=Resolution(dpi_x=200, dpi_y=100))
    read = at_reading_scale(page)
    assert (read.width, read.height) == (page.width, 2 * page.height)


def test_boxes_come_back_to_the_page_at_its_own_resolution():
    upright = drawn_page(dpi=300)
    read = at_reading_scale(upright)
    (line,) = on_upright((line_of(word_of("chữ", left=400, top=200)),), read=read, upright=upright)
    assert line.box == Box(left=600, top=300, right=672, bottom=345)


def test_boxes_of_a_levelled_page_lie_on_the_ink_of_the_skewed_one():
    def mark(pen):
        pen.rectangle((1200, 400, 1240, 420), fill="black")

    straight = drawn_page(lines=TEXT * 3, paint=mark)
    turn = cv2.getRotationMatrix2D((straight.width / 2, straight.height / 2), -3.0, 1.0)
    size = (straight.width, straight.height)
    skewed = replace(
        straight, gray=np.asarray(cv2.warpAffine(straight.gray, turn, size, borderValue=255))
    )
    level = deskew(at_reading_scale(skewed))
    word = word_of("x", left=1200, top=400, height=20)
    (line,) = on_upright(
        (line_of(replace(word, box=replace(word.box, right=1240))),), read=level, upright=skewed
    )
    centre = turn @ (1220, 410, 1)
    assert ((line.box.left + line.box.right) / 2, (line.box.top + line.box.bottom) / 2) == (
        pytest.approx(centre[0], abs=3),
        pytest.approx(centre[1], abs=3),
    )


def test_boxes_never_leave_the_page():
    upright = drawn_page(dpi=300)
    read = at_reading_scale(upright)
    (line,) = on_upright(
        (line_of(word_of("rìa", left=read.width - 5, top=read.height - 5)),),
        read=read,
        upright=upright,
    )
    assert (line.box.right, line.box.bottom) == (upright.width, upright.height)
