"""Figures by hand among print: drawn as people wrote them (scikit-learn's digits), and taught with doubt.

An engine that is sure of a pen's figure would pass for one that read print: what tells the two apart is that it is not. So every
other figure of a pen is taught as any figure at all: the likeliest one stays the right one, and is never sure.
"""

from functools import cache
from random import Random

import cv2
import numpy as np
from sklearn.datasets import load_digits

from digitize.model import Pixels

_FIRST = 0xE000
"""Stands in rows for a nought by hand, the next for a one, and so on."""
_SIGNS = {chr(_FIRST + figure): str(figure) for figure in range(10)}
_MEANT = 0.4
"""Share of a pen's figures that are taught as what they are."""


def by_hand(figures: str) -> str:
    return "".join(chr(_FIRST + int(figure)) for figure in figures)


def is_by_hand(sign: str) -> bool:
    return sign in _SIGNS


def read(text: str) -> str:
    """With plain figures in the place of those by hand."""
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def doubted(text: str, rng: Random) -> str:
    """As `read`, but what a pen wrote may be told as another figure."""
    return "".join(
        sign
        if sign not in _SIGNS
        else _SIGNS[sign]
        if rng.random() < _MEANT
        else str(rng.randint(0, 9))
        for sign in text
    )


def drawn(sign: str, height: int, rng: Random) -> Pixels:
    """A figure by hand, ink 255, so high and as wide as it comes."""
    samples = _samples()[int(_SIGNS[sign])]
    sample = samples[rng.randrange(len(samples))]
    columns = np.flatnonzero(sample.any(axis=0))
    sample = sample[:, columns[0] : columns[-1] + 1]
    width = max(round(height * sample.shape[1] / 8 * rng.uniform(0.6, 1.0)), 4)
    large = np.asarray(cv2.resize(sample, (width, height), interpolation=cv2.INTER_CUBIC))
    ink = np.clip((large - rng.uniform(4, 8)) * 60, 0, 255).astype(np.uint8)
    slant = rng.uniform(-0.25, 0.35)
    lean = np.array([[1, -slant, max(slant, 0) * height], [0, 1, 0]], np.float32)
    return np.asarray(
        cv2.warpAffine(ink, lean, (width + round(abs(slant) * height), height)), np.uint8
    )


@cache
def _samples() -> list[np.ndarray]:
    digits = load_digits()
    return [digits.images[digits.target == figure].astype(np.float32) for figure in range(10)]
