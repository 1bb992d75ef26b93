"""The picture of a page for the desk: upright as it was read, so that boxes lie on it; made once, and gone with a secret paper."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from digitize.errors import NotFound, RequestInvalid, SecretPaper
from digitize.image.picture import picture
from digitize.model import PageImage, Pixels, Resolution, ScanId
from tests.paper_on_desk import HEIGHT, WIDTH, Desk, desk
from workers.checking import editing
from workers.pictures import forget_pictures, page_picture, prefetch

TOP_LEFT = (slice(90, 130), slice(80, 200))
"""Where the first row of a drawn page is black, y and x."""


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path, pages=2) as opened:
        yield opened


def shown(paper: Desk, page_index: int, width: int = 900) -> Pixels:
    path = page_picture(paper.services, paper.pool, paper.scan_id, page_index, width)
    pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return np.asarray(pixels, dtype=np.uint8)


def test_a_page_is_shown_as_it_was_read_and_turned_as_a_person_says(paper: Desk) -> None:
    pixels = shown(paper, 0)
    assert pixels.shape == (HEIGHT, WIDTH)  # narrower than asked: not enlarged
    assert pixels[TOP_LEFT].min() < 60
    (document,) = paper.documents().values()
    begun = editing.turn(paper.services, document.id, 0, 90, account="an")
    for _ in range(2):  # before it is read anew, and after
        turned = np.rot90(shown(paper, 0, 1600))  # back by 90 degrees
        assert turned.shape == (HEIGHT, WIDTH)
        assert turned[TOP_LEFT].min() < 60
        paper.finish(*begun)


def test_widths_are_those_of_the_desk(paper: Desk) -> None:
    small = shown(paper, 1, 160)
    assert small.shape == (round(HEIGHT * 160 / WIDTH), 160)
    with pytest.raises(RequestInvalid):
        shown(paper, 1, 161)
    with pytest.raises(NotFound):
        shown(paper, 2)


def test_a_picture_is_made_once(paper: Desk) -> None:
    prefetch(paper.services, paper.pool, paper.scan_id, [0, 1, 7], 900)
    paper.pool.close()
    assert shown(paper, 0).shape == shown(paper, 1).shape


def test_of_a_secret_paper_no_picture_is_made_or_left(paper: Desk) -> None:
    path = page_picture(paper.services, paper.pool, paper.scan_id, 0, 900)
    (document,) = paper.documents().values()
    editing.reject(paper.services, document.id, SecretPaper.code, account="an")
    with pytest.raises(SecretPaper):
        shown(paper, 0)
    forget_pictures(paper.services, paper.scan_id)
    assert not path.exists()


def test_a_scan_that_never_came_has_no_picture(paper: Desk) -> None:
    with pytest.raises(NotFound):
        page_picture(paper.services, paper.pool, ScanId("0" * 64), 0, 900)


@pytest.mark.parametrize("is_coloured", [True, False])
def test_colours_stay_what_they_are(is_coloured: bool) -> None:
    red = np.zeros((300, 200, 3), np.uint8)
    red[..., 0] = 200
    page = PageImage(
        page_index=0,
        gray=np.full((300, 200), 90, np.uint8),
        colour=red if is_coloured else None,
        resolution=Resolution(dpi_x=200, dpi_y=200),
    )
    made = np.frombuffer(picture(page, width=100), np.uint8)
    blue_green_red = cv2.imdecode(made, cv2.IMREAD_COLOR)
    assert blue_green_red is not None
    assert blue_green_red.shape == (150, 100, 3)
    wanted = (0, 0, 200) if is_coloured else (90, 90, 90)
    assert np.abs(blue_green_red.reshape(-1, 3).mean(axis=0) - wanted).max() < 6
