"""Page readings into the rows of a form: every word that stands on one height, left to right.

Reading order serves prose; a form is read by place. Columns that the layout analysis cut apart come together again as
one row, and what belongs to which column is decided by labels and gaps (`labels.py`, `regions.py`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from digitize.model import Box, Line, PageReading, Word

_LEADER = re.compile(r"[.…·_,\-]*[.…·_]{2,}[.…·_,\-]*|…")
_GLUED_COLON = re.compile(r"(?<=[^\W\d_])([:：])(?=\S)")
_SAME_ROW = 0.5  # rows whose middles are nearer than this share of a letter's height are one


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWord:
    text: str
    box: Box
    confidence: float
    on_leader: bool = False
    """A dotted line, to be filled in, runs into or beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    page_index: int
    words: tuple[FormWord, ...]
    height: float
    """Of a letter: the median height of its words, in pixels."""

    @property
    def middle(self) -> float:
        return median((word.box.top + word.box.bottom) / 2 for word in self.words)

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
    groups: list[list[Line]] = []
    for line in sorted(reading.text.lines, key=_middle):
        home = next((group for group in reversed(groups[-4:]) if _fits(line, group)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    rows = [_row(group, reading.page_index) for group in groups]
    return sorted((row for row in rows if row.words), key=lambda row: row.middle)


def _fits(line: Line, group: Sequence[Line]) -> bool:
    near = abs(_middle(line) - _middle(group[0])) < _SAME_ROW * min(
        _height(line.words), _height(group[0].words)
    )
    return near and all(
        line.box.left >= other.box.right or line.box.right <= other.box.left for other in group
    )


def _middle(line: Line) -> float:
    return median((word.box.top + word.box.bottom) / 2 for word in line.words)


def _height(words: Sequence[Word | FormWord]) -> float:
    return median(word.box.height for word in words)


def _row(lines: Sequence[Line], page_index: int) -> Row:
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.box.left)
    parts = _without_leaders([part for word in words for part in _split_at_colon(word)])
    return Row(page_index=page_index, words=parts, height=_height(words))


def _split_at_colon(word: Word) -> list[FormWord]:
    """`tên:Nguyễn` as the end of a label and the start of its value; the box is shared out by letters."""
    whole = FormWord(text=word.text, box=word.box, confidence=word.confidence)
    found = _GLUED_COLON.search(word.text)
    if found is None:
        return [whole]
    cut = word.box.left + round(word.box.width * found.end() / len(word.text))
    return [
        replace(whole, text=word.text[: found.end()], box=replace(word.box, right=cut)),
        replace(whole, text=word.text[found.end() :], box=replace(word.box, left=cut)),
    ]


def _without_leaders(words: Sequence[FormWord]) -> tuple[FormWord, ...]:
    kept: list[FormWord] = []
    leader_before = False
    for word in words:
        text = _LEADER.sub(" ", word.text).strip()
        has_leader = text != word.text
        if not re.search(r"[\w:]", text):
            if has_leader and kept:
                kept[-1] = replace(kept[-1], on_leader=True)
            leader_before = has_leader or leader_before
            if not has_leader:
                kept.append(word)
            continue
        kept.append(replace(word, text=text, on_leader=has_leader or leader_before))
        leader_before = False
    return tuple(kept)
