"""Who signed, in which office and by whose authority: ô 7a and 7b, right of `Nơi nhận` under the text.

    TM. ỦY BAN NHÂN DÂN        authority (TM., KT., TL., TUQ.), one row or two
    CHỦ TỊCH                   office
    (signature and seal)
    Nguyễn Văn An              name, military rank as printed, academic titles left off

The first page that has such a block holds it; annexes follow it. Joint documents have one block for each organ side by
side: which of them signed "the" document is not decided here, so nothing is taken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitize.extract.administrative_fields import placed_field, words_of
from digitize.extract.offices import office_in
from digitize.extract.organ_words import is_cut, restored
from digitize.extract.signer_name import WHOLE_NAME, Surname, name_field, name_in
from digitize.extract.signer_title import (
    BESIDE,
    ROW_PITCH,
    deputy_title,
    head_of,
    head_title,
    read_title,
    title_of_torn_deputy,
)
from digitize.extract.values import LOW_CONFIDENCE
from digitize.layout import Segment, cut_at_gaps, has_sign
from digitize.model import Field, PageReading
from digitize.text import fold, trim

_RIGHT_OF = 0.42
_MIDDLE_RIGHT_OF = 0.55
"""A row of the block is centred in the right half; a centred row of the text is not."""
_SIGNATURE_SHARE = 0.3
"""The name stands within this share of the page height under the office; a signature needs 3 to 6 cm."""
_AUTHORITY = re.compile(r"\W*(?:T[MN]|K[TLI]|TL|TUQ|TU[OQ])\s?[.,:]|\W*(?:TM|KT|TL|TUQ|KL)\s")
_ABBREVIATED = re.compile(r"(TM|KT|TL|TUQ)\b[\s.,:;]*")
_RECIPIENTS = re.compile(r"\W*noi nhan\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBlock:
    name: Field | None = None
    title: Field | None = None
    authority: Field | None = None


def read_signature(readings: Iterable[PageReading], *, organ: str = "") -> SignatureBlock:
    """The block of the first page that has an office or authority on its right, else what stands across `Nơi nhận`.

    `organ`: the issuing organ, whose head signs where nobody is signed for; empty where it is not known.
    """
    pages = list(readings)
    for page in pages:
        block = _on_page(page)
        if block is not None:
            return block
    blocks = (_across_recipients(page, head=head_of(organ)) for page in pages)
    return next((block for block in blocks if block is not None), SignatureBlock())


def _across_recipients(page: PageReading, *, head: str | None) -> SignatureBlock | None:
    """Where a seal covers the office: what it left of the head's, and a name with a surname in use."""
    labels = [line.box for line in page.text.lines if _RECIPIENTS.match(fold(line.text))]
    if not labels:
        return None
    column, level = _right_column(page), (labels[0].top + labels[0].bottom) / 2
    titled = head_title(column, head, level=level, page_index=page.page_index) if head else None
    if titled is not None:
        title, row = titled
        return SignatureBlock(title=title, name=_read_name(column, below=row, page=page))
    names = [
        name
        for row in column
        if row.box.top > labels[0].top
        and (name := name_in(row)) is not None
        and name.surname is Surname.KNOWN
        and len(name.value.split()) >= WHOLE_NAME
    ]
    if len(names) != 1:
        return None
    return SignatureBlock(name=name_field(names[0], page_index=page.page_index))


def _on_page(page: PageReading) -> SignatureBlock | None:
    column = _right_column(page)
    offices = [row for row in column if row.is_capitals and _is_office(row)]
    if not offices:
        return None
    stack = _stack(column, offices[0])
    if _has_neighbour(page, offices[0]):
        return SignatureBlock()
    authority = [row for row in stack if _is_authority(row)]
    titles = [row for row in stack if row not in authority and office_in(row.text)]
    title = (
        title_of_torn_deputy(titles, stack, page_index=page.page_index)
        or read_title(titles, page_index=page.page_index)
        or deputy_title(column, authority, page_index=page.page_index, page_width=page.width)
    )
    return SignatureBlock(
        name=_read_name(column, below=stack[-1], page=page),
        title=title,
        authority=_authority(authority, page=page),
    )


def _right_column(page: PageReading) -> list[Segment]:
    found = [
        segment
        for line in page.text.lines
        for segment in cut_at_gaps(
            [
                word
                for word in line.words
                if word.box.left > _RIGHT_OF * page.width and has_sign(word)
            ]
        )
        if segment.center_x > _MIDDLE_RIGHT_OF * page.width
    ]
    return sorted(found, key=lambda segment: segment.center_y)


def _is_office(row: Segment) -> bool:
    return _is_authority(row) or office_in(row.text) is not None


def _is_authority(row: Segment) -> bool:
    """`TM.`, `KT.` and their misreadings: one short word before an office or an organ."""
    if _AUTHORITY.match(row.text):
        return True
    first, _, rest = row.text.partition(" ")
    return (
        len(first.strip(".,")) <= len("TUQ")
        and office_in(row.text) is None
        and office_in(rest) is not None
    )


def _stack(column: Sequence[Segment], first: Segment) -> list[Segment]:
    """Rows in capitals right under the first one."""
    stack = [first]
    for row in column:
        if row.center_y <= stack[-1].center_y or not row.is_capitals:
            continue
        if row.center_y - stack[-1].center_y > ROW_PITCH * stack[-1].height:
            break
        stack.append(row)
    return stack


def _has_neighbour(page: PageReading, office: Segment) -> bool:
    """Another office on the same height further left: a joint document."""
    rows = [segment for line in page.text.lines for segment in cut_at_gaps(line.words)]
    return any(
        row.box.right < office.box.left
        and abs(row.center_y - office.center_y) < office.height
        and row.is_capitals
        and _is_office(row)
        for row in rows
    )


def _authority(rows: Sequence[Segment], *, page: PageReading) -> Field | None:
    if not rows:
        return None
    value = " ".join(map(_spelled_authority, rows))
    named = [spelled.partition(". ")[2] for spelled in map(_spelled_authority, rows)]
    is_short = any(is_cut(name) and office_in(name) is None for name in named)
    doubts = (LOW_CONFIDENCE,) if is_short else ()
    return placed_field(
        "signing_authority", value, words_of(rows), page_index=page.page_index, doubts=doubts
    )


def _spelled_authority(row: Segment) -> str:
    """`KT. CHỦ TỊCH`, `TM. ỦY BAN NHÂN DÂN`: the abbreviation, and an office or organ of the closed lists spelled right."""
    text = trim(row.text)
    found = _ABBREVIATED.match(text)
    if found is None:
        return text
    named = trim(text[found.end() :])
    return f"{found[1]}. {office_in(named) or restored(named, ())}".strip()


def _read_name(column: Sequence[Segment], *, below: Segment, page: PageReading) -> Field | None:
    """The row most like a name under the office and in its column."""
    names = [
        name
        for row in column
        if below.center_y + below.height
        < row.center_y
        < below.center_y + _SIGNATURE_SHARE * page.height
        and abs(row.center_x - below.center_x) < BESIDE * page.width
        and (name := name_in(row)) is not None
    ]
    if not names:
        return None
    best = max(names, key=lambda name: (name.surname, name.row.confidence))
    return name_field(best, page_index=page.page_index)
