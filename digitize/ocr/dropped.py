"""Rows of print that the engine's layout left out, found again by their ink and read one by one.

Tesseract takes a black seal with the office and name around it for a picture, and drops rows that stand alone or touch
a stamp. Its reader has nothing against them: given such a row by itself, it reads it as well as any other. So after a
page is read, what has a word over it is wiped out; letter-sized ink that then still stands in rows was never read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.components import pieces_of
from digitize.image.ink import Mask
from digitize.model import Box, Line, PageImage, Pixels, Word
from digitize.ocr.row_places import placed
from digitize.ocr.strays import doubted_beside
from digitize.ocr.vietnamese import plain
from digitize.ports import OcrEngine

Letters = npt.NDArray[np.float64]
"""One row a letter: left, top, right, bottom."""

_PAPER = 255
_MM_PER_INCH = 25.4
_MARGIN_MM = 1.3  # white around a row, as print has it
_ROOMS = ((0.45, 0.35), (0.3, 0.2))
"""Room above and below a row in heights of its letters: for its marks, then less, where a seal fills it."""
_DASHES = "-–"  # both are printed
_LEFT, _TOP, _RIGHT, _BOTTOM = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedOptions:
    letter_mm: tuple[float, float] = (1.3, 6.0)
    """From the x-height of 8-point print to a capital of 16 points with its tone mark."""
    widest_mm: float = 12.0
    """A few letters that run together; wider ink is a rule, a signature or a seal."""
    darkest_paper: int = 140
    gap_heights: float = 1.5
    """Letters of one row stand closer than so many of their heights, blanks between words included."""
    least_letters: int = 3
    """Fewer may be a page number or a check mark, and specks are many; a word that they stand beside is doubted."""
    reach_heights: float = 2.0
    """A row is read so far beyond its free letters: a seal's rim may have caught its ends. More lets in the seal."""
    least_confidence: float = 0.3
    """Of a word that is kept: one that a seal touches has 0.3-0.5, pieces of seal and signature have less."""
    sure_confidence: float = 0.8
    """One word of a row must be as sure as print is, or the row was no print."""
    most_rows: int = 12
    """The longest rows are read; a page with more is a picture or grain."""
    most_letters: int = 4000
    """More is grain."""


def with_dropped_rows(
    lines: tuple[Line, ...],
    *,
    page: PageImage,
    engine: OcrEngine,
    options: DroppedOptions | None = None,
) -> tuple[Line, ...]:
    """The lines and, at their places among them, the rows of `page` that have none. Raises `EngineFailed`."""
    options = options or DroppedOptions()
    dpi = page.resolution.dpi
    unread = _without_words(page.gray, lines)
    groups = _groups(_letters(unread, dpi=dpi, options=options), options)
    strays = [group for group in groups if len(group) < options.least_letters]
    lines = doubted_beside(lines, strays)
    found = [_read_row(unread, row, dpi, engine, options) for row in _longest(groups, options)]
    printed = sorted((row for row in found if row), key=lambda line: line.box.top)
    for number, row in enumerate(printed, start=1):
        lines = placed(lines, replace(row, block=-number))
    return lines


def print_rows(gray: Pixels, *, dpi: float, options: DroppedOptions | None = None) -> list[Letters]:
    """The rows that letter-sized ink stands in, longest first, whatever was read of them."""
    options = options or DroppedOptions()
    return _longest(_groups(_letters(gray, dpi=dpi, options=options), options), options)


def letter_count(page: PageImage, *, options: DroppedOptions | None = None) -> int:
    """How many pieces of ink on the page have the size of letters."""
    return len(_letters(page.gray, dpi=page.resolution.dpi, options=options or DroppedOptions()))


# ---- finding --------------------------------------------------------------------------------------


def _without_words(gray: Pixels, lines: Iterable[Line]) -> Pixels:
    """The page with every word that was read painted over."""
    unread = gray.copy()
    for line in lines:
        for word in line.words:
            box = word.box
            unread[max(0, box.top - 1) : box.bottom + 1, max(0, box.left - 1) : box.right + 1] = (
                _PAPER
            )
    return unread


def _letters(gray: Pixels, *, dpi: float, options: DroppedOptions) -> Letters:
    """Connected ink of the size of letters."""
    ink = gray < options.darkest_paper
    rows = _rows_to_look_at(ink)
    left, top, width, height, area = pieces_of(ink[rows]).T
    top = rows[top]
    millimetre = dpi / _MM_PER_INCH
    smallest, largest = (limit * millimetre for limit in options.letter_mm)
    is_letter = (
        (height >= smallest)
        & (height <= largest)
        & (width <= options.widest_mm * millimetre)
        & (area >= 0.1 * width * height)
    )
    boxes = np.stack([left, top, left + width, top + height], axis=1).astype(np.float64)
    return np.asarray(boxes[is_letter])


def _rows_to_look_at(ink: Mask) -> npt.NDArray[np.intp]:
    """Those with ink, each followed by an empty one that keeps it from what comes next; what was read left a tenth."""
    has_ink = np.asarray(ink.any(axis=1))
    has_ink[1:] |= has_ink[:-1]
    has_ink[0] = True  # there is always a picture to look at
    return np.flatnonzero(has_ink)


def _longest(groups: Sequence[Letters], options: DroppedOptions) -> list[Letters]:
    """Those that are rows, the longest first."""
    rows = [row for row in groups if len(row) >= options.least_letters]
    return sorted(rows, key=len, reverse=True)[: options.most_rows]


def _groups(letters: Letters, options: DroppedOptions) -> list[Letters]:
    """Letters that stand side by side."""
    if not 0 < len(letters) <= options.most_letters:
        return []
    heights = letters[:, _BOTTOM] - letters[:, _TOP]
    cores = letters.copy()
    cores[:, _TOP] += heights / 4
    cores[:, _BOTTOM] -= heights / 4
    cores[:, _RIGHT] += options.gap_heights * heights
    places = _close_together(cores.astype(int))
    canvas = np.zeros((places[:, _BOTTOM].max() + 1, places[:, _RIGHT].max() + 1), np.uint8)
    for left, top, right, bottom in places.tolist():
        canvas[top : bottom + 1, left : right + 1] = 1
    _, labels = cv2.connectedComponents(canvas, connectivity=8)
    numbers = labels[places[:, _TOP], places[:, _LEFT]]
    return [_alike(letters[numbers == number]) for number in np.unique(numbers)]


def _close_together(places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The boxes moved up to each other, with an empty row of pixels where there were some: most of a page has no letters left."""
    is_used = np.zeros(places[:, _BOTTOM].max() + 2, dtype=np.bool_)
    for top, bottom in places[:, [_TOP, _BOTTOM]].tolist():
        is_used[top : bottom + 2] = True
    rows = np.cumsum(is_used) - 1
    moved = places.copy()
    moved[:, _TOP], moved[:, _BOTTOM] = rows[places[:, _TOP]], rows[places[:, _BOTTOM]]
    return moved


def _alike(row: Letters) -> Letters:
    """The letters of the row that are about as high as most of it."""
    heights = row[:, _BOTTOM] - row[:, _TOP]
    usual = np.median(heights)
    return np.asarray(row[(heights > 0.5 * usual) & (heights < 1.8 * usual)])


# ---- reading --------------------------------------------------------------------------------------


def _read_row(
    unread: Pixels, letters: Letters, dpi: float, engine: OcrEngine, options: DroppedOptions
) -> Line | None:
    """The row's words in pixels of the page, read with the room that gives most letters; None where it is no print."""
    readings: list[tuple[Word, ...]] = []
    for room in _ROOMS:
        window = _window(letters, unread.shape, room, options)
        readings.append(_read_window(unread, window, dpi, engine))
        best = _best(readings, options)
        if all(word.confidence >= options.sure_confidence for word in best):
            break
    kept = tuple(
        word
        for word in best
        if word.confidence >= options.least_confidence and (_says(word) or word.text in _DASHES)
    )
    is_print = any(
        word.confidence >= options.sure_confidence and _letters_in(word) > 1 for word in kept
    )
    return Line(words=kept) if is_print else None


def _best(readings: Sequence[tuple[Word, ...]], options: DroppedOptions) -> tuple[Word, ...]:
    """The surest; of those with the same letters the one with most room, which came first: a narrow window cuts marks off."""
    surest = max(readings, key=lambda words: _sure_letters(words, options))
    return next(words for words in readings if _plain_letters(words) == _plain_letters(surest))


def _plain_letters(words: tuple[Word, ...]) -> str:
    return plain("".join(filter(str.isalnum, "".join(word.text for word in words))))


def _read_window(unread: Pixels, window: Box, dpi: float, engine: OcrEngine) -> tuple[Word, ...]:
    strip = np.ascontiguousarray(unread[window.top : window.bottom, window.left : window.right])
    margin = round(_MARGIN_MM * dpi / _MM_PER_INCH)
    frame = (margin, margin, margin, margin)
    framed = cv2.copyMakeBorder(strip, *frame, cv2.BORDER_CONSTANT, value=_PAPER)
    words = engine.read_line(np.asarray(framed, dtype=np.uint8), dpi=dpi)
    return tuple(replace(word, box=_moved(word.box, window, margin)) for word in words)


def _sure_letters(words: tuple[Word, ...], options: DroppedOptions) -> float:
    return sum(
        _letters_in(word) * word.confidence
        for word in words
        if word.confidence >= options.least_confidence
    )


def _says(word: Word) -> bool:
    """Strokes of seals and rules are read as punctuation; of a row's own only the dash before it matters."""
    return any(map(str.isalnum, word.text))


def _letters_in(word: Word) -> int:
    return sum(map(str.isalpha, word.text))


def _window(
    letters: Letters, shape: tuple[int, ...], room: tuple[float, float], options: DroppedOptions
) -> Box:
    """Where the row is read: its letters, with room for marks and for ends that a seal has caught."""
    height = float(np.median(letters[:, _BOTTOM] - letters[:, _TOP]))
    reach = options.reach_heights * height
    top = float(np.percentile(letters[:, _TOP], 20)) - room[0] * height
    bottom = float(np.percentile(letters[:, _BOTTOM], 80)) + room[1] * height
    return Box(
        left=max(0, round(letters[:, _LEFT].min() - reach)),
        top=max(0, round(top)),
        right=min(shape[1], round(letters[:, _RIGHT].max() + reach)),
        bottom=min(shape[0], round(bottom)),
    )


def _moved(box: Box, window: Box, margin: int) -> Box:
    """From the framed strip to the page; what sticks out into the frame is cut off."""
    left = min(max(box.left - margin, 0), window.width - 1)
    top = min(max(box.top - margin, 0), window.height - 1)
    right = min(max(box.right - margin, left + 1), window.width)
    bottom = min(max(box.bottom - margin, top + 1), window.height)
    return Box(
        left=window.left + left,
        top=window.top + top,
        right=window.left + right,
        bottom=window.top + bottom,
    )
