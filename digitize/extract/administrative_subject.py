"""The subject (trích yếu): centred under the heading of the type (ô 5a), or `V/v ...` under a công văn's number (ô 5b).

It ends where the body begins: at a wider gap, at an indented or unbalanced row, at capitals that name who decides, at
`Căn cứ`, `Kính gửi` and the like. `Về việc` and `V/v` lead into it and are not part of it.
"""

import re
from collections.abc import Sequence

from digitize.classify.headings import find_headings
from digitize.doctype import DocumentType
from digitize.extract.administrative_fields import placed_field, words_of
from digitize.extract.letterhead import Letterhead
from digitize.layout import Segment, has_sign, segments
from digitize.model import Field, PageReading, Word
from digitize.text import fold, squeeze, trim

_LEAD_IN = re.compile(r"\W*(?:v[eao]\s*viec|v\s?/\s?v?|ve(?=\s))\W*")
_BODY = re.compile(
    r"\W*(?:can cu|kinh gui|thuc hien|xet de nghi|theo de nghi|dieu \d|chuong|phan thu|trong thoi gian|hom nay)\b"
)
_ROW_PITCH = 1.9
"""Rows of a subject follow at up to this many letter heights; the body keeps a paragraph's or a rule's distance."""
_FIRST_PITCH = 3.0
_UNBALANCED = 0.07
"""Share of the page width by which a centred row may be off its heading's middle."""
_MAX_ROWS = 10
_SPECK = 0.3


def read_subject(
    page: PageReading, letterhead: Letterhead | None, document_type: DocumentType
) -> Field | None:
    rows = _subject_rows(page, letterhead, document_type)
    words = words_of(map(_without_specks, rows))
    text = squeeze(" ".join(word.text for word in words))
    lead_in = _LEAD_IN.match(fold(text))
    subject = trim(text[lead_in.end() :] if lead_in else text)
    if not subject:
        return None
    return placed_field("subject", subject, words, page_index=page.page_index)


def _subject_rows(
    page: PageReading, letterhead: Letterhead | None, document_type: DocumentType
) -> Sequence[Segment]:
    headings = find_headings(page, letterhead, [document_type])
    if headings:
        return _under_heading(page, headings[0].rows, organ=letterhead.organ if letterhead else ())
    return letterhead.abstract if letterhead else ()


def _under_heading(
    page: PageReading, heading: Sequence[Segment], *, organ: Sequence[Segment]
) -> list[Segment]:
    middle, previous = heading[0].center_x, heading[-1]
    found: list[Segment] = []
    for row in segments(page.text):
        if row.center_y < previous.center_y + 0.4 * previous.height or not any(
            map(has_sign, row.words)
        ):
            continue
        if abs(row.center_x - middle) > _UNBALANCED * page.width:
            if _reaches(row, middle):
                break
            continue
        pitch = _ROW_PITCH if found else _FIRST_PITCH
        is_far = row.center_y - previous.center_y > pitch * max(row.height, previous.height)
        if is_far or len(found) == _MAX_ROWS or _opens_body(row, found, organ=organ):
            break
        found.append(row)
        previous = row
    return found


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


def _without_specks(row: Segment) -> Segment:
    """Without what has no letter, and without bad words at the ends that a stamp or rule left there."""
    words = [word for word in row.words if has_sign(word) or word.text in {"-", "–", "&"}]
    while words and _is_speck(words[0]):
        words.pop(0)
    while words and _is_speck(words[-1]):
        words.pop()
    return Segment(words=tuple(words) or row.words)


def _is_speck(word: Word) -> bool:
    letters = sum(character.isalnum() for character in word.text)
    return letters == 0 or (word.confidence < _SPECK and letters < len("ngày"))
