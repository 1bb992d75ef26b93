"""What the work costs: processor, bytes, syncs, transactions, as `python -m bench.capacity.measure` found them.

The figures are data (`measured.json`, with the day and the machine they were taken on), so that a new measurement changes no code.
Everything that varies from page to page is kept page by page: the model draws from what was seen.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from statistics import fmean
from typing import Self

MEASURED = Path(__file__).with_name("measured.json")


class Ink(StrEnum):
    COLOUR = "colour"  # 300 dpi, JPEG: what counters scan
    GREY = "grey"  # 200 dpi, JPEG: usual in backlogs
    BILEVEL = "bilevel"  # 300 dpi, CCITT G4


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCosts:
    """Of pages of one ink."""

    read_cpu_seconds: Sequence[float]
    """From the file to the page's words, one value a page that was measured."""
    archive_cpu_seconds: float
    """Its part of making the searchable PDF, checking it, sealing and checking again."""
    original_mb: float
    """In units of 10**6 bytes, as are all."""
    sealed_mb: float
    """Its part of the sealed PDF; the searchable one before the seal is as large."""
    reading_mb: float

    @property
    def mean_cpu_seconds(self) -> float:
        return fmean(self.read_cpu_seconds) + self.archive_cpu_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """What store and catalogue do for something, beside its bytes."""

    cpu_seconds: float
    syncs: int
    """Of the store, as the folder store makes them; the catalogue's are its transactions."""
    entries: int
    """Transactions that append to the ledger and so lock its head."""
    commits: int
    """Transactions that do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    pages: Mapping[Ink, PageCosts]
    a_scan: Custody
    a_page: Custody
    a_document: Custody
    """Understanding it is in its processor seconds."""
    entry_seconds: float
    """How long an entry holds the ledger's head without what its commit waits for the disk."""
    measured_on: str

    @classmethod
    def load(cls, path: Path = MEASURED) -> Self:
        said = json.loads(path.read_text())
        return cls(
            pages={Ink(ink): PageCosts(**costs) for ink, costs in said["pages"].items()},
            a_scan=Custody(**said["a_scan"]),
            a_page=Custody(**said["a_page"]),
            a_document=Custody(**said["a_document"]),
            entry_seconds=said["entry_seconds"],
            measured_on=said["measured_on"],
        )

    def reading_dearer(self, factor: float) -> Self:
        """The same with reading so many times as dear."""
        pages = {
            ink: replace(one, read_cpu_seconds=[seconds * factor for seconds in one.read_cpu_seconds])
            for ink, one in self.pages.items()
        }  # fmt: skip
        return replace(self, pages=pages)


Mix = Mapping[Ink, float]
"""Shares of pages by ink, together 1."""
COUNTER_MIX: Mix = {Ink.COLOUR: 1.0}
"""The law wants 300 dpi in colour of what is scanned today."""
BACKLOG_MIX: Mix = {Ink.COLOUR: 0.34, Ink.GREY: 0.33, Ink.BILEVEL: 0.33}
"""Nobody has counted it: a third each."""


def page_cpu_seconds(
    costs: Costs, mix: Mix, *, pages_a_scan: float, pages_a_document: float
) -> float:
    """All processor time that a page costs on the mean, with its part of scan and document."""
    own = sum(share * costs.pages[ink].mean_cpu_seconds for ink, share in mix.items())
    custody = costs.a_page.cpu_seconds + costs.a_scan.cpu_seconds / pages_a_scan
    return own + custody + costs.a_document.cpu_seconds / pages_a_document
