"""The row of a signer's name: military rank as printed, academic titles left off, what ink took of it put back to be asked about.

A seal stands over the front of the name and the pen over its marks. Whatever the closed lists of surnames and usual
syllables say the row must have been is proposed and doubted; `raw` keeps what was read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import dropwhile

from digitize.extract.administrative_fields import placed_field
from digitize.extract.name_syllables import is_usual_name, likely_name
from digitize.extract.offices import surname_by_its_end, with_surname
from digitize.extract.values import LOW_CONFIDENCE
from digitize.intake.syllables import is_syllable
from digitize.layout import Segment
from digitize.model import Field, Word
from digitize.text import fold, trim

WHOLE_NAME = 3
"""Fewer words may be a place or an office, or have lost one to a seal; nearly all names have three or four."""
_MOST_WORDS = 6
_MIDDLE_NAMES = frozenset({"thi", "van", "huu"})
"""Where a name begins with one of these, its surname is more likely under the seal than one of these few surnames."""
_NAME_WORD = re.compile(r"[^\W\d_]+")
_RANK = re.compile(
    r"(?:Đại|Thượng|Trung|Thiếu)\s(?:tướng|tá|úy)|Thượng tướng|Chuẩn úy", re.IGNORECASE
)
_DEGREES = re.compile(
    r"^(?:(?:NGND|NGƯT|NGUT|GS|PGS|TSKH|TS|ThS|Th\.S|BS|BSCK|CN|KS|LS|Ths)[.,]?\s?)+"
)


class Surname(IntEnum):
    """How a row begins; the higher, the more it is a name."""

    TORN = 0  # with what may be the end of a surname
    UNKNOWN = 1  # with a word that no surname in use is
    KNOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerName:
    value: str
    surname: Surname
    row: Segment


def name_in(row: Segment) -> SignerName | None:
    """The name that the row shows, its surname spelled right; None where the row cannot be a name."""
    text = trim(" ".join(word.text for word in _name_words(row)))
    rank = _RANK.match(text)
    name = text[rank.end() :].strip() if rank else _DEGREES.sub("", text).strip()
    words = _without_titles(name.replace(".", " ").split())
    if not 2 <= len(words) <= _MOST_WORDS or not all(map(_is_capitalised, words[1:])):
        return None
    found = _with_surname(words)
    if found is None:
        return None
    spelled, surname = found
    value = " ".join([*spelled[:1], *likely_name(spelled[1:])])
    return SignerName(value=f"{rank.group()} {value}" if rank else value, surname=surname, row=row)


def name_field(name: SignerName, *, page_index: int) -> Field:
    """Doubted unless the surname is in use and every syllable a usual one that was read as such."""
    rank = _RANK.match(name.value)
    words = (name.value[rank.end() :] if rank else name.value).split()
    read = trim(" ".join(word.text for word in _name_words(name.row))).split()
    is_sure = (
        name.surname is Surname.KNOWN
        and len(words) >= WHOLE_NAME
        and fold(words[0]) not in _MIDDLE_NAMES
        and is_usual_name(words[1:])
        and read[-len(words) + 1 :] == words[1:]
    )
    doubts = () if is_sure else (LOW_CONFIDENCE,)
    return placed_field(
        "signer_name", name.value, _name_words(name.row), page_index=page_index, doubts=doubts
    )


def _with_surname(words: Sequence[str]) -> tuple[list[str], Surname] | None:
    """The words, the first as a surname in use where it is one or can be but the end of one."""
    if _is_capitalised(words[0]):
        spelled, is_known = with_surname(words)
        if is_known or is_usual_name(words[:1]):
            return spelled.split(), Surname.KNOWN if is_known else Surname.UNKNOWN
    torn = "".join(sign for sign in words[0] if sign.isalpha())
    surname = surname_by_its_end(torn) if len(words) >= WHOLE_NAME else None
    if surname is not None:
        return [surname, *words[1:]], Surname.TORN
    return (list(words), Surname.UNKNOWN) if _is_capitalised(words[0]) else None


def _without_titles(words: list[str]) -> list[str]:
    """Without misread abbreviations before a name in small letters: capitals that are no syllable (`NGNP`)."""
    if not words or words[-1].isupper():
        return words
    return list(dropwhile(lambda word: word.isupper() and not is_syllable(word), words))


def _is_capitalised(word: str) -> bool:
    is_cased = word[0].isupper() and (word[1:].islower() or word.isupper())
    return is_cased and bool(_NAME_WORD.fullmatch(word))


def _name_words(row: Segment) -> tuple[Word, ...]:
    """Without specks of signature and seal at the ends; quotes are strokes of the pen."""
    words = [
        replace(word, text=word.text.strip("\"'“”‘’`*|_~^"))
        for word in row.words
        if len(fold(word.text).strip("\"'`.,|_~^")) > 1
    ]
    return tuple(words) or row.words
