"""A row found beside the engine's own lines, put at its place among them.

Rows that the layout left out and rows of dashes come one by one: each becomes part of the line that it continues, or a
line of its own under the nearest one above it.
"""

from dataclasses import replace

from digitize.model import Box, Line, Word
from digitize.ocr.vietnamese import plain

_BLANKS = 1.2
"""Heights of a row between it and the next word of its line, at most; justified print has up to one."""

NEW_BLOCK = -1
"""Of a row that has not found its neighbours."""


def placed(lines: tuple[Line, ...], row: Line) -> tuple[Line, ...]:
    """The row joined to the line that it is a part of, else under the nearest line above it, else on top."""
    box = row.box
    for index, line in enumerate(lines):
        if _is_part(box, line):
            if _is_rest(row, line):
                return lines
            return (*lines[:index], *_joined(row, line), *lines[index + 1 :])
    above = [index for index, line in enumerate(lines) if _is_under(box, line)]
    at = max(above, key=lambda index: lines[index].box.top) + 1 if above else _first(lines, box)
    return (*lines[:at], row, *lines[at:])


def in_blocks(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A new line belongs to the block of the line before it."""
    block = 0
    settled = []
    for line in lines:
        block = block if line.block == NEW_BLOCK else line.block
        settled.append(replace(line, block=block))
    return tuple(settled)


def _is_part(row: Box, line: Line) -> bool:
    """On the same height as the nearest word of the line, and no farther from it than two blanks."""
    nearest = min(line.words, key=lambda word: _apart(row, word.box)).box
    height = min(row.height, nearest.height)
    shared = min(row.bottom, nearest.bottom) - max(row.top, nearest.top)
    return shared > 0.5 * height and _apart(row, nearest) < 1.5 * height


def _joined(row: Line, line: Line) -> tuple[Line, ...]:
    """The line with the row in it, torn where more than blanks part them: a stamp's words stand beside a line of print."""
    before = tuple(word for word in line.words if word.box.left < row.box.left)
    parts = [before, row.words, tuple(word for word in line.words if word not in before)]
    joined: list[tuple[Word, ...]] = []
    for words in (part for part in parts if part):
        if joined and words[0].box.left - joined[-1][-1].box.right < _BLANKS * row.box.height:
            joined[-1] += words
        else:
            joined.append(words)
    return tuple(replace(line, words=words) for words in joined)


def _is_rest(row: Line, line: Line) -> bool:
    """Is the row but the part of a word that the word's box does not reach ("ngà" beside "ngày")?"""
    said = "".join(filter(str.isalnum, plain(row.text)))
    near = (word for word in line.words if _apart(row.box, word.box) < row.box.height)
    return (
        len(row.words) == 1
        and bool(said)
        and any(
            (other := plain(word.text)).startswith(said) or other.endswith(said) for word in near
        )
    )


def _apart(one: Box, other: Box) -> int:
    return max(one.left - other.right, other.left - one.right)


def _is_under(row: Box, line: Line) -> bool:
    """By its usual word, since a signature may reach into a line and stretch its last word."""
    bottoms = sorted(word.box.bottom for word in line.words)
    middle = (row.top + row.bottom) / 2
    return bottoms[len(bottoms) // 2] <= middle and _apart(row, line.box) < 0


def _first(lines: tuple[Line, ...], row: Box) -> int:
    """Before the first line that stands lower."""
    return next((index for index, line in enumerate(lines) if line.box.top > row.top), len(lines))
