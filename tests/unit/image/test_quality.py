"""What is said of a page at the counter: nothing of a good one, the right thing of each damage."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from digitize.image.quality import find_faults, measure
from digitize.model import PageImage, Pixels, Resolution
from digitize.page_faults import Fault
from tests.page_factories import DPI, TEXT, drawn_page, seal
from tests.scan_pages import scanned_pages

Damage = Callable[[Pixels], Pixels]


def page(*, lines: tuple[str, ...] = TEXT * 4) -> PageImage:
    return drawn_page(lines=lines)


def damaged(page: PageImage, damage: Damage) -> PageImage:
    return replace(page, gray=np.ascontiguousarray(damage(page.gray)), colour=None)


def blurred(gray: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(gray, (0, 0), 2.0), dtype=np.uint8)


def slipped(gray: Pixels) -> Pixels:
    """Moved 1.6 mm while it was scanned."""
    way = np.full((1, 13), 1 / 13, np.float32)
    return np.asarray(cv2.filter2D(gray, -1, way), dtype=np.uint8)


def darkened(gray: Pixels) -> Pixels:
    return (gray * 0.4).astype(np.uint8)


def paled(gray: Pixels) -> Pixels:
    return (255 - (255 - gray.astype(np.float32)) * 0.27).astype(np.uint8)


def cropped_left(gray: Pixels) -> Pixels:
    return gray[:, DPI + 60 :]


def cropped_right(gray: Pixels) -> Pixels:
    return gray[:, : gray.shape[1] - 3 * DPI]


def turned(gray: Pixels) -> Pixels:
    return gray[::-1, ::-1]


DAMAGES = {
    Fault.BLURRED: blurred,
    Fault.TOO_DARK: darkened,
    Fault.FAINT: paled,
    Fault.CUT_OFF: cropped_left,
    Fault.UPSIDE_DOWN: turned,
}


def test_a_good_page_has_no_fault() -> None:
    assert find_faults(page()) == ()


def test_a_seal_and_few_lines_are_no_fault() -> None:
    sealed = drawn_page(lines=TEXT[:3], paint=lambda pen: seal(pen, left=900, top=900), colour=True)
    assert find_faults(sealed) == ()


@pytest.mark.parametrize(("fault", "damage"), DAMAGES.items(), ids=list(DAMAGES))
def test_each_damage_is_named_and_nothing_else(fault: Fault, damage: Damage) -> None:
    assert find_faults(damaged(page(), damage)) == (fault,)


@pytest.mark.parametrize(
    ("fault", "damage"),
    [(Fault.BLURRED, slipped), (Fault.CUT_OFF, cropped_right)],
    ids=["slipped", "cut right"],
)
def test_other_ways_of_the_same_fault_are_found(fault: Fault, damage: Damage) -> None:
    assert fault in find_faults(damaged(page(), damage))


def test_an_empty_page_is_blank_and_not_also_something_else() -> None:
    assert find_faults(page(lines=())) == (Fault.BLANK,)


@pytest.mark.parametrize(
    ("dpi", "is_estimated", "faults"),
    [
        (150, False, (Fault.LOW_RESOLUTION,)),
        (196, False, ()),
        (150, True, ()),
    ],
)
def test_only_a_resolution_the_file_names_can_be_too_low(
    dpi: float, is_estimated: bool, faults: tuple[Fault, ...]
) -> None:
    said = Resolution(dpi_x=dpi, dpi_y=dpi, is_estimated=is_estimated)
    assert find_faults(replace(page(), resolution=said)) == faults


def test_black_and_white_pages_have_no_soft_edges_to_measure() -> None:
    assert measure(replace(page(), is_bilevel=True)).sharpness is None


def test_the_dashed_rim_of_a_smaller_paper_is_no_cut_letter() -> None:
    def rim(gray: Pixels) -> Pixels:
        edged = gray.copy()
        for top in range(0, gray.shape[0], 60):
            edged[top : top + 40, :4] = 20
        return edged

    assert find_faults(damaged(page(), rim)) == ()


@pytest.mark.samples
def test_real_scans_raise_no_false_alarm_and_their_damaged_copies_do(samples: Path) -> None:
    for scan in scanned_pages(samples, limit=3):
        assert set(find_faults(scan)) <= {Fault.LOW_RESOLUTION}
        for fault in (Fault.TOO_DARK, Fault.FAINT, Fault.UPSIDE_DOWN):
            assert fault in find_faults(damaged(scan, DAMAGES[fault]))
