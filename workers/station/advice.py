"""Faults of a page into the sentence that an officer reads: which page, and what to do with the paper still in hand."""

from digitize.image.quality import Fault
from workers.station.rows import PageWarning

_SENTENCES = {
    Fault.TOO_DARK: "trang {page} bị tối, đậy nắp máy hoặc tăng độ sáng rồi quét lại",
    Fault.FAINT: "trang {page} bị mờ nhạt, tăng độ tương phản rồi quét lại",
    Fault.BLURRED: "trang {page} bị mờ, lau mặt kính rồi quét lại",
    Fault.CUT_OFF: "trang {page} bị cắt mất mép, đặt lại giấy cho ngay rồi quét lại",
    Fault.LOW_RESOLUTION: "trang {page} có độ phân giải dưới 200 dpi, đặt máy 300 dpi rồi quét lại",
    Fault.UPSIDE_DOWN: "trang {page} bị ngược đầu, máy sẽ tự xoay; lần sau đặt giấy xuôi chiều",
    Fault.BLANK: "trang {page} trắng hoặc quá nhạt, nếu giấy có chữ thì lật mặt và quét lại",
}
_HINTS = frozenset({Fault.UPSIDE_DOWN, Fault.BLANK})


def advice(fault: Fault, *, page_number: int) -> PageWarning:
    message = _SENTENCES[fault].format(page=page_number)
    return PageWarning(page_number=page_number, fault=fault, message=message)


def is_hint(warning: PageWarning) -> bool:
    """Nothing to do at once: the page can be used as it is, or was empty anyway."""
    return warning.fault in _HINTS
