"""The subject (trích yếu): centred under the heading of the type (ô 5a), or `V/v ...` under a công văn's number (ô 5b).

It ends where the body begins: at a wider gap, at an indented or unbalanced row, at capitals that name who decides, at
`Căn cứ`, `Kính gửi` and the like. `Về việc` and `V/v` lead into it and are not part of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from digitize.classify.headings import find_headings
from digitize.doctype import DocumentType
from digitize.extract.about_mark import ABOUT
from digitize.extract.administrative_fields import placed_field, words_of
from digitize.extract.letterhead import Letterhead
from digitize.extract.own_words import has_frail_word, loses_hooks, respelled
from digitize.extract.plausibility import is_glued
from digitize.extract.repeated import held_against
from digitize.extract.subject_words import begins_torn, has_lost_stroke, put_right
from digitize.extract.values import LOW_CONFIDENCE
from digitize.intake.syllables import is_syllable
from digitize.layout import Segment, has_sign, segments
from digitize.model import Field, PageReading, Word
from digitize.text import fold, squeeze, trim

_LEAD_IN = re.compile(rf"\W*(?:(?:v[eao])?\s*viec\b|{ABOUT}|ve(?=\s))\W*")
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
_STAMPED = 0.4
"""Confidence that words have where a stamp lies over them; stamp and print run into one row there."""
_MAX_ROWS = 10
_SPECK = 0.5
_SHORT = 4
"""Letters of a word that may stand alone under a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    rows: Sequence[Segment] = ()
    middle: float | None = None
    """Where its rows are centred, in pixels; None where only their left edge is known."""
    is_whole: bool = False
    """Whether the rows stand as rows do that lost no word."""


def read_subject(
    readings: Sequence[PageReading], letterhead: Letterhead | None, document_type: DocumentType
) -> Field | None:
    """What the first page says the document is about, held against what all its pages say."""
    page = readings[0]
    found = _find_rows(page, letterhead, document_type)
    rows = _respelled(list(_without_specks(found.rows)), readings)
    own = {word for row in found.rows for word in row.words}
    text = [word for reading in readings for word in reading.text.words if word not in own]
    held = held_against(rows, text, middle=found.middle, is_whole=found.is_whole)
    words = respelled(held.words, readings) if held.is_disputed else held.words
    subject = _value(words)
    if not subject:
        return None
    is_frail = (
        has_lost_stroke(words)
        or begins_torn(subject)
        or has_frail_word(words, hooks_lost=loses_hooks(readings))
    )
    is_whole = found.is_whole and not _has_lost_words(found.rows, rows)
    is_sure = is_whole and not held.is_disputed and not is_frail and not is_glued(subject)
    doubts = () if is_sure else (LOW_CONFIDENCE,)
    return placed_field("subject", subject, words, page_index=page.page_index, doubts=doubts)


def _value(words: Sequence[Word]) -> str:
    text = squeeze(" ".join(word.text for word in words))
    lead_in = _LEAD_IN.match(fold(text))
    return _INNER_STOP.sub(",", trim(text[lead_in.end() :] if lead_in else text))


def _respelled(rows: Sequence[Segment], readings: Sequence[PageReading]) -> list[Segment]:
    words = iter(respelled(put_right(words_of(rows)), readings))
    return [Segment(words=tuple(next(words) for _ in row.words)) for row in rows]


def _find_rows(
    page: PageReading, letterhead: Letterhead | None, document_type: DocumentType
) -> _Found:
    headings = find_headings(page, letterhead, [document_type])
    if headings:
        organ = letterhead.organ if letterhead else ()
        return _under_heading(page, headings[0].rows, organ=organ)
    return _beside_number(letterhead.abstract) if letterhead else _Found()


def _beside_number(abstract: Sequence[Segment]) -> _Found:
    """Without a stamp's rows: several words in capitals under a row that is not."""
    rows: list[Segment] = []
    for row in abstract:
        if rows and row.is_capitals and not rows[0].is_capitals and not _is_one_word(row):
            break
        rows.append(row)
    return _Found(rows=rows, is_whole=len(rows) == len(abstract))


def _under_heading(
    page: PageReading, heading: Sequence[Segment], *, organ: Sequence[Segment]
) -> _Found:
    """Centred rows; a row off its middle has lost words, one that breaks off close below has them under a stamp."""
    middle, previous = heading[0].center_x, heading[-1]
    found: list[Segment] = []
    is_whole = True
    for whole_row in segments(page.text):
        if whole_row.center_y < previous.center_y + 0.4 * previous.height or not any(
            map(has_sign, whole_row.words)
        ):
            continue
        pitch = _ROW_PITCH if found else _FIRST_PITCH
        if whole_row.center_y - previous.center_y > pitch * max(whole_row.height, previous.height):
            break
        row = _beside_stamp(whole_row, middle, reach=_UNBALANCED * page.width)
        off = abs(row.center_x - middle) / page.width
        if off > _UNBALANCED and not _reaches(row, middle):
            continue
        if _opens_body(row, found, organ=organ) or len(found) == _MAX_ROWS:
            break
        if len(found) > 1 and _is_one_word(found[-1]):
            break
        if off > _UNBALANCED:
            is_whole = False
            continue
        is_whole = is_whole and off < _OFF_MIDDLE and row == whole_row
        found.append(row)
        previous = row
    return _Found(rows=found, middle=middle, is_whole=is_whole and bool(found))


def _beside_stamp(row: Segment, middle: float, *, reach: float) -> Segment:
    """The stretch of a row between words that a stamp left where that stretch stands about the middle and the row does not."""
    if abs(row.center_x - middle) <= reach:
        return row
    stretches: list[list[Word]] = [[]]
    for word in row.words:
        if word.confidence < _STAMPED:
            stretches.append([])
        else:
            stretches[-1].append(word)
    segments_left = [Segment(words=tuple(words)) for words in stretches if words]
    near = [part for part in segments_left if abs(part.center_x - middle) <= reach]
    if len(near) == 1:
        return near[0]
    printed = tuple(dropwhile(_is_stamps, row.words))
    is_near = printed and abs(Segment(words=printed).center_x - middle) <= reach
    return Segment(words=printed) if is_near else row


def _is_stamps(word: Word) -> bool:
    """What a stamp has and the lower row of a subject does not begin with: capitals, or no syllable at all."""
    return word.text.isupper() or not is_syllable(word.text.strip(".,;:"))


def _reaches(row: Segment, x: float) -> bool:
    return row.box.left < x < row.box.right


def _opens_body(row: Segment, found: Sequence[Segment], *, organ: Sequence[Segment]) -> bool:
    if _BODY.match(fold(row.text)) and found:
        return True
    if not row.is_capitals or (found and _is_one_word(row)):
        return False
    return _names_organ(row, organ) or any(not above.is_capitals for above in found)


def _is_one_word(row: Segment) -> bool:
    """The last word of a subject, or its Roman number, on a row of its own: no organ's name is so short."""
    signed = [word for word in row.words if has_sign(word)]
    return len(signed) == 1 and len(signed[0].text) <= _SHORT


def _names_organ(row: Segment, organ: Sequence[Segment]) -> bool:
    name = fold(row.text)
    return any(fold(line.text) in name for line in organ if len(line.text) > len("BỘ"))


def _without_specks(rows: Iterable[Segment]) -> Iterator[Segment]:
    """Without what has no letter, and without bad words at the ends that a stamp or rule left there."""
    for row in rows:
        words = [word for word in row.words if has_sign(word) or word.text in {"-", "–", "&"}]
        if _is_one_word(row) and is_syllable(words[0].text):
            yield Segment(words=tuple(words))
            continue
        while words and _is_speck(words[0]):
            words.pop(0)
        while words and _is_speck(words[-1]):
            words.pop()
        if words:
            yield Segment(words=tuple(words))


def _has_lost_words(found: Iterable[Segment], kept: Iterable[Segment]) -> bool:
    """Whether something with several letters was taken for a speck: it may have been a word."""
    before, after = words_of(found), words_of(kept)
    lost = {word.box for word in before} - {word.box for word in after}
    return any(word.box in lost and sum(map(str.isalpha, word.text)) > 1 for word in before)


def _is_speck(word: Word) -> bool:
    letters = sum(character.isalnum() for character in word.text)
    return letters == 0 or (word.confidence < _SPECK and letters < len("ngày"))
