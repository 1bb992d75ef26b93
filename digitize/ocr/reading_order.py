"""Lines in the order a person reads them: letterhead and signature block column by column, the rest as found.

A form of NĐ 30/2020 has two places where two columns stand side by side without being a table: the head (issuer
left, national heading right) and the foot ("Nơi nhận" left, signer right). Engines read across them or mix their
lines. Each is recognised by the words that the decree prescribes; there the left column is read whole, then the
right. Everything else, tables too, keeps the engine's order.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile, groupby, pairwise
from operator import itemgetter

from rapidfuzz import fuzz

from digitize.model import Box, Line, Word
from digitize.ocr.vietnamese import plain

_HEADING = "cong hoa xa hoi chu nghia viet nam"
_MOTTO = "doc lap - tu do - hanh phuc"
_RECIPIENTS = "noi nhan"
_LONGEST_NOI = 4  # letters of its first word, one misread into two
_SIGNS = " :;.,'-/*"
_ADDRESS = "kinh gui"
_MOTTO_MARGIN = 0.3  # the heading juts out by this share of the motto's width on each side
_Keyed = tuple[Line, tuple[str, int]]
"""A line and what its block is told apart by: the column it was put in, or the engine's block."""
_ALIKE = 80.0  # of 100; a heading with a fifth of its letters misread is still this heading


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOptions:
    gap_heights: float = 1.5
    """Words farther apart than so many line heights stand in different columns."""
    head_share: float = 0.4
    """The letterhead stands in this upper part of the page."""
    pause_heights: float = 4.0
    """A column ends where the next line follows after more than so many line heights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    left: tuple[int, ...]
    right: tuple[int, ...]


def in_reading_order(
    lines: tuple[Line, ...], *, height: int, options: OrderOptions | None = None
) -> tuple[Line, ...]:
    """The same words; lines that run across two columns are split, block numbers are given anew."""
    options = options or OrderOptions()
    head, foot = _head_gutter(lines, height, options), _foot_anchor(lines)
    if head is None and foot is None:
        return _renumbered([(line, ("", line.block)) for line in lines])
    cut = [(line, piece) for line in lines for piece in _pieces(line, head, options)]
    pieces = [piece for _, piece in cut]
    columns = [_head_columns(pieces, head, options)] if head else []
    if foot:
        taken = {index for found in columns if found for index in found.left + found.right}
        free = [index for index in range(len(pieces)) if index not in taken]
        columns.append(_foot_columns(pieces, foot, among=free))
    return _renumbered(_placed(cut, [found for found in columns if found]))


# ---- letterhead -----------------------------------------------------------------------------------


def _head_gutter(lines: tuple[Line, ...], height: int, options: OrderOptions) -> Box | None:
    """Where the national heading stands, also when it was read in one line with the issuer.

    Where only the motto under it was legible, the heading is taken to be as wide as print makes it.
    """
    upper = [line for line in lines if line.box.top < options.head_share * height]
    for line in upper:
        if words := _words_alike(line, _HEADING):
            return Line(words=words).box
    for line in upper:
        if words := _words_alike(line, _MOTTO):
            box = Line(words=words).box
            wider = round(_MOTTO_MARGIN * box.width)
            return replace(box, left=box.left - wider, right=box.right + wider)
    return None


def _words_alike(line: Line, wanted: str) -> tuple[Word, ...]:
    """The words of the line that say `wanted` best, or none."""
    count = len(wanted.split())
    runs = [
        line.words[start : start + length]
        for start in range(len(line.words))
        for length in (count - 1, count, count + 1)
    ]
    likeness, best = max(((_likeness(run, wanted), run) for run in runs), key=itemgetter(0))
    return best if likeness >= _ALIKE else ()


def _likeness(words: tuple[Word, ...], wanted: str) -> float:
    return fuzz.ratio(" ".join(_plain_word(word.text) for word in words), wanted)


_plain_word = lru_cache(maxsize=1 << 12)(plain)  # a word of a line is part of a dozen runs


def _head_columns(pieces: list[Line], heading: Box, options: OrderOptions) -> _Columns | None:
    """Left and right of the heading's left edge, down to the first line that crosses it."""
    unit = heading.height
    low = heading.bottom + 9 * unit
    near = sorted(
        (i for i, piece in enumerate(pieces) if _middle_down(piece) > heading.top - unit),
        key=lambda i: pieces[i].box.top,
    )
    end = min((pieces[i].box.top for i in near if _ends_head(pieces[i], heading)), default=low)
    inside = [i for i in near if pieces[i].box.top < min(end, low)]
    left = _run(pieces, [i for i in inside if _middle(pieces[i]) < heading.left], options)
    right = _run(pieces, [i for i in inside if _middle(pieces[i]) >= heading.left], options)
    right = _until_date(pieces, right)
    return _Columns(left=left, right=right) if left and right else None


def _until_date(pieces: list[Line], column: tuple[int, ...]) -> tuple[int, ...]:
    """Place and date close the right column; a title close under it is centred over both."""
    for position, index in enumerate(column, start=1):
        said = plain(pieces[index].text)
        if "thang" in said and ("ngay" in said or "nam" in said):
            return column[:position]
    return column


def _ends_head(piece: Line, heading: Box) -> bool:
    """Does the line stand in both columns, as title and body do, or address the paper ("Kính gửi")?"""
    slack = 2 * heading.height
    is_across = piece.box.left < heading.left - slack and piece.box.right > heading.left + slack
    opening = plain(" ".join(word.text for word in piece.words[:2])).rstrip(" :")
    return is_across or fuzz.ratio(opening, _ADDRESS) >= _ALIKE


def _run(pieces: list[Line], column: list[int], options: OrderOptions) -> tuple[int, ...]:
    """The column's lines from the top until a pause."""
    run = column[:1]
    for above, below in pairwise(column):
        pause = pieces[below].box.top - pieces[above].box.bottom
        if pause > options.pause_heights * pieces[above].box.height:
            break
        run.append(below)
    return tuple(run)


# ---- signature block ------------------------------------------------------------------------------


def _foot_anchor(lines: tuple[Line, ...]) -> Box | None:
    """Where "Nơi nhận" stands, the last one on the page."""
    for line in reversed(lines):
        words = tuple(dropwhile(lambda word: not plain(word.text).strip(_SIGNS), line.words))[:2]
        if len(words) == 2 and _names_recipients(*words):
            return Line(words=words).box
    return None


def _names_recipients(first: Word, second: Word) -> bool:
    """Forms have "người nhận", which is as like it as a misread one; its first word is longer."""
    said = [plain(word.text).strip(_SIGNS) for word in (first, second)]
    return len(said[0]) <= _LONGEST_NOI and fuzz.ratio(" ".join(said), _RECIPIENTS) >= _ALIKE


def _foot_columns(pieces: list[Line], anchor: Box, *, among: list[int]) -> _Columns | None:
    """The recipients below the anchor, and what stands to their right from just above it."""
    unit = anchor.height
    below = [i for i in among if pieces[i].box.bottom > anchor.top - 2 * unit]
    left = [
        i
        for i in below
        if abs(pieces[i].box.left - anchor.left) < 3 * unit
        and pieces[i].box.top >= anchor.top - unit
    ]
    left.sort(key=lambda i: pieces[i].box.top)
    edge = sorted(pieces[i].box.right for i in left)[len(left) * 3 // 4] if left else 0
    right = [
        i for i in below if i not in left and pieces[i].box.left >= min(edge, _middle(pieces[i]))
    ]
    right.sort(key=lambda i: pieces[i].box.top)
    return _Columns(left=tuple(left), right=tuple(right)) if left and right else None


# ---- putting it together --------------------------------------------------------------------------


def _pieces(line: Line, heading: Box | None, options: OrderOptions) -> list[Line]:
    """The line cut where words stand a column apart, and where the national heading begins in it."""
    heights = sorted(word.box.height for word in line.words)
    widest = options.gap_heights * heights[len(heights) // 2]
    cuts = [
        at
        for at, (before, after) in enumerate(pairwise(line.words), start=1)
        if after.box.left - before.box.right > widest
        or (heading and after.box.left == heading.left and after.box.top < heading.bottom)
    ]
    return [
        replace(line, words=line.words[start:end])
        for start, end in pairwise([0, *cuts, len(line.words)])
    ]


def _placed(cut: list[tuple[Line, Line]], columns: list[_Columns]) -> list[_Keyed]:
    """Each pair of columns at the place of its first line, left whole, then right whole; other lines uncut."""
    first = {min(found.left + found.right): found for found in columns}
    taken = {index for found in columns for index in found.left + found.right}
    torn = {id(cut[index][0]) for index in taken}
    placed: list[_Keyed] = []
    before: Line | None = None
    for index, (line, piece) in enumerate(cut):
        if index in first:
            found = first[index]
            placed += [(line, ("left", index)) for line in _column([cut[i] for i in found.left])]
            placed += [(line, ("right", index)) for line in _column([cut[i] for i in found.right])]
        elif index not in taken and id(line) in torn:
            placed.append((piece, ("", piece.block)))
        elif index not in taken and line is not before:
            placed.append((line, ("", line.block)))
        before = line
    return placed


def _column(cut: list[tuple[Line, Line]]) -> list[Line]:
    """One column's lines; neighbouring pieces of one line, which a wide blank parted, become one again."""
    rows = groupby(cut, key=lambda pair: id(pair[0]))
    return [
        replace(line, words=tuple(word for piece in pieces for word in piece.words))
        for line, pieces in (
            (pairs[0][0], sorted((piece for _, piece in pairs), key=lambda piece: piece.box.left))
            for pairs in (list(pairs) for _, pairs in rows)
        )
    ]


def _renumbered(placed: list[_Keyed]) -> tuple[Line, ...]:
    """Block numbers from 0, rising; a new one wherever the old block or the column changes."""
    block = -1
    before: tuple[str, int] | None = None
    lines = []
    for line, key in placed:
        block += key != before
        before = key
        lines.append(replace(line, block=block))
    return tuple(lines)


def _middle(line: Line) -> float:
    return (line.box.left + line.box.right) / 2


def _middle_down(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2
