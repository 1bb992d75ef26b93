"""Lines of words with pixel boxes into placed words that a PDF reader gives back as the same lines.

A PDF has no lines. poppler in raw mode (the way the text is checked, and close to what others do) joins a word to
the one before it while their baselines differ by less than half of the former's font size and the latter starts no
further left than a fifth of it before the former's end; a gap of more than 0.15 of it is a blank. Inside a word it
begins a new piece when the baseline has drifted by half a point. The layout keeps words on their boxes and holds
every line together, and any two lines apart, under these rules; the margins are chosen a little wider.

Space here: points of the page as seen, x to the right, y downwards.
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digitize.model import Line, PageReading, PageText, Word

BLANK = 0.2  # of the font size: the least gap between words (poppler: 0.15)
LEAST_ROOM = 0.3  # of the line's height: what a word and its gap get when boxes overlap
APART = 0.52  # of the font size: baselines that differ by more are two lines (poppler: 0.5)
BACK = 0.22  # of the font size: a word that starts this much before the other's end is a new line (poppler: 0.2)
TOGETHER = 2.2  # font size per point of baseline drift that keeps a line one line (poppler: 2)
DRIFT = 0.5  # points a piece may stray from the baseline of the word before poppler cuts it
DESCENT = 0.2  # of the line's height below the baseline, as the font declares
LEAST_HEIGHT = 1.2  # points; below it rounding and drift would decide
SMALLEST_END = (
    0.4  # a line's last word may shrink to this much of the lower line to part it from the next
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    text: str
    left: float
    width: float
    """Along x, also where the word runs at an angle."""
    base: float
    """y of the baseline at `left`."""
    size: float
    """Font size; the height of the word's box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    words: tuple[PlacedWord, ...]
    height: float
    slope: float
    """Rise of y per x along the line (positive: running down to the right)."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpace:
    """From pixels of the upright page to points of the page as seen."""

    width: float
    height: float
    scale_x: float
    scale_y: float
    slope: float

    @classmethod
    def of(cls, reading: PageReading, *, width: float, height: float) -> "PageSpace":
        """`width` and `height` in points of the page as seen."""
        scale_x, scale_y = width / reading.width, height / reading.height
        slope = math.tan(math.radians(reading.skew_degrees)) * scale_y / scale_x
        steepest = height / width / 2  # so that a line as wide as the page still fits into it
        return cls(
            width=width,
            height=height,
            scale_x=scale_x,
            scale_y=scale_y,
            slope=max(-steepest, min(steepest, slope)),
        )


def layer_lines(text: PageText) -> tuple[str, ...]:
    """What the text layer of this page says, line by line: its words in NFC without what no page can show."""
    lines = (" ".join(filter(None, map(_writable, line.words))) for line in text.lines)
    return tuple(line for line in lines if line)


def _writable(word: Word) -> str:
    text = unicodedata.normalize("NFC", word.text)
    if (
        text.isprintable() and " " not in text
    ):  # nearly every word: none of its signs need be looked at
        return text
    return "".join(char for char in text if not _is_unwritable(char))


def _is_unwritable(char: str) -> bool:
    """Blanks, control characters, halves of surrogate pairs, byte order marks and noncharacters."""
    if char.isspace() or unicodedata.category(char) in ("Cc", "Cs"):
        return True
    return char == "\ufeff" or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def place_lines(text: PageText, space: PageSpace) -> Iterator[PlacedLine]:
    """The lines in their order, each placed on its boxes and apart from the one before."""
    before: PlacedLine | None = None
    for line in text.lines:
        placed = _place_line(line, space)
        if placed is None:
            continue
        if before is not None:
            before, placed = _part(before, placed, space)
            yield before
        before = placed
    if before is not None:
        yield before


# ---- one line -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Span:
    """A word's box in points; top and bottom are those of its left end, with the slope taken out."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def _place_line(line: Line, space: PageSpace) -> PlacedLine | None:
    spans = [_span(word, text, space) for word in line.words if (text := _writable(word))]
    if not spans:
        return None
    bottom = _middle(span.bottom - span.left * space.slope for span in spans)
    top = _middle(span.top - span.left * space.slope for span in spans)
    height = min(max(bottom - top, LEAST_HEIGHT), _tallest(space, word_count=len(spans)))
    words = _fill(spans, height=height, space=space, base=bottom - DESCENT * height)
    return _keep_inside(PlacedLine(words=words, height=height, slope=space.slope), space)


def _tallest(space: PageSpace, *, word_count: int) -> float:
    """The height at which all words still fit side by side, and two lines still one above the other."""
    return min(space.height / 4, space.width / word_count / LEAST_ROOM / 1.1)


def _span(word: Word, text: str, space: PageSpace) -> _Span:
    box = word.box
    left = min(max(box.left * space.scale_x, 0.0), space.width)
    right = min(max(box.right * space.scale_x, left), space.width)
    top, bottom = sorted((box.top * space.scale_y, box.bottom * space.scale_y))
    rise = (right - left) * abs(space.slope)
    rise = min(rise, (bottom - top) / 2)  # a box around levelled text has no slope in it
    if space.slope > 0:
        return _Span(text, left, right, top, bottom - rise)
    return _Span(text, left, right, top + rise, bottom)


def _middle(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _fill(
    spans: Sequence[_Span], *, height: float, space: PageSpace, base: float
) -> tuple[PlacedWord, ...]:
    """Words at the left ends of their boxes, pushed only where they would overlap or leave the page."""
    starts = _starts(spans, least_room=LEAST_ROOM * height, end=space.width)
    return tuple(
        _place_word(span, start, end, height=height, slope=space.slope, base=base)
        for span, start, end in zip(spans, starts, [*starts[1:], None], strict=True)
    )


def _starts(spans: Sequence[_Span], *, least_room: float, end: float) -> list[float]:
    starts: list[float] = []
    for span in spans:
        starts.append(max(span.left, starts[-1] + least_room) if starts else span.left)
    latest = end
    for index in range(len(starts) - 1, -1, -1):
        latest = starts[index] = min(starts[index], latest - least_room)
    return starts


def _place_word(
    span: _Span, start: float, next_start: float | None, *, height: float, slope: float, base: float
) -> PlacedWord:
    natural = max(span.right - start, 0.1 * height)
    room = natural if next_start is None else next_start - start
    size = max(height, _least_size(room, slope))
    width = natural if next_start is None else min(natural, room - BLANK * size)
    return PlacedWord(text=span.text, left=start, width=width, base=base + start * slope, size=size)


def _least_size(room: float, slope: float) -> float:
    """The font size below which a word on this slope falls apart, or away from the next that starts `room` later."""
    return TOGETHER * (DRIFT + room * abs(slope))


def _keep_inside(line: PlacedLine, space: PageSpace) -> PlacedLine:
    """Move a line as little as needed so that no baseline point leaves the page, where readers drop text."""
    low, high = _extent(line)
    margin = min(1.0, space.height / 8)
    if low < margin:
        return _moved(line, margin - low)
    if high > space.height - margin:
        return _moved(line, space.height - margin - high)
    return line


def _extent(line: PlacedLine) -> tuple[float, float]:
    ends = [word.base + word.width * line.slope for word in line.words]
    bases = [word.base for word in line.words]
    return min(bases + ends), max(bases + ends)


def _moved(line: PlacedLine, down: float) -> PlacedLine:
    return replace(line, words=tuple(replace(word, base=word.base + down) for word in line.words))


# ---- two lines ------------------------------------------------------------------------------------


def _part(before: PlacedLine, after: PlacedLine, space: PageSpace) -> tuple[PlacedLine, PlacedLine]:
    """Two lines that a reader would take for one (cells of a row, columns side by side) told apart.

    First the former's last word shrinks, as far as it may; then the latter moves by what is still missing.
    """
    last, first = before.words[-1], after.words[0]
    if first.left <= last.left + last.width - BACK * last.size:
        return before, after
    away = first.base - (last.base + last.width * before.slope)
    slack = _slack(last, before.slope)
    if abs(away) >= APART * last.size + slack:
        return before, after
    smallest = max(
        SMALLEST_END * min(before.height, after.height), _least_size(last.width, before.slope)
    )
    size = min(last.size, max(smallest, (abs(away) - slack) / APART))
    missing = max(0.0, APART * size + slack - abs(away))
    shrunk = replace(before, words=(*before.words[:-1], replace(last, size=size)))
    return shrunk, _move_away(after, away=away, missing=missing, space=space)


def _slack(word: PlacedWord, slope: float) -> float:
    """How far the baseline of the word's last piece may be from the end of its baseline."""
    return DRIFT + word.width / len(word.text) * abs(slope) if slope else 0.0


def _move_away(line: PlacedLine, *, away: float, missing: float, space: PageSpace) -> PlacedLine:
    down = missing if away >= 0 else -missing
    moved = _moved(line, down)
    if _keep_inside(moved, space) == moved:
        return moved
    return _moved(line, -down - 2 * away)
