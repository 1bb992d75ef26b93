"""The rings of black seals out of the reading path, so that a copied seal costs the words it hides and no others.

Each ring is followed around and taken out like a rule from a form: where a stroke of print crosses it, the ink is thicker than
the ring, and stays. What lies in the ring's own way goes with it, so a word that a ring ran through is never read surely.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.black_rings import Ring, RingOptions
from digitize.image.components import labelled
from digitize.image.ink import Mask, ink_mask
from digitize.image.unrolled import Unrolling
from digitize.model import Box, Line, PageImage, Pixels, Word

_MM_PER_INCH = 25.4
_PAPER = 255
_AROUND_MM = 2.0
"""Room beyond the widest ring: a copy is never quite round."""
_APART_MM = 0.5
"""Two rings are at least so far from each other, middle to middle; nearer ones are one."""
_INNERMOST = 0.4
"""Of the widest ring's radius: there a seal has its emblem or its words."""
_LEAST_PIECE_MM = 4.0
"""A ring goes on for so long between what crosses it; a printed letter is narrower."""
_TOUCH_MM = 1.0
_EDGE_MM = 0.15
"""The soft or jagged edge of a ring, which goes with it."""

_TIMES_CENTRED = 2
_LEAST_SEEN = 0.3
"""Of all angles, how many must show a thin line where a ring goes."""

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.intp]


def without_rings(
    page: PageImage, rings: Sequence[Ring], *, options: RingOptions | None = None
) -> PageImage:
    """The page without these rings and those inside them; the same object where nothing went."""
    if not rings:
        return page
    options, gray = options or RingOptions(), page.gray.copy()
    went = [_take_out(gray, ring, page.resolution.dpi, options) for ring in rings]
    return replace(page, gray=gray) if any(went) else page


def read_at_rings(
    lines: tuple[Line, ...],
    rings: Sequence[Ring],
    *,
    dpi: float,
    options: RingOptions | None = None,
) -> tuple[Line, ...]:
    """Lines, in the pixels that the rings are in, with doubt about each word that a ring ran through.

    A word that stands alone inside of a ring is the seal's own, as one in red ink, and goes; a name is more than one.
    """
    if not rings:
        return lines
    options, slack = options or RingOptions(), _TOUCH_MM / _MM_PER_INCH * dpi

    def said(word: Word) -> Word:
        if not any(_touches(ring, word.box, slack) for ring in rings):
            return word
        return replace(word, confidence=min(word.confidence, options.hidden_confidence))

    def is_of_seal(line: Line) -> bool:
        return len(line.words) == 1 and any(_holds(ring, line.words[0].box) for ring in rings)

    kept = (line for line in lines if not is_of_seal(line))
    return tuple(replace(line, words=tuple(map(said, line.words))) for line in kept)


def _holds(ring: Ring, box: Box) -> bool:
    """Whether all of the box lies inside of the ring."""
    return _furthest(ring, box) <= ring.radius


def _touches(ring: Ring, box: Box, slack: float) -> bool:
    """Whether the widest ring runs through the box."""
    nearest = np.hypot(
        max(box.left - ring.x, 0, ring.x - box.right), max(box.top - ring.y, 0, ring.y - box.bottom)
    )
    return bool(nearest - slack <= ring.radius <= _furthest(ring, box) + slack)


def _furthest(ring: Ring, box: Box) -> float:
    """How far the corner is that is furthest from the centre."""
    across = max(abs(box.left - ring.x), abs(box.right - ring.x))
    return float(np.hypot(across, max(abs(box.top - ring.y), abs(box.bottom - ring.y))))


# ---- one seal -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Runs:
    """All ink of an unrolled seal, as runs along its radii; arrays of the same length."""

    angles: _Ints
    begins: _Ints
    ends: _Ints
    """One past the last."""

    @property
    def middles(self) -> _Floats:
        return (self.begins + self.ends - 1) / 2

    @property
    def widths(self) -> _Ints:
        return self.ends - self.begins


def _take_out(gray: Pixels, ring: Ring, dpi: float, options: RingOptions) -> bool:
    """Every ring around this centre, in place; whether anything was taken."""
    px_per_mm = dpi / _MM_PER_INCH
    furthest = ring.radius + _AROUND_MM * px_per_mm
    left, top = max(0, int(ring.x - furthest)), max(0, int(ring.y - furthest))
    cut = gray[top : int(ring.y + furthest) + 2, left : int(ring.x + furthest) + 2]
    ink = ink_mask(cut, paper=np.full_like(cut, int(np.percentile(cut, 80))))
    ring = replace(ring, x=ring.x - left, y=ring.y - top)
    thickest = max(2, round(options.thickest_mm * px_per_mm))
    for _ in range(_TIMES_CENTRED):
        ring = _centred(ink, ring, furthest, thickest)
    unrolling = Unrolling((cut.shape[0], cut.shape[1]), x=ring.x, y=ring.y, furthest=furthest)
    unrolled = unrolling.unrolled(ink)
    gone, runs = np.zeros_like(unrolled), _runs(unrolled)
    for radius in _radii(unrolled, ring.radius, px_per_mm, options):
        _mark_line(gone, runs, radius, thickest, options)
    gone = _long_enough(gone, round(_LEAST_PIECE_MM * px_per_mm))
    if not gone.any():
        return False
    mask = unrolling.rolled(_with_edges(gone, unrolled, round(_EDGE_MM * px_per_mm)))
    cut[mask] = _PAPER
    return bool(mask.any())


def _centred(ink: Mask, ring: Ring, furthest: float, thickest: int) -> Ring:
    """The ring with its centre where its own line, seen from all sides, says that it is."""
    unrolling = Unrolling((ink.shape[0], ink.shape[1]), x=ring.x, y=ring.y, furthest=furthest)
    unrolled = unrolling.unrolled(ink)
    way = _way(_runs(unrolled), ring.radius, thickest, angles=len(unrolled))
    if way is None:
        return ring
    radius, right, down = way.shape_of[:3]
    return Ring(x=ring.x + float(right), y=ring.y + float(down), radius=float(radius))


def _radii(ink: Mask, widest: float, px_per_mm: float, options: RingOptions) -> Iterator[int]:
    """Radii at which a line goes around, those with most ink first."""
    covered = cv2.dilate(ink.astype(np.uint8), np.ones((1, 3), np.uint8)).mean(axis=0)
    reach = round(_APART_MM * px_per_mm)
    covered[: int(_INNERMOST * widest)] = 0
    while covered.max() >= options.least_covered:
        radius = int(covered.argmax())
        yield radius
        covered[max(0, radius - reach) : radius + reach + 1] = 0


def _runs(ink: Mask) -> _Runs:
    framed = np.pad(ink, ((0, 0), (1, 1)))
    edges = np.flatnonzero(framed[:, 1:] != framed[:, :-1])
    angles, begins = np.divmod(edges[::2], framed.shape[1] - 1)
    return _Runs(angles, begins, edges[1::2] % (framed.shape[1] - 1))


def _mark_line(gone: Mask, runs: _Runs, radius: float, thickest: int, options: RingOptions) -> None:
    """One ring's ink: what lies on its way at each angle, where print does not make it thick."""
    way = _way(runs, radius, thickest, angles=len(gone))
    if way is None:
        return
    place = way.radii[runs.angles]
    is_on_way = (runs.begins - 1 <= place) & (place <= runs.ends)
    is_thin = runs.widths <= options.crossing * way.stroke + 1
    chosen = is_on_way & is_thin
    for angle, begin, end in zip(
        *(part[chosen].tolist() for part in (runs.angles, runs.begins, runs.ends)), strict=True
    ):
        gone[angle, begin:end] = True


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a ring goes, seen from a centre that need not be its own."""

    radii: _Floats
    """At each angle."""
    shape_of: _Floats
    """Mean radius, its centre's place right and down of ours, and what makes it an ellipse, in pixels."""
    stroke: float


def _way(runs: _Runs, radius: float, thickest: int, *, angles: int) -> _Way | None:
    """The ring nearest to a radius, by least squares over thin ink, from far to near; None where there is too little."""
    turns = np.linspace(0, 2 * np.pi, angles, endpoint=False)
    basis = np.stack(
        [np.ones(angles), np.cos(turns), np.sin(turns), np.cos(2 * turns), np.sin(2 * turns)],
        axis=1,
    )
    shape_of = np.array([radius, 0.0, 0.0, 0.0, 0.0])
    near = np.zeros(len(runs.angles), dtype=np.bool_)
    for reach in (thickest, thickest / 2, thickest / 4 + 1):
        near = np.abs(runs.middles - (basis @ shape_of)[runs.angles]) <= reach
        near &= runs.widths <= thickest
        if np.count_nonzero(np.bincount(runs.angles[near])) < _LEAST_SEEN * angles:
            return None
        shape_of = np.linalg.lstsq(basis[runs.angles[near]], runs.middles[near], rcond=None)[0]
    return _Way(basis @ shape_of, shape_of, float(np.median(runs.widths[near])))


def _long_enough(gone: Mask, least: int) -> Mask:
    """Without pieces that go less far around: where the ring was not pressed, they are print on its way."""
    labels, pieces = labelled(np.concatenate([gone, gone]))
    is_long = pieces[:, cv2.CC_STAT_HEIGHT] >= least
    is_long[0] = False
    kept = is_long[labels]
    return np.asarray(gone & (kept[: len(gone)] | kept[len(gone) :]), dtype=np.bool_)


def _with_edges(gone: Mask, ink: Mask, edge: int) -> Mask:
    """With what is around it, but for the ink that stays."""
    grown = cv2.dilate(gone.astype(np.uint8), np.ones((1, 2 * edge + 1), np.uint8)) > 0
    return np.asarray(grown & ~(ink & ~gone), dtype=np.bool_)
