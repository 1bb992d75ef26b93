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
from dataclasses import dataclass, replace

from digitize.extract.administrative_fields import placed_field, words_of
from digitize.extract.name_syllables import is_usual_name
from digitize.extract.offices import office_in, with_surname
from digitize.extract.organ_words import is_cut, restored
from digitize.extract.values import LOW_CONFIDENCE
from digitize.layout import Segment, cut_at_gaps, has_sign
from digitize.model import Field, PageReading, Word
from digitize.text import fold, trim

_RIGHT_OF = 0.42
_MIDDLE_RIGHT_OF = 0.55
"""A row of the block is centred in the right half; a centred row of the text is not."""
_ROW_PITCH = 2.4
_SIGNATURE_SHARE = 0.3
"""The name stands within this share of the page height under the office; a signature needs 3 to 6 cm."""
_BESIDE = 0.12
_AUTHORITY = re.compile(r"\W*(?:T[MN]|K[TLI]|TL|TUQ|TU[OQ])\s?[.,:]|\W*(?:TM|KT|TL|TUQ|KL)\s")
_ABBREVIATED = re.compile(r"(TM|KT|TL|TUQ)\b[\s.,:;]*")
_FOR_HEAD = re.compile(r"\W*K[TI]\W+")
_DEPUTIES = {
    "bo truong": "THỨ TRƯỞNG",
    "thu tuong": "PHÓ THỦ TƯỚNG",
    "chu tich": "PHÓ CHỦ TỊCH",
    "giam doc": "PHÓ GIÁM ĐỐC",
    "hieu truong": "PHÓ HIỆU TRƯỞNG",
    "cuc truong": "PHÓ CỤC TRƯỞNG",
    "bo truong, chu nhiem": "PHÓ CHỦ NHIỆM",
}
"""Who signs for a head, where there is one title of deputies (Nghị định 30/2020, Điều 13 and Phụ lục I)."""
_RECIPIENTS = re.compile(r"\W*noi nhan\b")
_WHOLE_NAME = 3
"""Fewer words may be a place or an office, or have lost one to a seal; nearly all names have three or four."""
_MIDDLE_NAMES = frozenset({"thi", "van", "huu"})
"""Where a name begins with one of these, its surname is more likely under the seal than one of these few surnames."""
_NAME_WORD = re.compile(r"[^\W\d_]+")
_RANK = re.compile(
    r"(?:Đại|Thượng|Trung|Thiếu)\s(?:tướng|tá|úy)|Thượng tướng|Chuẩn úy", re.IGNORECASE
)
_DEGREES = re.compile(
    r"^(?:(?:NGND|NGƯT|NGUT|GS|PGS|TSKH|TS|ThS|Th\.S|BS|BSCK|CN|KS|LS|Ths)[.,]?\s?)+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBlock:
    name: Field | None = None
    title: Field | None = None
    authority: Field | None = None


def read_signature(readings: Iterable[PageReading]) -> SignatureBlock:
    """The block of the first page that has an office or authority on its right, else the name across `Nơi nhận`."""
    pages = list(readings)
    for page in pages:
        block = _on_page(page)
        if block is not None:
            return block
    names = (_name_across_recipients(page) for page in pages)
    return SignatureBlock(name=next((name for name in names if name is not None), None))


def _name_across_recipients(page: PageReading) -> Field | None:
    """Where a seal covers the office: a name with a surname in use, right of the list of recipients."""
    labels = [line.box.top for line in page.text.lines if _RECIPIENTS.match(fold(line.text))]
    if not labels:
        return None
    names = [
        (name[0], row)
        for row in _right_column(page)
        if row.box.top > labels[0] and (name := _name_in(row)) is not None and name[1]
    ]
    whole = [(name, row) for name, row in names if len(name.split()) >= _WHOLE_NAME]
    if len(whole) != 1:
        return None
    value, row = whole[0]
    return _name_field(value, row, page=page, is_known=True)


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
    name = _read_name(column, below=stack[-1], page=page)
    return SignatureBlock(
        name=name,
        title=_title(titles, page=page) or _deputy_title(column, authority, page=page),
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
        if row.center_y - stack[-1].center_y > _ROW_PITCH * stack[-1].height:
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


def _title(titles: Sequence[Segment], *, page: PageReading) -> Field | None:
    if not titles:
        return None
    row = titles[-1]
    value = office_in(row.text) or trim(row.text)
    return placed_field("signer_title", value, row.words, page_index=page.page_index)


def _deputy_title(
    column: Sequence[Segment], authority: Sequence[Segment], *, page: PageReading
) -> Field | None:
    """`KT. BỘ TRƯỞNG` over a row that ends in `… TRƯỞNG`: a seal hides the rest of the one office that can stand there."""
    head = next((row for row in reversed(authority) if _FOR_HEAD.match(row.text)), None)
    deputy = _DEPUTIES.get(fold(_FOR_HEAD.sub("", head.text).strip(" .,:;"))) if head else None
    if head is None or deputy is None:
        return None
    below = [
        row
        for row in column
        if 0 < row.center_y - head.center_y < _ROW_PITCH * head.height
        and abs(row.center_x - head.center_x) < _BESIDE * page.width
    ]
    last = fold(deputy).split()[-1]
    words = [word for row in below for word in row.words if fold(word.text).strip(".,:;") == last]
    if not words:
        return None
    return placed_field(
        "signer_title", deputy, words, page_index=page.page_index, doubts=(LOW_CONFIDENCE,)
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
        (name, row)
        for row in column
        if below.center_y + below.height
        < row.center_y
        < below.center_y + _SIGNATURE_SHARE * page.height
        and abs(row.center_x - below.center_x) < _BESIDE * page.width
        and (name := _name_in(row)) is not None
    ]
    if not names:
        return None
    (value, is_known), row = max(names, key=lambda found: (found[0][1], found[1].confidence))
    return _name_field(value, row, page=page, is_known=is_known)


def _name_field(value: str, row: Segment, *, page: PageReading, is_known: bool) -> Field:
    """`is_known`: the surname is one in use."""
    rank = _RANK.match(value)
    given = (value[rank.end() :] if rank else value).split()[1:]
    is_whole = len(given) >= _WHOLE_NAME - 1
    is_first = fold(value.split()[0]) not in _MIDDLE_NAMES
    is_sure = is_known and is_whole and is_first and is_usual_name(given)
    doubts = () if is_sure else (LOW_CONFIDENCE,)
    words = _name_words(row)
    return placed_field("signer_name", value, words, page_index=page.page_index, doubts=doubts)


def _name_in(row: Segment) -> tuple[str, bool] | None:
    """The name and whether its surname is one in use; None where the row cannot be a name."""
    text = trim(" ".join(word.text for word in _name_words(row)))
    rank = _RANK.match(text)
    name = text[rank.end() :].strip() if rank else _DEGREES.sub("", text).strip()
    words = name.replace(".", " ").split()
    if not 2 <= len(words) <= 6 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return None
    if not all(word[0].isupper() and (word[1:].islower() or word.isupper()) for word in words):
        return None
    spelled, is_known = with_surname(words)
    return (f"{rank.group()} {spelled}" if rank else spelled), is_known


def _name_words(row: Segment) -> tuple[Word, ...]:
    """Without specks of signature and seal at the ends; quotes are strokes of the pen."""
    words = [
        replace(word, text=word.text.strip("\"'“”‘’`*|_~^"))
        for word in row.words
        if len(fold(word.text).strip("\"'`.,|_~^")) > 1
    ]
    return tuple(words) or row.words
