"""Words of a page as segments: what stands together on one row, whatever order the engine read the columns in.

An engine may run a letterhead's two columns into one line or cut one line in two. Classification and extraction by
place therefore start from segments: cut where a gap is wider than any space between words, or regrouped by height.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import median
from unicodedata import category

from digitize.model import Box, PageText, Word, around

_GAP_HEIGHTS = 1.6
"""A space is a quarter of the letter height, in justified text up to one; a column gap is wider."""
_CAPITALS_SHARE = 0.75
_SIGNS = frozenset({"Lu", "Ll", "Lo", "Nd"})


# No slots: what is asked of a segment a dozen times is worked out once.
@dataclass(frozen=True, kw_only=True)
class Segment:
    """Neighbouring words of one row, left to right; at least one."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @cached_property
    def height(self) -> float:
        """Height of its typical word, pixels."""
        return float(median(word.box.height for word in self.words))

    @property
    def center_x(self) -> float:
        return (self.box.left + self.box.right) / 2

    @cached_property
    def center_y(self) -> float:
        """Of its typical word: a tall stroke of a pen does not move the row."""
        return float(median(_center_y(word) for word in self.words))

    @property
    def confidence(self) -> float:
        """Of its worst word that has a letter or digit: one wrong word makes the row wrong."""
        return min((word.confidence for word in self.words if has_sign(word)), default=0.0)

    @property
    def is_capitals(self) -> bool:
        return are_capitals(self.words)


def segments(text: PageText) -> tuple[Segment, ...]:
    """Every line of the page cut at its wide gaps, from top to bottom."""
    cut = [segment for line in text.lines for segment in cut_at_gaps(line.words)]
    return tuple(sorted(cut, key=lambda segment: segment.center_y))


def cut_at_gaps(words: Sequence[Word], *, gap_heights: float = _GAP_HEIGHTS) -> list[Segment]:
    """Words of one row, cut where the next one is further away than `gap_heights` letter heights."""
    row = sorted(words, key=lambda word: word.box.left)
    if not row:
        return []
    limit = gap_heights * median(word.box.height for word in row)
    runs: list[list[Word]] = [[row[0]]]
    reached = row[0].box.right
    for word in row[1:]:
        if word.box.left - reached > limit:
            runs.append([])
            reached = word.box.right
        runs[-1].append(word)
        reached = max(reached, word.box.right)
    return [Segment(words=tuple(run)) for run in runs]


def rows(words: Iterable[Word]) -> list[Segment]:
    """Words of one column regrouped by height, top to bottom: a row's words overlap it by half their height."""
    found: list[_Row] = []
    for word in sorted(words, key=_center_y):
        if not found or not found[-1].has_beside(word):
            found.append(_Row())
        found[-1].add(word)
    return [
        Segment(words=tuple(sorted(row.words, key=lambda word: word.box.left))) for row in found
    ]


class _Row:
    """One that grows by words from top to bottom; what is asked before each of them is kept in order."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self._heights: list[int] = []
        self._middles: list[float] = []

    def has_beside(self, word: Word) -> bool:
        return _center_y(word) - _median(self._middles) < 0.6 * _median(self._heights)

    def add(self, word: Word) -> None:
        self.words.append(word)
        self._middles.append(_center_y(word))
        insort(self._heights, word.box.height)


def _median(ordered: Sequence[float]) -> float:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def are_capitals(words: Iterable[Word]) -> bool:
    """Nearly all letters are capitals, and there are at least two."""
    letters = capitals = 0
    for word in words:
        own, own_capitals = _letters_and_capitals(word.text)
        letters, capitals = letters + own, capitals + own_capitals
    return letters > 1 and capitals >= _CAPITALS_SHARE * letters


def has_sign(word: Word) -> bool:
    """It has a letter or a digit; specks, rules, marks without their letter (`ˆ`) have none."""
    return _has_sign(word.text)


@lru_cache(maxsize=1 << 14)  # every field that is looked for asks it of the same words
def _has_sign(text: str) -> bool:
    return any(category(character) in _SIGNS for character in text)


@lru_cache(maxsize=1 << 14)  # every run of a line's words is asked whether it is capitals
def _letters_and_capitals(text: str) -> tuple[int, int]:
    letters = [character for character in text if character.isalpha()]
    return len(letters), sum(character.isupper() for character in letters)


def _center_y(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2
