"""Two pictures of one page are known through shift, angle and noise, with a note on one of them; two pages never are."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from page_factories import DPI, TEXT, drawn_page, page_of
from PIL import ImageDraw

from digitize.image.same_page import Likeness, likeness
from digitize.model import PageImage, Pixels

WORDS = [word for line in TEXT for word in line.split()]


def page(seed: int = 1, *, note: tuple[int, int, int, int] | None = None) -> PageImage:
    """A page of 24 lines of words; `note` (left, top, width, height) lies over it, with its own writing."""
    lines = np.random.default_rng(seed).choice(WORDS, (24, 9))

    def stick(pen: ImageDraw.ImageDraw) -> None:
        if note is not None:
            left, top, width, height = note
            pen.rectangle((left, top, left + width, top + height), fill=(250, 240, 140))
            for y in range(top + 40, top + height - 20, 60):
                pen.line((left + 30, y, left + width - 60, y + 12), fill=(40, 40, 120), width=5)

    return drawn_page(lines=tuple(" ".join(line) for line in lines), paint=stick)


def fed_again(image: PageImage, *, degrees: float = 0.7, stretch: float = 1.003) -> PageImage:
    """The same sheet through the feeder once more: elsewhere, at another angle, a little longer, with new noise."""
    height, width = image.gray.shape
    move = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, stretch)
    move[:, 2] += (9, -12)
    gray = cv2.warpAffine(image.gray, move, (width, height), borderValue=250).astype(float)
    return gray_page(gray + np.random.default_rng(7).normal(0, 6, gray.shape))


def bilevel(image: PageImage) -> PageImage:
    return gray_page(np.where(image.gray < 150, 0, 255))


def gray_page(gray: np.ndarray) -> PageImage:
    pixels: Pixels = np.clip(gray, 0, 255).astype(np.uint8)
    return page_of(np.repeat(pixels[:, :, None], 3, axis=2), dpi=DPI)


def test_a_page_fed_twice_is_the_same() -> None:
    assert likeness(page(), fed_again(page())) is Likeness.SAME


@pytest.mark.parametrize(
    "note",
    [(500, 700, 600, 600), (300, 1100, 600, 600), (900, 300, 400, 160), (200, 400, 1000, 600)],
    ids=["in the middle", "lower", "flag", "large"],
)
def test_a_note_is_one_patch_of_an_otherwise_same_page(note: tuple[int, int, int, int]) -> None:
    assert likeness(page(), fed_again(page(note=note))) is Likeness.NOTE
    assert likeness(page(note=note), fed_again(page())) is Likeness.NOTE


@pytest.mark.parametrize("scan", [bilevel, lambda image: fed_again(image, degrees=-1.5)])
def test_a_note_is_seen_through_one_bit_and_skew(scan: Callable[[PageImage], PageImage]) -> None:
    assert likeness(page(), scan(fed_again(page(note=(500, 700, 600, 600))))) is Likeness.NOTE


@pytest.mark.parametrize(
    "other",
    [
        page(2),
        page(1, note=(0, 0, 1654, 1200)),
        drawn_page(),
        drawn_page(dpi=DPI // 2 * 3),
        drawn_page(lines=("một dòng",)),
    ],
    ids=["other words", "covered over half", "blank", "another size", "one line"],
)
def test_two_pages_are_not_one(other: PageImage) -> None:
    assert likeness(page(), other) is Likeness.DIFFERENT


def test_two_copies_of_a_form_filled_in_otherwise_are_two_pages() -> None:
    def form(names: str) -> PageImage:
        rows = [
            f"{names} là con ông bà" if number % 3 else f"{word} tên, ngày tháng năm sinh, nơi ở"
            for number, word in enumerate(WORDS[:24])
        ]
        return drawn_page(lines=tuple(rows))

    assert likeness(form("NGUYỄN VĂN AN"), form("TRẦN THỊ BÌNH HÒA")) is Likeness.DIFFERENT


def test_pages_without_ink_are_no_pair() -> None:
    assert likeness(drawn_page(), drawn_page()) is Likeness.DIFFERENT
