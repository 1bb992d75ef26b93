"""Figures as a pen writes them: strokes drawn from memory of school hands, bent and slanted into many samples.

Real handwriting may not be shipped and needs no shipping: ten figures have some three dozen ways to be written, and
what differs between hands is slant, width, pressure and how far a stroke is bent. Strokes are given in a unit square,
x to the right, y down; each row is one way to write the figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]

_WAYS: dict[str, tuple[str, ...]] = {
    "0": (
        "50,0 15,20 0,55 20,95 55,100 90,75 100,40 80,5 50,0",
        "60,0 20,15 5,50 15,90 45,100 80,80 95,40 85,10 55,0 40,12",
        "70,5 30,5 5,45 10,85 40,100 80,75 100,30 75,0 60,10",
        "50,0 10,30 5,70 50,100 95,70 90,30 50,0",
    ),
    "1": (
        "50,0 50,100",
        "0,38 60,0 60,100",
        "20,25 60,0 60,100",
        "0,55 75,0 60,100",
        "0,75 85,0 70,100",
        "0,75 45,45 95,0 60,100",
        "0,60 30,40 100,0 55,100",
        "15,25 55,0 55,100 | 20,100 90,100",
        "90,0 10,100",
    ),
    "2": (
        "5,25 30,0 75,5 85,30 55,60 0,100 100,100",
        "5,30 25,5 70,0 90,25 60,65 15,95 0,100 30,88 60,100 100,95",
        "10,20 45,0 85,15 75,50 30,85 5,85 15,75 45,95 100,90",
        "0,10 60,0 85,25 50,65 0,98 95,100",
        "0,30 20,5 45,5 50,30 25,75 0,95 30,85 95,92",
        "30,25 20,10 50,0 75,15 70,45 30,85 0,95 10,80 40,90 70,100 100,85",
    ),
    "3": (
        "5,15 45,0 85,15 75,40 40,48 85,55 95,80 60,100 5,90",
        "5,5 90,0 40,42 85,55 90,82 55,100 5,92",
        "10,10 60,0 75,25 30,45 70,55 75,85 30,100 0,85",
        "25,15 60,0 95,12 80,38 50,45 80,55 75,80 40,98 0,90",
        "30,20 60,0 85,20 55,42 80,60 55,85 0,100",
    ),
    "4": (
        "35,0 0,60 100,60 | 75,25 65,100",
        "75,0 0,70 100,70 | 75,0 75,100",
        "10,0 5,50 90,50 | 90,0 85,100",
        "45,0 5,65 100,55 | 70,30 60,100",
        "20,0 10,55 45,60 90,45 | 80,5 70,100",
        "70,5 10,60 100,55 | 95,0 55,100",
        "60,0 0,55 100,50 | 70,30 45,100",
    ),
    "5": (
        "90,0 25,0 15,45 60,38 95,65 75,95 35,100 0,88",
        "25,5 15,45 65,42 85,75 50,100 0,92 | 25,5 100,0",
        "100,0 35,5 20,45 60,45 70,75 40,100 0,95",
        "35,8 25,45 60,50 65,80 30,100 0,85 | 35,8 70,5 100,0",
    ),
    "6": (
        "75,0 30,25 0,70 25,98 70,95 90,70 60,50 15,65",
        "60,0 15,40 5,80 40,100 80,85 75,58 40,55 10,75",
        "95,0 40,30 5,75 30,100 65,90 70,65 40,60 15,75",
        "80,8 55,0 20,25 0,65 20,95 60,100 90,80 85,55 50,45 10,65",
        "95,10 70,0 25,20 5,60 20,95 55,98 80,75 70,50 35,52 8,72",
        "85,15 60,0 15,25 0,70 30,100 75,95 95,72 70,50 30,52 5,70",
    ),
    "7": (
        "0,0 100,0 40,100",
        "0,10 95,0 35,100 | 15,52 85,50",
        "0,20 5,0 95,2 55,50 40,100",
        "0,15 20,5 90,5 50,55 35,100 | 15,50 95,45",
        "5,25 10,2 50,8 95,0 45,100 | 20,50 85,45",
    ),
    "8": (
        "85,15 45,0 15,20 45,45 85,75 50,100 10,80 40,50 80,25 85,10",
        "50,0 15,20 45,47 85,25 50,0 | 45,47 5,75 50,100 95,75 45,47",
        "80,8 45,0 20,22 75,65 60,98 15,92 20,65 75,30 85,12",
    ),
    "9": (
        "90,15 50,0 5,25 30,52 75,40 90,10 80,60 65,100",
        "85,20 45,0 5,30 40,50 85,20 85,75 50,100 10,90",
        "80,10 35,5 10,35 45,50 90,10 70,75 25,100 0,85",
        "90,5 55,0 5,30 30,55 90,5 60,60 40,100",
    ),
}  # fmt: skip

_SIDE = 64
"""Pixels of the square a sample is drawn in; the pen is 3 to 9 of them wide."""
_ROOM = 14
_STEPS = 8
"""Points between two given ones of a bent stroke."""
_ALONG = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
_AT_START = 2 * _ALONG**3 - 3 * _ALONG**2 + 1
_AT_END = 1 - _AT_START
_LEAVING = _ALONG**3 - 2 * _ALONG**2 + _ALONG
_ARRIVING = _ALONG**3 - _ALONG**2
"""The four cubics of Hermite, which weigh two points and the directions there."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """What chance says of one sample."""

    width: float
    slant: float
    pen: int
    """Pixels."""
    roundness: float
    shake: list[Points]
    """Away from where the points of each stroke are given."""


def drawn_figures(each: int, *, seed: int) -> Iterator[tuple[str, Pixels]]:
    """`each` samples of every figure, shared among its ways: ink 255 on 0, not cropped; one seed, the same samples."""
    chance = np.random.default_rng(seed)
    for figure, ways in _WAYS.items():
        for way in ways:
            strokes = [_points(stroke) for stroke in way.split("|")]
            hands = [_hand(strokes, chance) for _ in range(each // len(ways))]
            paths = [_paths(stroke, index, hands) for index, stroke in enumerate(strokes)]
            for hand, lines in zip(hands, zip(*paths, strict=True), strict=True):
                yield figure, _drawn(lines, hand.pen)


def _points(stroke: str) -> Points:
    pairs = (pair.split(",") for pair in stroke.split())
    return np.array([(float(x), float(y)) for x, y in pairs]) / 100


def _hand(strokes: list[Points], chance: np.random.Generator) -> _Hand:
    return _Hand(
        width=chance.uniform(0.45, 0.9),
        slant=chance.uniform(-0.1, 0.45),
        pen=int(chance.integers(3, 10)),
        roundness=chance.uniform(0.3, 1.0),
        shake=[chance.normal(0, 0.045, stroke.shape) for stroke in strokes],
    )


def _paths(stroke: Points, index: int, hands: list[_Hand]) -> npt.NDArray[np.int32]:
    """One stroke as every hand writes it, all at once: hands × points × 2, pixels."""
    width = np.array([hand.width for hand in hands])[:, None]
    slant = np.array([hand.slant for hand in hands])[:, None]
    roundness = np.array([hand.roundness for hand in hands])[:, None, None]
    shaken = stroke + np.array([hand.shake[index] for hand in hands])
    shaken[:, :, 0] = width * shaken[:, :, 0] + slant * (0.5 - shaken[:, :, 1]) * width
    return np.asarray((_bent(shaken, roundness) * _SIDE + _ROOM).round(), np.int32)


def _drawn(lines: Sequence[npt.NDArray[np.int32]], pen: int) -> Pixels:
    canvas = np.zeros((_SIDE + 2 * _ROOM, _SIDE + 2 * _ROOM), np.uint8)
    for line in lines:
        cv2.polylines(
            canvas, [line], isClosed=False, color=255, thickness=pen, lineType=cv2.LINE_AA
        )
    return canvas


def _bent(points: Points, roundness: Points) -> Points:
    """A Catmull-Rom curve through the points of each stroke; less round near 0, where pens make corners.

    `points`: strokes × points × 2. `roundness`: strokes × 1 × 1.
    """
    ends = np.concatenate([points[:, :1], points, points[:, -1:]], axis=1)
    before, start, end, after = ends[:, :-3], ends[:, 1:-2], ends[:, 2:-1], ends[:, 3:]
    leaving, arriving = roundness * (end - before) / 2, roundness * (after - start) / 2
    curve = (
        _AT_START * start[:, :, None]
        + _LEAVING * leaving[:, :, None]
        + _AT_END * end[:, :, None]
        + _ARRIVING * arriving[:, :, None]
    )
    return np.concatenate([curve.reshape(len(points), -1, 2), points[:, -1:]], axis=1)
