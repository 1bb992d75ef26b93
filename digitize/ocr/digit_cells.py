"""The ink between two printed words into the figures it holds, left to right, and what number they make."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

import cv2
import numpy as np

from digitize.model import Pixels
from digitize.ocr.pen_digits import FIGURES, Scores, figure_scores, likeness_of

_LOW = 0.45
"""A figure is at least this share of the print's height; a dot, a comma, the tail of a `y` is not."""
_WIDE = 1.15
"""Written figures are narrower than they are high: wider ink is two that touch."""
_LEAST_HALVES = 4
"""Pixels of a width whose cuts, from a quarter of it on, leave ink on both sides."""
_OVERLAP = 0.5
_MAX_FIGURES = 5
_SURE_CHOICES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFigures:
    digits: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int
    """In the strip that was read; as high as the middle one of the figures."""


def figures_in(
    strip: Pixels, *, print_height: float, fits: Callable[[str], bool]
) -> WrittenFigures | None:
    """The likeliest number that `fits`, None where the strip holds no figures. `strip`: grey, height × width."""
    cells = _cells(strip, print_height)
    if not 0 < len(cells) <= _MAX_FIGURES:
        return None
    choices = [_choices(figure_scores(cell.ink)) for cell in cells]
    best = max(
        (run for run in product(*choices) if fits("".join(figure for figure, _ in run))),
        key=lambda run: float(np.prod([share for _, share in run])),
        default=None,
    )
    if best is None:
        return None
    return WrittenFigures(
        digits="".join(figure for figure, _ in best),
        confidence=min(share for _, share in best),
        left=min(cell.left for cell in cells),
        right=max(cell.right for cell in cells),
        top=round(median(cell.top for cell in cells)),
        bottom=round(median(cell.bottom for cell in cells)),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    ink: Pixels
    left: int
    top: int

    @property
    def right(self) -> int:
        return self.left + int(self.ink.shape[1])

    @property
    def bottom(self) -> int:
        return self.top + int(self.ink.shape[0])


def _choices(scores: Scores) -> list[tuple[str, float]]:
    best = np.argsort(scores)[::-1][:_SURE_CHOICES]
    return [(FIGURES[index], float(scores[index])) for index in best]


def _cells(strip: Pixels, print_height: float) -> list[_Cell]:
    cells: list[_Cell] = []
    for part in _joined(_parts(strip)):
        if part.ink.shape[0] >= _LOW * print_height:
            cells += _parted(part)
    return sorted(cells, key=lambda cell: cell.left)


def _parts(strip: Pixels) -> list[_Cell]:
    """Connected ink; specks and rules left out."""
    _, ink = cv2.threshold(strip, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = []
    for index in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[index])
        is_rule = width > 3 * height
        if area < 0.004 * strip.size or is_rule:
            continue
        mask = (labels[top : top + height, left : left + width] == index).astype(np.uint8) * 255
        found.append(_Cell(np.asarray(mask, np.uint8), left, top))
    return found


def _joined(parts: Iterable[_Cell]) -> list[_Cell]:
    """Pieces of one figure stand one over the other: the bar of a `5`, a broken `4`."""
    joined: list[_Cell] = []
    for part in sorted(parts, key=lambda cell: cell.left):
        if joined and _shared_width(joined[-1], part) > _OVERLAP:
            joined[-1] = _together(joined[-1], part)
        else:
            joined.append(part)
    return joined


def _shared_width(one: _Cell, other: _Cell) -> float:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared / min(one.right - one.left, other.right - other.left)


def _together(one: _Cell, other: _Cell) -> _Cell:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right, bottom = max(one.right, other.right), max(one.bottom, other.bottom)
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for cell in (one, other):
        view = ink[cell.top - top : cell.bottom - top, cell.left - left : cell.right - left]
        np.maximum(view, cell.ink, out=view)
    return _Cell(ink, left, top)


def _parted(cell: _Cell) -> Sequence[_Cell]:
    """Figures that touch, cut where both halves look most like figures."""
    height, width = cell.ink.shape
    if width < max(_WIDE * height * 0.8, _LEAST_HALVES):
        return [cell]
    cuts = range(round(0.25 * width), round(0.75 * width) + 1, max(1, width // 24))
    halves = [(_slice(cell, 0, cut), _slice(cell, cut, width)) for cut in cuts]
    best = max(halves, key=_pair_likeness)
    if width < _WIDE * height and _pair_likeness(best) < likeness_of(cell.ink):
        return [cell]
    if max(half.ink.shape[1] for half in best) < _WIDE * height:
        return best
    return [part for half in best for part in _parted(half)] if width > 2 * height else best


def _slice(cell: _Cell, start: int, end: int) -> _Cell:
    return _Cell(np.ascontiguousarray(cell.ink[:, start:end]), cell.left + start, cell.top)


def _pair_likeness(pair: tuple[_Cell, _Cell]) -> float:
    return min(likeness_of(pair[0].ink), likeness_of(pair[1].ink))
