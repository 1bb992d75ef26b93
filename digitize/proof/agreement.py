"""What comparing a page of a printed copy with the picture on file may say; apart from what compares, which needs image libraries."""

from dataclasses import dataclass
from enum import StrEnum

from digitize.model import Box


class Agreement(StrEnum):
    AGREES = (
        "agrees"  # all that is printed is as on file, and a changed figure would have been noticed
    )
    DIFFERS = "differs"  # somewhere it is not
    UNCLEAR = "unclear"  # nobody should rely on this comparison


class Doubt(StrEnum):
    """Why a comparison says nothing."""

    NOT_FOUND = "not_found"  # the copy cannot be laid onto the picture on file: another page, or too poor a picture
    CUT_OFF = "cut_off"  # a part of what is printed is not on the copy
    COARSE = "coarse"  # a changed figure would not be noticed
    SLIGHT = "slight"  # there is something that is neither clearly noise nor clearly a change


@dataclass(frozen=True, slots=True, kw_only=True)
class PageComparison:
    agreement: Agreement
    doubt: Doubt | None = None
    share: float = 0.0
    """Of the printed surface that is as on file, 0 to 1."""
    places: tuple[Box, ...] = ()
    """What differs, in pixels of the picture on file."""
    sure_from_mm: float | None = None
    """Height of figures from which each exchange was noticed; smaller print is not vouched for."""
