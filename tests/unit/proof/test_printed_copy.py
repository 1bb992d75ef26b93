"""A printed copy against the picture on file: a changed figure is noticed, an honest copy agrees, a poor one says nothing."""

from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from digitize.model import Pixels
from digitize.proof.agreement import Agreement, Doubt
from digitize.proof.printed_copy import compare

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
SIZE = (1240, 1400)  # a letter's upper part at 200 dpi, so that a test takes a second
WORDS = [
    "quyết",
    "định",
    "số",
    "ngày",
    "tháng",
    "năm",
    "ủy",
    "ban",
    "nhân",
    "dân",
    "tỉnh",
    "về",
    "việc",
    "phê",
    "duyệt",
    "chủ",
    "trương",
    "đầu",
    "tư",
]
LINES = 24


def printed(*, changed: tuple[str, str] = ("", ""), seed: int = 5) -> Pixels:
    """A page of 12-point lines with numbers among the words."""
    rng, page = Random(seed), Image.new("L", SIZE, 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 33)
    for row in range(LINES):
        line = " ".join(rng.choice(WORDS) for _ in range(9)) + f" {rng.randrange(10**6):06d}"
        text = "Số: 2311/QĐ-UBND ngày 05/3/2024 " + line[:40] if row == 4 else line
        pen.text((110, 60 + 54 * row), text.replace(*changed) if changed[0] else text, 0, font)
    return np.asarray(page, np.uint8)


def scanned(page: Pixels, *, dpi: int = 200, degrees: float = 0.7, quality: int = 70) -> Pixels:
    """Softened, askew, greyed, noisy and stored as JPEG."""
    scale = dpi / 200
    size = (round(page.shape[1] * scale), round(page.shape[0] * scale))
    turn = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), degrees, 0.98)
    turn[:, 2] += (4.3, -3.6)
    turn = np.diag([scale, scale]) @ turn
    soft = cv2.GaussianBlur(page, (0, 0), 0.8)
    seen = cv2.warpAffine(soft, turn, size, flags=cv2.INTER_AREA, borderValue=250)
    grain = np.random.default_rng(3).normal(0, 4, seen.shape)
    grey = np.clip(28 + seen * 0.82 + grain, 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


@pytest.fixture(scope="module")
def on_file() -> Pixels:
    return printed()


@pytest.mark.parametrize(("dpi", "degrees"), [(200, 0.7), (150, -1.2)])
def test_an_honest_copy_agrees(on_file: Pixels, dpi: int, degrees: float) -> None:
    found = compare(on_file, scanned(on_file, dpi=dpi, degrees=degrees)).comparison
    assert found.agreement is Agreement.AGREES, found
    assert found.share > 0.999
    assert found.sure_from_mm is not None


@pytest.mark.parametrize(
    "changed",
    [("2311", "2811"), ("05/3/2024", "05/8/2024"), ("05/3", "06/3"), ("2024", "2021")],
    ids=["number", "month", "day", "year"],
)
@pytest.mark.parametrize("dpi", [150, 200])
def test_a_changed_figure_is_noticed(on_file: Pixels, changed: tuple[str, str], dpi: int) -> None:
    found = compare(on_file, scanned(printed(changed=changed), dpi=dpi)).comparison
    assert found.agreement is Agreement.DIFFERS
    assert all(270 < box.top < 320 for box in found.places)  # the fifth line, and nothing else


def test_a_pasted_stamp_is_noticed(on_file: Pixels) -> None:
    forged = on_file.copy()
    cv2.circle(forged, (900, 900), 110, 90, 6)
    assert compare(on_file, scanned(forged)).comparison.agreement is Agreement.DIFFERS


def test_a_copy_too_coarse_for_figures_never_agrees(on_file: Pixels) -> None:
    found = compare(on_file, scanned(on_file, dpi=55)).comparison
    assert found.agreement is not Agreement.AGREES


def test_a_copy_with_a_part_missing_says_nothing(on_file: Pixels) -> None:
    found = compare(on_file, scanned(on_file)[:-350]).comparison
    assert (found.agreement, found.doubt) == (Agreement.UNCLEAR, Doubt.CUT_OFF)


def test_another_page_is_not_laid_onto_it(on_file: Pixels) -> None:
    found = compare(on_file, scanned(printed(seed=99)[::-1].copy())).comparison
    assert found.agreement is not Agreement.AGREES


def test_a_blank_page_says_nothing(on_file: Pixels) -> None:
    found = compare(on_file, np.full_like(on_file, 250)).comparison
    assert (found.agreement, found.doubt) == (Agreement.UNCLEAR, Doubt.NOT_FOUND)
