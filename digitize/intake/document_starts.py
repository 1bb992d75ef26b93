"""Pages on which another paper begins although no sheet says so: surely, or possibly, in which case a person is asked.

A paper begins surely with a letterhead of Nghị định 30/2020/NĐ-CP that somebody filled in (organ, number, date: an annex
encloses empty ones), or with the national heading over a known form that is filled in, once the paper before has ended.
A page with a number of its own from 2 on, an annex and an attestation belong to what is before them. A wrong split tears
a paper apart and is hard to see; so all that is not sure stays together and becomes a question.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz

from digitize.classify import classify
from digitize.doctype import OTHER, DocumentTypes
from digitize.dossier.noted_pages import pairs_alike_in_words
from digitize.extract.letterhead import Letterhead, find_letterhead
from digitize.intake.page_marks import (
    has_form_number,
    is_annex,
    is_attestation,
    is_ended,
    printed_number,
)
from digitize.intake.possible_starts import may_open, relevant_for_starts
from digitize.layout import Segment
from digitize.model import PageOutcome, PageReading, Reason
from digitize.reasons import ReasonCode
from digitize.text import fold

_OF_OFFICES = frozenset({"administrative", "other"})
_NATION = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"ng\w{1,3}\W*\d")
_WHOLE_DATE = re.compile(
    r"ngay\W*\d{1,2}\W+thang\W*\d{1,2}\W+nam\W*(?:19|20)\d\d|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b"
)
_OPEN_DAY = re.compile(r"ng\w{1,3}\s?[.…]{3,}\s?th\w{2,4}\s?[.…]{3,}")
_SAME_NUMBER = 80.0
_LEADERS = re.compile(r"[.…_]{4,}")


class Start(StrEnum):
    SURE = "sure"  # another paper begins here
    POSSIBLE = "possible"  # perhaps: a person is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOptions:
    top_share: float = 0.25
    """The national heading stands in this upper part; a form of half a page has its own page."""
    nation_likeness: float = 80.0
    """Of 100, to the whole heading; less is some other line with a few of its letters."""
    sure_type: float = 0.8
    """Confidence of the page's own type from which on it speaks for a paper of its own."""
    most_leaders: int = 2
    """A form with more dotted stretches was not filled in, or by pen."""


def document_starts(
    readings: Sequence[PageReading], *, types: DocumentTypes, options: StartOptions | None = None
) -> Mapping[int, Start]:
    """Page index → how surely another paper begins there, for pages after the first of `readings`; most are absent."""
    options = options or StartOptions()
    return dict(_starts(relevant_for_starts(readings), types, options))


def several_documents(
    readings: Sequence[PageReading], *, types: DocumentTypes
) -> tuple[Reason, ...]:
    """Why a person looks at a document that was kept together: the first page on which another may begin."""
    found = document_starts(readings, types=types)
    return tuple(
        Reason(code=ReasonCode.SEVERAL_DOCUMENTS, page_index=index) for index in sorted(found)[:1]
    )


def _starts(
    pages: Sequence[PageReading], types: DocumentTypes, options: StartOptions
) -> Iterator[tuple[int, Start]]:
    first = pages[0] if pages else None
    for before, page in pairwise(pages):
        if page.outcome is not PageOutcome.READ or not may_open(page):
            continue
        head = _head(page, types, options)
        if head is None:
            continue
        start = _start(head, before=before, first=first, options=options)
        if start is not None:
            yield page.page_index, start
        if start is Start.SURE:
            first = page


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What stands in the head of a page that may begin a paper."""

    page: PageReading
    letterhead: Letterhead
    is_form: bool
    """Its type is one that no letterhead of an office must head: a certificate, a declaration."""
    type_confidence: float

    @property
    def has_number(self) -> bool:
        return _is_filled(self.letterhead.reference)

    @property
    def number(self) -> str:
        row = self.letterhead.reference
        return "" if row is None else _bare(row)

    @property
    def date(self) -> Segment | None:
        return self.letterhead.dateline


def _head(page: PageReading, types: DocumentTypes, options: StartOptions) -> _Head | None:
    """None for a page without a national heading, or that says itself what it belongs to; dear steps come last."""
    if is_annex(page) or is_attestation(page):
        return None
    found = find_letterhead(page)
    if found is None or not _is_national(found.heading, page, options):
        return None
    verdict = classify([page], types=types)
    return _Head(
        page=page,
        letterhead=found,
        is_form=types[verdict.type_code].family not in _OF_OFFICES,
        type_confidence=0.0 if verdict.type_code == OTHER else verdict.confidence,
    )


def _is_national(heading: Segment, page: PageReading, options: StartOptions) -> bool:
    if heading.box.top > options.top_share * page.height:
        return False
    read = fold(heading.text)
    return any(fuzz.ratio(read, nation) >= options.nation_likeness for nation in _NATION)


def _start(
    head: _Head, *, before: PageReading, first: PageReading | None, options: StartOptions
) -> Start | None:
    is_sure = _is_issued(head, options) or (_is_filled_form(head, options) and _has_ended(before))
    number = printed_number(head.page)
    if number is not None and number > 1:  # its own paper counts it as a later page
        return Start.POSSIBLE if is_sure else None
    if is_sure:
        return Start.POSSIBLE if _is_same_paper(head, before=before, first=first) else Start.SURE
    is_enclosed = has_form_number(head.page) and _leaders(head.page) > options.most_leaders
    return None if is_enclosed or _is_empty(head) else Start.POSSIBLE


def _is_issued(head: _Head, options: StartOptions) -> bool:
    """A whole letterhead in which somebody put number and day; one of them, where the type is clear too."""
    found = head.letterhead
    if not found.organ or found.reference is None or head.date is None:
        return False
    date = fold(head.date.text)
    if not _YEAR.search(date) or has_form_number(head.page) or _LEADERS.search(date):
        return False
    filled = head.has_number + (_DAY.search(date) is not None)
    return filled == 2 or (filled == 1 and head.type_confidence >= options.sure_type)


def _is_filled_form(head: _Head, options: StartOptions) -> bool:
    """A known form under the national heading, with a whole date and hardly a dotted line left."""
    return (
        head.is_form
        and head.type_confidence >= options.sure_type
        and not has_form_number(head.page)
        and _WHOLE_DATE.search(fold(head.page.text.text)) is not None
        and _leaders(head.page) <= options.most_leaders
    )


def _is_empty(head: _Head) -> bool:
    """Dots where number and day are to be put in, and no pen has gone over them: a form that an annex encloses."""
    row, date = head.letterhead.reference, head.date
    if row is None or date is None:
        return False
    return _LEADERS.search(row.text) is not None and _OPEN_DAY.search(fold(date.text)) is not None


def _leaders(page: PageReading) -> int:
    """Dotted stretches, which a form has where something is to be put in."""
    return len(_LEADERS.findall(page.text.text))


def _has_ended(before: PageReading) -> bool:
    return before.outcome is PageOutcome.READ and is_ended(before)


def _is_same_paper(head: _Head, *, before: PageReading, first: PageReading | None) -> bool:
    """The same number once more: a paper whose pages repeat their head, or that was scanned twice; else the same words."""
    found = find_letterhead(first) if first is not None else None
    other = _bare(found.reference) if found is not None and found.reference is not None else ""
    figures, others = (re.sub(r"\D", "", number) for number in (head.number, other))
    if figures and others:
        return figures == others and fuzz.ratio(other, head.number) >= _SAME_NUMBER
    return any(pairs_alike_in_words([before, head.page]))


def _bare(row: Segment) -> str:
    return re.sub(r"\W", "", fold(row.text))


def _is_filled(row: Segment | None) -> bool:
    """A figure in front of the symbol, and no dotted line in its place."""
    if row is None or _LEADERS.search(row.text) or "…" in row.text:
        return False
    return re.search(r"\d", row.text.split("/")[0]) is not None
