"""One figure's ink into how much it looks like each of the ten: nearest neighbours among drawn samples.

An engine trained on print reads a pen's `1` as `4` (measured: 12 of 33 numbers of real scans). The samples are kept beside this
file as what they are compared by, since to draw them takes longer than to load the model: `python -m bench.pen_samples` makes them.
"""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitize.model import Pixels
from digitize.ocr.pen_features import Features, features

FIGURES = "0123456789"
SAMPLES = Path(__file__).with_name("pen_samples.npz")
"""`features`, a row a sample in 16 bits; `figures`, which one each is."""

_NEIGHBOURS = 5
_SHARPNESS = 18.0
"""How fast a worse likeness loses weight."""

Scores = npt.NDArray[np.float64]
_Figures = npt.NDArray[np.uint8]


def figure_scores(ink: Pixels) -> Scores:
    """Shares of the ten figures, summing to 1. `ink`: height × width, 255 where the pen went, any size."""
    samples, figures = load_samples()
    likeness = samples @ features([ink])[0]
    best = np.argpartition(likeness, -_NEIGHBOURS)[-_NEIGHBOURS:]
    weights = np.exp(_SHARPNESS * (likeness[best] - likeness[best].max()))
    shares = np.bincount(figures[best], weights=weights, minlength=len(FIGURES))
    return np.asarray(shares / shares.sum(), np.float64)


def likeness_of(ink: Pixels) -> float:
    """To the sample most like it, -1 to 1: low for what is no figure."""
    samples, _ = load_samples()
    return float((samples @ features([ink])[0]).max())


@cache
def load_samples() -> tuple[Features, _Figures]:
    """Once a process, or once for those forked from it."""
    with np.load(SAMPLES) as kept:
        return kept["features"].astype(np.float32), kept["figures"]
