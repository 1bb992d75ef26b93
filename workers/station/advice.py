"""Faults of pages into the sentences that an officer reads: which pages, and what to do with the paper still in hand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from digitize.page_faults import HINTS, Fault, sentence
from workers.station.rows import PageWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    message: str
    is_hint: bool
    """Nothing to do at once: the pages can be used as they are, or were empty anyway."""


def warning(fault: Fault, *, page_number: int) -> PageWarning:
    message = sentence(fault, [page_number])
    return PageWarning(page_number=page_number, fault=fault, message=message)


def advice(warnings: Iterable[PageWarning]) -> tuple[Advice, ...]:
    """One sentence for each fault with all its pages, what must be scanned again first."""
    pages: defaultdict[Fault, list[int]] = defaultdict(list)
    for said in warnings:
        pages[said.fault].append(said.page_number)
    sentences = [
        Advice(message=sentence(fault, pages[fault]), is_hint=fault in HINTS)
        for fault in Fault
        if fault in pages
    ]
    return tuple(sorted(sentences, key=lambda one: one.is_hint))
