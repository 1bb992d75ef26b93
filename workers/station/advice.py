"""Faults of pages into the sentences that an officer reads: which pages, and what to do with the paper still in hand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from digitize.image.quality import Fault
from digitize.page_ranges import page_ranges
from workers.station.rows import PageWarning

_SENTENCES = {
    Fault.TOO_DARK: "trang {pages} bị tối, đậy nắp máy hoặc tăng độ sáng rồi quét lại",
    Fault.FAINT: "trang {pages} bị mờ nhạt, tăng độ tương phản rồi quét lại",
    Fault.BLURRED: "trang {pages} bị mờ, lau mặt kính rồi quét lại",
    Fault.CUT_OFF: "trang {pages} bị cắt mất mép, đặt lại giấy cho ngay rồi quét lại",
    Fault.LOW_RESOLUTION: "trang {pages} có độ phân giải dưới 200 dpi, đặt máy 300 dpi rồi quét lại",
    Fault.UPSIDE_DOWN: "trang {pages} bị ngược đầu, máy sẽ tự xoay; lần sau đặt giấy xuôi chiều",
    Fault.BLANK: "trang {pages} trắng hoặc quá nhạt, nếu giấy có chữ thì lật mặt và quét lại",
}
_HINTS = frozenset({Fault.UPSIDE_DOWN, Fault.BLANK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    message: str
    is_hint: bool
    """Nothing to do at once: the pages can be used as they are, or were empty anyway."""


def warning(fault: Fault, *, page_number: int) -> PageWarning:
    message = _SENTENCES[fault].format(pages=page_number)
    return PageWarning(page_number=page_number, fault=fault, message=message)


def advice(warnings: Iterable[PageWarning]) -> tuple[Advice, ...]:
    """One sentence for each fault with all its pages, what must be scanned again first."""
    pages: defaultdict[Fault, list[int]] = defaultdict(list)
    for said in warnings:
        pages[said.fault].append(said.page_number)
    sentences = [
        Advice(
            message=_SENTENCES[fault].format(pages=page_ranges(pages[fault])),
            is_hint=fault in _HINTS,
        )
        for fault in Fault
        if fault in pages
    ]
    return tuple(sorted(sentences, key=lambda one: one.is_hint))
