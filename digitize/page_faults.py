"""What is wrong with a page as it was scanned, and what to do with the paper while it still lies at the counter.

The same words at the scanner's own station and in the browser; found by `digitize/image/quality.py`, wherever the page is
decoded first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from digitize.page_ranges import page_ranges
from digitize.sentence import Sentence


class Fault(StrEnum):
    """The gravest first."""

    TOO_DARK = "too_dark"  # the paper itself is dark: lid open, exposure wrong
    FAINT = "faint"  # ink hardly darker than the paper
    BLURRED = (
        "blurred"  # edges of letters are soft: the page moved, the glass is dirty, out of focus
    )
    CUT_OFF = "cut_off"  # lines of print run over the edge of the picture
    LOW_RESOLUTION = "low_resolution"  # below what the law asks of a copy
    UPSIDE_DOWN = "upside_down"  # repaired later, but the next page may be too
    BLANK = "blank"  # nothing on it: fed with the back to the light, or an empty back


SENTENCES = {
    Fault.TOO_DARK: "Trang {pages} bị tối, đậy nắp máy hoặc tăng độ sáng rồi quét lại.",
    Fault.FAINT: "Trang {pages} bị mờ nhạt, tăng độ tương phản rồi quét lại.",
    Fault.BLURRED: "Trang {pages} bị mờ, lau mặt kính rồi quét lại.",
    Fault.CUT_OFF: "Trang {pages} bị cắt mất mép, đặt lại giấy cho ngay rồi quét lại.",
    Fault.LOW_RESOLUTION: "Trang {pages} có độ phân giải dưới 200 dpi, đặt máy 300 dpi rồi quét lại.",
    Fault.UPSIDE_DOWN: "Trang {pages} bị ngược đầu, máy sẽ tự xoay; lần sau đặt giấy xuôi chiều.",
    Fault.BLANK: "Trang {pages} trắng hoặc quá nhạt, nếu giấy có chữ thì lật mặt và quét lại.",
}
HINTS = frozenset({Fault.UPSIDE_DOWN, Fault.BLANK})
"""Nothing to do at once: such pages can be used as they are, or were empty anyway."""


def sentence(fault: Fault, page_numbers: Sequence[int]) -> Sentence:
    """For the counter, with the numbers (from 1) of all pages that have it."""
    return Sentence(SENTENCES[fault], pages=page_ranges(page_numbers))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFault:
    page_index: int
    """Of its scan."""
    fault: Fault
