"""A link between two papers from its proposal to what a person decided of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from digitize.errors import IllegalMove
from digitize.model import Box, PageReading, RecordId, around
from digitize.warehouse.links import SaidLink


class PaperLinkState(StrEnum):
    PROPOSED = "proposed"  # the text says so; a person has not looked
    CONFIRMED = "confirmed"  # a person named the other paper: its life moved
    DECLINED = "declined"  # the text does not mean it, or the other paper is not one of ours
    WITHDRAWN = "withdrawn"  # confirmed by mistake and taken back


LINK_MOVES: Mapping[PaperLinkState, frozenset[PaperLinkState]] = {
    PaperLinkState.PROPOSED: frozenset({PaperLinkState.CONFIRMED, PaperLinkState.DECLINED}),
    PaperLinkState.CONFIRMED: frozenset({PaperLinkState.WITHDRAWN}),
    PaperLinkState.DECLINED: frozenset({PaperLinkState.CONFIRMED}),
    PaperLinkState.WITHDRAWN: frozenset({PaperLinkState.CONFIRMED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLink:
    id: str
    record_id: RecordId
    """The record whose text says so."""
    said: SaidLink
    state: PaperLinkState
    version: int
    proposed_at: datetime
    target_id: RecordId | None = None
    """The other paper, once a person named it."""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


class LinesOfPages(Protocol):
    """Readings of a document's pages in order."""

    def __getitem__(self, index: int, /) -> PageReading: ...


def link_id(record_id: RecordId, said: SaidLink) -> str:
    """The same sentence read again is the same link, also from the file as it is taken up twice."""
    words = f"{record_id}\n{said.kind}\n{said.number}\n{said.page_number}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def with_box(said: SaidLink, pages: LinesOfPages) -> SaidLink:
    """With the place of its sentence on the upright page, in pixels."""
    lines = pages[said.page_number - 1].text.lines[said.lines[0] : said.lines[1] + 1]
    box: Box | None = around(line.box for line in lines) if lines else None
    return replace(said, box=box)


def require_link_move(before: PaperLinkState, after: PaperLinkState) -> None:
    """Raises `IllegalMove`."""
    if after not in LINK_MOVES[before]:
        raise IllegalMove(f"a link that is {before} cannot become {after}")
