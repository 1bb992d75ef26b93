"""Page readings into the rows of a form: every word that stands on one height, left to right.

Reading order serves prose; a form is read by place. Columns that the layout analysis cut apart come together again as
one row, and what belongs to which column is decided by labels and gaps (`labels.py`, `regions.py`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import radians, tan
from statistics import median

from digitize.extract.own_words import respelled
from digitize.intake.syllables import has_marks, is_syllable
from digitize.model import Box, Line, PageReading, Word

_LEADER = re.compile(r"[.…·_,\-]*[.…·_]{2,}[.…·_,\-]*|…")
_GLUED_COLON = re.compile(r"(?<=[^\W\d_])([:：])(?=\S)")
_FLAT, _TALL = (
    0.4,
    1.35,
)  # of a row's letter height; dots are boxed as 0.2 of it or as the line, 1.5
_LEADER_BELOW = 0.6  # confidence of dots read as letters was at most 0.53 on drawn forms
_WORD_LETTERS = 3  # a syllable of so many with its marks is not what dots are read as
_NAME_LETTERS = 2  # nor is one that begins with a capital
_FIGURES = 3  # nor so many figures; dots may be read as noughts
_SURE = 0.9
_SAME_ROW = 0.5  # rows whose middles are nearer than this share of a letter's height are one


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWord:
    text: str
    spelled: str
    """With lost tone marks put back from set phrases of official language; for text, never for names."""
    box: Box
    confidence: float
    on_leader: bool = False
    """A dotted line, to be filled in, runs into or beside it."""
    before_leader: bool = False
    """What is left of the dotted line follows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    page_index: int
    words: tuple[FormWord, ...]
    height: float
    """Of a letter: the median height of its words, in pixels."""
    middle: float
    """Where it crosses the page's left edge once the page is levelled: comparable between rows, in pixels."""

    @property
    def left(self) -> int:
        return self.words[0].box.left

    @property
    def right(self) -> int:
        return max(word.box.right for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def rows_of(readings: Iterable[PageReading]) -> tuple[Row, ...]:
    """The rows of all pages, top to bottom; dotted leaders are taken out, their neighbours remember them."""
    return tuple(row for reading in readings for row in _page_rows(reading))


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around all; at least one is needed."""
    return Box(
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )


def _page_rows(reading: PageReading) -> list[Row]:
    """Boxes lie on the page as it was scanned; on a page that leans, rows are told apart by their levelled middles."""
    slope = tan(radians(reading.skew_degrees))
    groups: list[list[_Levelled]] = []
    levelled = [_Levelled(line=line, middle=_middle(line, slope)) for line in reading.text.lines]
    for item in sorted(levelled, key=lambda item: item.middle):
        home = next((group for group in reversed(groups[-4:]) if _fits(item, group)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    rows = [_row(group, reading.page_index) for group in groups]
    return sorted((row for row in rows if row.words), key=lambda row: row.middle)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Levelled:
    line: Line
    middle: float


def _fits(item: _Levelled, group: Sequence[_Levelled]) -> bool:
    height = min(_height(item.line.words), _height(group[0].line.words))
    box = item.line.box
    return abs(item.middle - group[0].middle) < _SAME_ROW * height and all(
        box.left >= other.line.box.right or box.right <= other.line.box.left for other in group
    )


def _middle(line: Line, slope: float) -> float:
    boxes = [word.box for word in line.words]
    return median((box.top + box.bottom) / 2 - slope * (box.left + box.right) / 2 for box in boxes)


def _height(words: Sequence[Word]) -> float:
    return median(word.box.height for word in words)


def _row(group: Sequence[_Levelled], page_index: int) -> Row:
    words = [word for item in group for word in item.line.words]
    in_order = sorted(words, key=lambda word: word.box.left)
    spelled = respelled(
        in_order, ()
    )  # set phrases alone: a form is too short to spell its own words
    parts = [
        part for pair in zip(in_order, spelled, strict=True) for part in _split_at_colon(*pair)
    ]
    return Row(
        page_index=page_index,
        words=_without_leaders(parts),
        height=_height(words),
        middle=median(item.middle for item in group),
    )


def _split_at_colon(word: Word, spelled: Word) -> list[FormWord]:
    """`tên:Nguyễn` as the end of a label and the start of its value; the box is shared out by letters."""
    whole = FormWord(
        text=word.text,
        spelled=spelled.text if _may_be_respelled(word, spelled.text) else word.text,
        box=word.box,
        confidence=word.confidence,
    )
    found = _GLUED_COLON.search(word.text)
    if found is None:
        return [whole]
    at = found.end()
    cut = word.box.left + round(word.box.width * at / len(word.text))
    head = replace(whole, text=word.text[:at], spelled=spelled.text[:at])
    tail = replace(whole, text=word.text[at:], spelled=spelled.text[at:])
    return [
        replace(head, box=replace(word.box, right=cut)),
        replace(tail, box=replace(word.box, left=cut)),
    ]


def _may_be_respelled(word: Word, spelling: str) -> bool:
    """Doubtful words, and sure ones whose hook became an acute (`phẩm` read `phấm`): the engine's own habit."""
    return word.confidence < _SURE or _without_hook(word.text) == _without_hook(spelling)


def _without_hook(text: str) -> str:
    return re.sub("[\u0301\u0303\u0309]", "", unicodedata.normalize("NFD", text))


def _without_leaders(words: Sequence[FormWord]) -> tuple[FormWord, ...]:
    kept: list[FormWord] = []
    usual = median(word.box.height for word in words)
    leader_before = False
    for word in words:
        text = "" if _is_leader_misread(word, usual) else _LEADER.sub(" ", word.text).strip()
        has_leader = text != word.text
        if not re.search(r"[\w:]", text):
            if has_leader and kept:
                kept[-1] = replace(kept[-1], on_leader=True, before_leader=True)
            leader_before = has_leader or leader_before
            if not has_leader:
                kept.append(word)
            continue
        spelled = _LEADER.sub(" ", word.spelled).strip()
        kept.append(
            replace(
                word,
                text=text,
                spelled=spelled,
                on_leader=has_leader or leader_before,
                before_leader=has_leader and not word.text.endswith(text[-1]),
            )
        )
        leader_before = False
    return tuple(kept)


def _is_leader_misread(word: FormWord, usual_height: float) -> bool:
    """Dots read as letters: of low confidence, and as flat as dots or as tall as the whole line, and no word."""
    if _is_surely_print(_LEADER.sub("", word.text)):
        return False
    is_odd = not _FLAT < word.box.height / usual_height < _TALL
    return is_odd and word.confidence < _LEADER_BELOW


def _is_surely_print(text: str) -> bool:
    """However badly it was read: it then asks a person, where taken for dots it would leave a shorter value behind."""
    core = re.sub(r"^\W+|\W+$", "", text)
    if len(re.findall("[1-9]", core)) >= _FIGURES:
        return True
    if not is_syllable(core):
        return False
    return (len(core) >= _WORD_LETTERS and has_marks(core)) or (
        len(core) >= _NAME_LETTERS and core[0].isupper()
    )
