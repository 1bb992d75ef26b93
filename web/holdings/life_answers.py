"""What the API says of a paper's life and of links between papers, and what it takes."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from digitize.privacy.masking import masked
from digitize.rows import Record
from digitize.warehouse.life import LifeShown, LifeState
from digitize.warehouse.links import LinkKind
from digitize.warehouse.paper_links import PaperLink, PaperLinkState
from digitize.warehouse.validity import Basis
from web.api.values import WORDS, Day, Whole
from workers.warehouse.life import PaperLife, WaitingLink

RECORD = r"^r-[0-9a-f]{16}-p[0-9]{4,6}$"
LINK = r"^[0-9a-f]{32}$"
_Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=WORDS)]


class _Said(BaseModel):
    # Not strict: JSON has no enumerations.
    model_config = ConfigDict(extra="forbid")


class LifeSaid(_Said):
    version: Whole
    """Of the life that was looked at; 0 where nothing was said yet."""
    state: LifeState
    reason: _Reason


class ValiditySaid(_Said):
    version: Whole
    valid_until: Day | None
    """Its last day; null: without end."""
    reason: _Reason


class LinkConfirmed(_Said):
    version: Whole
    record: Annotated[str, Field(pattern=RECORD, max_length=25)]
    """The other paper."""


class LinkDeclined(_Said):
    version: Whole
    reason: _Reason


class PaperLinkAnswer(BaseModel):
    link: str
    record: str
    """Whose text says so."""
    kind: LinkKind
    number: str
    day: str
    """ISO 8601, or empty."""
    page: int
    sentence: str
    box: tuple[int, int, int, int] | None
    state: PaperLinkState
    version: int
    other: str | None
    """The record that a person named."""
    reason: str

    @classmethod
    def of(cls, link: PaperLink) -> Self:
        said, box = link.said, link.said.box
        return cls(
            link=link.id,
            record=link.record_id,
            kind=said.kind,
            number=said.number,
            day=said.day,
            page=said.page_number,
            sentence=said.sentence,
            box=None if box is None else (box.left, box.top, box.right, box.bottom),
            state=link.state,
            version=link.version,
            other=link.target_id,
            reason=link.reason,
        )


class LifeAnswer(BaseModel):
    record: str
    shown: LifeShown
    """What it is today."""
    state: LifeState
    """What people said; that it expired is no state."""
    version: int
    valid_from: date | None
    valid_until: date | None
    without_end: bool
    basis: Basis
    certain: bool
    """False: the days rest on a period that is not confirmed."""
    reason: str
    links: list[PaperLinkAnswer]
    """What it says of others, and what others say of it."""

    @classmethod
    def of(cls, record_id: str, found: PaperLife) -> Self:
        validity = found.validity
        return cls(
            record=record_id,
            shown=found.shown,
            state=found.life.state,
            version=found.life.version,
            valid_from=validity.valid_from,
            valid_until=validity.valid_until,
            without_end=validity.is_without_end,
            basis=validity.basis,
            certain=validity.is_certain,
            reason=found.life.reason,
            links=[PaperLinkAnswer.of(link) for link in (*found.says, *found.said)],
        )


class PaperCandidateAnswer(BaseModel):
    record: str
    title: str
    filed_at: datetime

    @classmethod
    def of(cls, record: Record) -> Self:
        return cls(record=record.id, title=masked(record.title), filed_at=record.filed_at)


class WaitingPaperLinkAnswer(PaperLinkAnswer):
    """In a list numbers of persons are masked."""

    title: str
    """Of the paper that says so."""
    candidates: list[PaperCandidateAnswer]

    @classmethod
    def of_waiting(cls, one: WaitingLink) -> Self:
        said = PaperLinkAnswer.of(one.link).model_dump()
        return cls(
            **{**said, "sentence": masked(one.link.said.sentence)},
            title=masked(one.record.title),
            candidates=[PaperCandidateAnswer.of(record) for record in one.candidates],
        )


class WaitingPaperLinkPage(BaseModel):
    items: list[WaitingPaperLinkAnswer]
    cursor: str | None
