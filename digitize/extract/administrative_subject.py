"""The subject (trích yếu): centred under the heading of the type (ô 5a), or `V/v ...` under a công văn's number (ô 5b).

It ends where the body begins: at a wider gap, at an indented or unbalanced row, at capitals that name who decides, at
`Căn cứ`, `Kính gửi` and the like. `Về việc` and `V/v` lead into it and are not part of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from digitize.classify.headings import find_headings
from digitize.doctype import DocumentType
from digitize.extract.administrative_fields import placed_field, words_of
from digitize.extract.letterhead import Letterhead
from digitize.extract.own_words import has_frail_word, respelled
from digitize.extract.values import LOW_CONFIDENCE
from digitize.layout import Segment, has_sign, segments
from digitize.model import Field, PageReading, Word
from digitize.text import fold, squeeze, trim

_LEAD_IN = re.compile(r"\W*(?:(?:v[eao])?\s*viec\b|v\s?/\s?v?|ve(?=\s))\W*")
_BODY = re.compile(
    r"\W*(?:can cu|kinh gui|thuc hien|xet de nghi|theo de nghi|dieu \d|chuong|phan thu|trong thoi gian|hom nay)\b"
)
_INNER_STOP = re.compile(r"\.(?=\s[a-zà-ỹđ])")
"""A subject is one phrase: a full stop before a small letter is a comma whose tail was lost."""
_ROW_PITCH = 1.9
"""Rows of a subject follow at up to this many letter heights; the body keeps a paragraph's or a rule's distance."""
_FIRST_PITCH = 3.0
_UNBALANCED = 0.07
"""Share of the page width by which a centred row may be off its heading's middle."""
_OFF_MIDDLE = 0.006
"""Share of the page width. Whole rows were off by up to 0.004, rows under stamps that lost words by 0.009 and more."""
_MAX_ROWS = 10
_SPECK = 0.5


def read_subject(
    readings: Sequence[PageReading], letterhead: Letterhead | None, document_type: DocumentType
) -> Field | None:
    """What the first page says the document is about, its lost tone marks put back from the text of all pages."""
    page = readings[0]
    rows, is_whole = _subject_rows(page, letterhead, document_type)
    words = respelled(words_of(_without_specks(rows)), readings)
    text = squeeze(" ".join(word.text for word in words))
    lead_in = _LEAD_IN.match(fold(text))
    subject = trim(text[lead_in.end() :] if lead_in else text)
    subject = _INNER_STOP.sub(",", subject)
    if not words or not subject:
        return None
    doubts = () if is_whole and not has_frail_word(words) else (LOW_CONFIDENCE,)
    return placed_field("subject", subject, words, page_index=page.page_index, doubts=doubts)


def _subject_rows(
    page: PageReading, letterhead: Letterhead | None, document_type: DocumentType
) -> tuple[Sequence[Segment], bool]:
    """The rows, and whether they stand as rows do that lost no word."""
    headings = find_headings(page, letterhead, [document_type])
    if headings:
        organ = letterhead.organ if letterhead else ()
        return _under_heading(page, headings[0].rows, organ=organ)
    return (letterhead.abstract, True) if letterhead else ((), False)


def _under_heading(
    page: PageReading, heading: Sequence[Segment], *, organ: Sequence[Segment]
) -> tuple[list[Segment], bool]:
    """Centred rows; a row off its middle has lost words, one that breaks off close below has them under a stamp."""
    middle, previous = heading[0].center_x, heading[-1]
    found: list[Segment] = []
    is_whole = True
    for row in segments(page.text):
        if row.center_y < previous.center_y + 0.4 * previous.height or not any(
            map(has_sign, row.words)
        ):
            continue
        pitch = _ROW_PITCH if found else _FIRST_PITCH
        if row.center_y - previous.center_y > pitch * max(row.height, previous.height):
            break
        off = abs(row.center_x - middle) / page.width
        if off > _UNBALANCED and not _reaches(row, middle):
            continue
        if _opens_body(row, found, organ=organ) or len(found) == _MAX_ROWS:
            break
        if off > _UNBALANCED:
            is_whole = False
            continue
        is_whole = is_whole and off < _OFF_MIDDLE
        found.append(row)
        previous = row
    return found, is_whole and bool(found)


def _reaches(row: Segment, x: float) -> bool:
    return row.box.left < x < row.box.right


def _opens_body(row: Segment, found: Sequence[Segment], *, organ: Sequence[Segment]) -> bool:
    if _BODY.match(fold(row.text)) and found:
        return True
    if not row.is_capitals:
        return False
    return _names_organ(row, organ) or any(not above.is_capitals for above in found)


def _names_organ(row: Segment, organ: Sequence[Segment]) -> bool:
    name = fold(row.text)
    return any(fold(line.text) in name for line in organ if len(line.text) > len("BỘ"))


def _without_specks(rows: Iterable[Segment]) -> Iterator[Segment]:
    """Without what has no letter, and without bad words at the ends that a stamp or rule left there."""
    for row in rows:
        words = [word for word in row.words if has_sign(word) or word.text in {"-", "–", "&"}]
        while words and _is_speck(words[0]):
            words.pop(0)
        while words and _is_speck(words[-1]):
            words.pop()
        if words:
            yield Segment(words=tuple(words))


def _is_speck(word: Word) -> bool:
    letters = sum(character.isalnum() for character in word.text)
    return letters == 0 or (word.confidence < _SPECK and letters < len("ngày"))
