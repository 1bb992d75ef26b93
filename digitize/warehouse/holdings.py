"""`Already held`: the papers that a procedure asks for against those that an owner's warehouse holds → an answer for each, never a paper.

Only what is surely in force spares the owner the paper (`held`); what is held and not sure is for the officer to look at. What an
applicant writes for one dossier is never held for another.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from digitize.doctype import OTHER, DocumentTypes
from digitize.dossier.checklist import Checklist
from digitize.warehouse.life import LifeShown
from digitize.warehouse.validity import Validity


class AskedFor(StrEnum):
    """What an officer or a system asks for; a closed set, since the ledger keeps it."""

    RECEIVING = "receiving"  # tiếp nhận hồ sơ
    PROCESSING = "processing"  # giải quyết hồ sơ
    GUIDING = "guiding"  # hướng dẫn người nộp chuẩn bị hồ sơ


class Answer(StrEnum):
    HELD = "held"  # in force: not to be asked for again
    UNCLEAR = "held_unclear"  # held; how long it is in force, or what changed it, a person looks at
    EXPIRED = "held_expired"
    SUPERSEDED = "held_superseded"
    REVOKED = "held_revoked"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    code: str
    """Of the checklist item, or the type where types were asked for."""
    title: str
    type_codes: tuple[str, ...]
    """A paper of any of them is it."""
    is_needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPaper:
    """All that an answer may rest on of a filed paper."""

    type_code: str
    shown: LifeShown
    validity: Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    item: AskedItem
    answer: Answer
    valid_until: date | None = None
    """Its last day, also where that has passed or is only likely; None without end, unknown, or not held."""
    is_without_end: bool = False

    @property
    def sentence(self) -> str:
        """For the counter, in Vietnamese."""
        return _SENTENCES[self.answer].format(day=_day(self.valid_until)) + _until(self)


_ANSWERS = {
    LifeShown.VALID: Answer.HELD,
    LifeShown.AMENDED: Answer.UNCLEAR,
    LifeShown.CORRECTED: Answer.UNCLEAR,
    LifeShown.UNKNOWN: Answer.UNCLEAR,
    LifeShown.NOT_YET: Answer.UNCLEAR,
    LifeShown.EXPIRED: Answer.EXPIRED,
    LifeShown.SUPERSEDED: Answer.SUPERSEDED,
    LifeShown.REVOKED: Answer.REVOKED,
}
_BEST_FIRST = tuple(Answer)
_SENTENCES = {
    Answer.HELD: "Đã có, không yêu cầu nộp.",
    Answer.UNCLEAR: "Đã có, nhưng chưa chắc còn hiệu lực. Cán bộ xem lại trước khi quyết định có yêu cầu nộp không.",
    Answer.EXPIRED: "Đã có nhưng hết hạn ngày {day}. Cần nộp bản mới.",
    Answer.SUPERSEDED: "Đã có nhưng đã bị giấy khác thay thế. Cần nộp bản mới.",
    Answer.REVOKED: "Đã có nhưng đã bị thu hồi hoặc bãi bỏ.",
    Answer.NOT_HELD: "Cần nộp.",
}
_NEVER_REUSED = frozenset({"application", "counter"})
"""Families of papers that belong to one dossier: declarations, applications, receipts."""


def items_of_checklist(checklist: Checklist, types: DocumentTypes) -> tuple[AskedItem, ...]:
    """What a procedure asks for, in its order; an item that no type tells can never be found held."""
    return tuple(
        AskedItem(
            code=item.code,
            title=item.title,
            type_codes=_reusable(item.type_codes, types),
            is_needed=item.is_needed,
        )
        for item in checklist.items
    )


def items_of_types(codes: Sequence[str], types: DocumentTypes) -> tuple[AskedItem, ...]:
    """Each type once. Raises `KeyError` for one that is none."""
    return tuple(
        AskedItem(code=code, title=types[code].title, type_codes=_reusable((code,), types))
        for code in dict.fromkeys(codes)
    )


def holdings_of(items: Sequence[AskedItem], papers: Collection[HeldPaper]) -> tuple[Holding, ...]:
    """An answer for each item, by the best of the papers that are it."""
    return tuple(_holding(item, papers) for item in items)


def _holding(item: AskedItem, papers: Collection[HeldPaper]) -> Holding:
    fitting = [paper for paper in papers if paper.type_code in item.type_codes]
    if not fitting:
        return Holding(item=item, answer=Answer.NOT_HELD)
    best = min(fitting, key=_rank)
    return Holding(
        item=item,
        answer=_ANSWERS[best.shown],
        valid_until=best.validity.valid_until,
        is_without_end=best.validity.is_without_end and best.validity.is_certain,
    )


def _rank(paper: HeldPaper) -> tuple[int, int]:
    """The best answer first, of equals the one that is in force longest."""
    until = paper.validity.valid_until or date.max
    return _BEST_FIRST.index(_ANSWERS[paper.shown]), -until.toordinal()


def _reusable(codes: Sequence[str], types: DocumentTypes) -> tuple[str, ...]:
    return tuple(
        code
        for code in codes
        if code in types and code != OTHER and types[code].family not in _NEVER_REUSED
    )


def _until(holding: Holding) -> str:
    if holding.answer is Answer.HELD:
        if holding.is_without_end:
            return " Không có thời hạn."
        return f" Còn hiệu lực đến hết ngày {_day(holding.valid_until)}."
    if holding.answer is Answer.UNCLEAR and holding.valid_until is not None:
        return f" Có thể đến hết ngày {_day(holding.valid_until)}."
    return ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""
