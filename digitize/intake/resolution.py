"""Pixels and what a file says about their size into a resolution that can be believed, or one estimated and marked so.

Cameras and drawing programs write 72 or 96 dpi because a field must be filled; a page 86 cm long was never on a scanner.
"""

from digitize.model import Resolution

MIN_DPI, MAX_DPI = 50.0, 1200.0  # no document scanner works outside; below 50 nothing can be read
_SCREEN_DPI = (72.0, 96.0)  # defaults of cameras and drawing programs, not measurements
_MAX_ASPECT = 3.0  # fax lines are 204 × 98; a ratio beyond this is a damaged tag
_A3_LONG_INCH = 420 / 25.4
_A4_LONG_INCH = 297 / 25.4
_CARD_LONG_INCH = 85.6 / 25.4  # ID-1 (ISO 7810): a citizen identity card
_CARD_ASPECT = 85.6 / 53.98
_CARD_TOLERANCE = 0.02  # A4 is 1.414, Letter 1.294, photos 1.333 and 1.5: none comes near 1.586


def believed(dpi_x: float, dpi_y: float, *, width: int, height: int) -> Resolution:
    """What the file says where a scanner could have said it, else an estimate from the shape of the page.

    `dpi_x`, `dpi_y`: 0 where the file says nothing. `width`, `height` in pixels.
    """
    if _is_plausible(dpi_x, dpi_y, width=width, height=height):
        return Resolution(dpi_x=dpi_x, dpi_y=dpi_y)
    return estimated(width, height)


def estimated(width: int, height: int) -> Resolution:
    """Assumes an identity card where the shape is a card's to 2 %, an A4 page otherwise."""
    longer, shorter = max(width, height), max(1, min(width, height))
    is_card = abs(longer / shorter / _CARD_ASPECT - 1) <= _CARD_TOLERANCE
    dpi = longer / (_CARD_LONG_INCH if is_card else _A4_LONG_INCH)
    dpi = min(max(dpi, MIN_DPI), MAX_DPI)
    return Resolution(dpi_x=dpi, dpi_y=dpi, is_estimated=True)


def _is_plausible(dpi_x: float, dpi_y: float, *, width: int, height: int) -> bool:
    if not (MIN_DPI <= dpi_x <= MAX_DPI and MIN_DPI <= dpi_y <= MAX_DPI):
        return False
    if max(dpi_x, dpi_y) / min(dpi_x, dpi_y) > _MAX_ASPECT:
        return False
    is_screen = any(abs(dpi_x - screen) < 0.5 for screen in _SCREEN_DPI)
    return not is_screen or max(width / dpi_x, height / dpi_y) <= _A3_LONG_INCH * 1.05
