"""Where a PDF page lies and how it is turned: its visible box, its unit, its `/Rotate`."""

import pikepdf

from digitize.intake.graphics_state import Rect
from digitize.intake.pdf_values import number, whole

MAX_USER_UNIT = 1_000.0  # a point of 35 cm; what says more does not know its size
_A4: Rect = (0.0, 0.0, 595.0, 842.0)
MIN_SIDE_PT = 3.0  # ISO 32000-1, annex C: no page is smaller; a zero box is a broken file


def page_box(page: pikepdf.Page) -> Rect:
    """The crop box inside the media box, in units of page space; A4 where both are broken."""
    media = _rect(page.mediabox) or _A4
    crop = _rect(page.cropbox) or media
    box = (
        max(media[0], crop[0]), max(media[1], crop[1]),
        min(media[2], crop[2]), min(media[3], crop[3]),
    )  # fmt: skip
    return next((found for found in (box, media) if _is_real(found)), _A4)


def area(box: Rect) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def rotation(page: pikepdf.Page) -> int:
    """Clockwise turn for display: 0, 90, 180 or 270, whatever number the file gives."""
    return round(whole(page.rotation) / 90) * 90 % 360


def points_per_unit(page: pikepdf.Page) -> float:
    """`/UserUnit`: 1 but for drawings of many metres."""
    unit = number(page.obj.get("/UserUnit"))
    return unit if unit is not None and 0 < unit <= MAX_USER_UNIT else 1.0


def stored_size_pt(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height before `/Rotate`."""
    box, unit = page_box(page), points_per_unit(page)
    return (box[2] - box[0]) * unit, (box[3] - box[1]) * unit


def shown_size_pt(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height after `/Rotate`."""
    width, height = stored_size_pt(page)
    return (height, width) if rotation(page) in (90, 270) else (width, height)


def _rect(array: object) -> Rect | None:
    """Four numbers, in whichever order; None where something else is there."""
    values = [number(value) for value in array] if isinstance(array, pikepdf.Array) else []
    numbers = [value for value in values if value is not None]
    if len(numbers) != len(values) or len(numbers) != 4:
        return None
    x0, y0, x1, y1 = numbers
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_real(box: Rect) -> bool:
    return box[2] - box[0] >= MIN_SIDE_PT and box[3] - box[1] >= MIN_SIDE_PT
