"""Rows of printed dashes (`-----------`), which the engine passes over: given back as hyphens.

Typists set them under a motto, an agency's name or a form's title, and as leaders.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digitize.model import Box, Line, PageReading, Word
from digitize.ocr.mark_rows import LEAST_DASHES, MarkRow
from digitize.ocr.row_places import NEW_BLOCK, in_blocks, placed

_BEATS_HIGH = 2.0  # a hyphen is a third of its font's size wide, a line of print two thirds high
_DASH = "-"
_CONFIDENCE = 0.9
"""Of 40 rows found on a bad copy 36 have the number that was typed, the others one off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashOptions:
    misread_share: float = 0.6
    """A word with so much of its box on a row of dashes was read from them."""


def with_dash_rows(
    lines: tuple[Line, ...], *, rows: Sequence[MarkRow], options: DashOptions | None = None
) -> tuple[Line, ...]:
    """`lines`, in reading order, with the page's rows of dashes among them; what was misread from dashes goes.

    Rows side by side are one line, under all that stands above them: so a letterhead's dashes are typed.
    """
    if not lines:
        return ()  # dashes alone are no text, and nobody should take the page for one that was read
    options = options or DashOptions()
    dashes = tuple(_dashes(row) for row in rows if not row.is_dotted)
    lines = _without_misread(lines, dashes, options)
    for words in _side_by_side(dashes):
        row = Line(words=words, block=NEW_BLOCK)
        lines = in_blocks(_in_halves(placed(lines, row), row))
    return lines


def without_dash_rows(reading: PageReading) -> PageReading:
    """The page as it is understood: a row of dashes parts, or waits for a pen, and is no name, title or value."""
    lines = (
        replace(line, words=tuple(word for word in line.words if not _is_row(word)))
        for line in reading.text.lines
    )
    kept = tuple(line for line in lines if line.words)
    return replace(reading, text=replace(reading.text, lines=kept))


def _is_row(word: Word) -> bool:
    return len(word.text) >= LEAST_DASHES and set(word.text) == {_DASH}


def _dashes(row: MarkRow) -> Word:
    """In a box as high as a line of print, which the row runs through in the middle."""
    box, height = row.box, round(_BEATS_HIGH * row.beat)
    top = max(0, (box.top + box.bottom - height) // 2)
    return Word(
        text=_DASH * row.count,
        box=replace(box, top=top, bottom=top + height),
        confidence=_CONFIDENCE,
    )


# ---- placing --------------------------------------------------------------------------------------


def _without_misread(
    lines: tuple[Line, ...], rows: tuple[Word, ...], options: DashOptions
) -> tuple[Line, ...]:
    kept = (
        replace(line, words=tuple(word for word in line.words if not _is_on(word, rows, options)))
        for line in lines
    )
    return tuple(line for line in kept if line.words)


def _is_on(word: Word, rows: tuple[Word, ...], options: DashOptions) -> bool:
    area = word.box.width * word.box.height
    return any(_shared(word.box, row.box) > options.misread_share * area for row in rows)


def _shared(one: Box, other: Box) -> int:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(width, 0) * max(height, 0)


def _side_by_side(rows: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The rows of each height, from the left."""
    beside: list[Word] = []
    for row in rows:
        if beside and row.box.top >= beside[-1].box.bottom:
            yield tuple(sorted(beside, key=lambda word: word.box.left))
            beside = []
        beside.append(row)
    if beside:
        yield tuple(sorted(beside, key=lambda word: word.box.left))


def _in_halves(lines: tuple[Line, ...], row: Line) -> tuple[Line, ...]:
    """What stands below both columns' dashes follows them: a number that the left column has brought up with it."""
    if len(row.words) < 2 or row not in lines:
        return lines
    at = lines.index(row)
    middle = (row.box.top + row.box.bottom) / 2
    below = [line for line in lines[:at] if line.box.top > middle]
    above = [line for line in lines[:at] if line not in below]
    return (*above, row, *(replace(line, block=NEW_BLOCK) for line in below), *lines[at + 1 :])
