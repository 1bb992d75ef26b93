"""Which rows of a form name the organ that issues it: its letterhead, a centred line, or the head of the signature.

    SỞ CÔNG THƯƠNG          CỘNG HÒA XÃ HỘI …      |      CỘNG HÒA XÃ HỘI …        |   Đồng Nai, ngày …
    CHI CỤC AN TOÀN …       Độc lập - Tự do …      |   SỞ GIÁO DỤC VÀ ĐÀO TẠO      |   ỦY BAN NHÂN DÂN HUYỆN …
                                                                                   |      CHỦ TỊCH

A counter's own unit (`BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ`) stands under the committee it belongs to and issues itself.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from rapidfuzz import fuzz

from digitize.extract.form import FormWord, Row
from digitize.extract.letterhead import Letterhead
from digitize.extract.offices import office_in
from digitize.extract.organ_words import OPENING_WORDS
from digitize.extract.regions import stretches
from digitize.layout import Segment
from digitize.model import Word
from digitize.text import fold

_OPENING = re.compile("(?:" + "|".join(OPENING_WORDS) + r")\b")
_NUMBERED = re.compile(r"^\W*(?:\d|S[ốoôóỐÓO]\s?[:.])|\d\s*/")  # the row of `Số:` ends the name
_COUNTER = re.compile(r"bo phan (?:tiep nhan|mot cua)")
COUNTER_NAMES = ("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG")
_COUNTER_WORDS = tuple(frozenset(fold(legal).split()) for legal in COUNTER_NAMES)
_OTHER_UNITS = frozenset({"trung", "tam", "bo", "phan", "va", "chinh"})
"""Words of a counter's name that stand in the names of other units too."""
_LIKE_HEADING = 88.0
_MIN_HEADING_LETTERS = 7
_ROW_PITCH = 2.6  # letter heights between rows of one name
_SIGNATURE_ROWS = 5  # rows under the date in which the organ of a signature stands
_AUTHORITY = re.compile(r"(?:TM|T/M|KT|TL|TUQ)\s?[.,:]\s*")
_STROKES = re.compile(r"^[_'‘’`\"“”|~^]+|[_'‘’`\"“”|~^]+$")
_SPECK = 0.3  # engines give stains a confidence below this


def organ_rows(
    rows: Sequence[Row], letterhead: Letterhead | None, headings: Sequence[str]
) -> list[Segment]:
    """The rows of the organ's name and its superior's, top to bottom; none where no place names one."""
    if letterhead is None:
        return []
    edge = letterhead.heading.box.left - 0.2 * letterhead.heading.height
    first_page = [row for row in rows if row.page_index == rows[0].page_index]
    head = list(
        takewhile(lambda row: row.right < edge or not _is_heading(row, headings), first_page)
    )
    found = _left_of(head, edge) or _centred(head)
    return _from_counter(found)


def signing_organ_rows(rows: Sequence[Row], date_row: int) -> list[Segment]:
    """The organ between the date over a signature and the office under it; its `TM.` is not part of its name."""
    found: list[Segment] = []
    for row in rows[date_row + 1 : date_row + 1 + _SIGNATURE_ROWS]:
        part = stretches(row.words, row.height)[-1]
        text = _AUTHORITY.sub("", _text(part))
        if not _is_capitals(text) or office_in(text) is not None:
            break
        found.append(_segment(part))
    is_organ = bool(found) and _OPENING.match(fold(_AUTHORITY.sub("", found[0].text)).strip())
    return _without_authority(found) if is_organ else []


def counter_name(name: str) -> str:
    """A counter's name as Nghị định 61/2018/NĐ-CP gives it, where the reading means it; else as read."""
    for legal in COUNTER_NAMES:
        if fuzz.ratio(_letters(name), _letters(legal)) >= _LIKE_HEADING:
            return legal
    return name


def likely_counter(name: str) -> str | None:
    """The counter's name of whose words more than half were read, and hardly others: for a person to confirm."""
    words = set(fold(name).split())
    pairs = zip(COUNTER_NAMES, _COUNTER_WORDS, strict=True)
    return next(
        (
            legal
            for legal, own in pairs
            if 2 * len(words & own) > len(own) and len(words - own) <= 1
        ),
        None,
    )


def is_part_of_counter_name(name: str) -> bool:
    """`BỘ NHẬN`, `TRUNG TÂM PHỤC VỤ HÀNH`: words of a counter's name, not all of them."""
    words = fold(name).split()
    return any(
        len(words) < len(legal.split()) and set(words) <= set(fold(legal).split())
        for legal in COUNTER_NAMES
    )


def _letters(text: str) -> str:
    return re.sub(r"\W", "", fold(text))


def _left_of(head: Sequence[Row], edge: float) -> list[Segment]:
    found: list[tuple[Row, Segment]] = []
    for row in head:
        parts = [part for part in stretches(row.words, row.height) if part[-1].box.right < edge]
        if not parts:
            continue
        if _NUMBERED.search(_text(parts[0])):
            break
        is_far = found and row.middle - found[-1][0].middle > _ROW_PITCH * row.height
        if is_far or not _is_capitals(_text(parts[0])):
            if found:
                break
            continue
        found.append((row, _segment([word for part in parts for word in part])))
    return [segment for _, segment in found]


def _centred(head: Sequence[Row]) -> list[Segment]:
    """Rows of capitals under the motto that open like an organ's name."""
    for index, row in enumerate(head[1:], start=1):
        text = _text(row.words)
        if _is_capitals(text) and _OPENING.match(fold(text)):
            following = takewhile(lambda other: _is_capitals(_text(other.words)), head[index + 1 :])
            return [_segment(row.words), *(_segment(other.words) for other in following)]
    return []


def _from_counter(found: list[Segment]) -> list[Segment]:
    for index, segment in enumerate(found):
        if _COUNTER.match(fold(segment.text).strip()) or _is_of_counter(segment.text):
            return found[index:]
    return found


def _is_of_counter(text: str) -> bool:
    """Whether most of a row's words are a counter's, and one of them such as other units do not have."""
    words = fold(text).split()
    return any(
        2 * len(own := [word for word in words if word in legal]) > len(words)
        and not _OTHER_UNITS.issuperset(own)
        for legal in _COUNTER_WORDS
    )


def _is_heading(row: Row, headings: Sequence[str]) -> bool:
    text = _text(row.words)
    return (
        sum(character.isalpha() for character in text) >= _MIN_HEADING_LETTERS
        and _is_capitals(text)
        and any(_is_part_of(fold(text), fold(heading)) for heading in headings)
    )


def _is_part_of(text: str, heading: str) -> bool:
    """The row is the heading, or one of the lines that it is broken into."""
    whole = fuzz.ratio(text, heading)
    part = fuzz.partial_ratio(text, heading) if len(text) < len(heading) else 0.0
    return max(whole, part) >= _LIKE_HEADING


def _is_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= 0.75 * len(letters)


def _text(words: Sequence[FormWord]) -> str:
    return " ".join(word.text for word in words)


def _segment(words: Sequence[FormWord]) -> Segment:
    """Without stains, the rule under a name read as a dash behind it, and strokes at its words; set phrases spelled."""
    clean = [word for word in words if _STROKES.sub("", word.text)]
    kept = [word for word in clean if word.confidence > _SPECK] or clean or list(words)
    while len(kept) > 1 and not any(character.isalnum() for character in kept[-1].text):
        kept.pop()
    return Segment(
        words=tuple(
            Word(
                text=_STROKES.sub("", word.spelled) or word.text,
                box=word.box,
                confidence=word.confidence,
            )
            for word in kept
        )
    )


def _without_authority(found: list[Segment]) -> list[Segment]:
    first = found[0].words
    if _AUTHORITY.fullmatch(first[0].text) and len(first) > 1:
        return [Segment(words=first[1:]), *found[1:]]
    return found
