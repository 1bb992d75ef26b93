"""One letter or two that were left out beside a word: too few to be read by themselves, enough that the word may not be whole.

The engine's layout cuts `3771/CT-TCĐG` behind `TC`, and takes the surname off `ĐỖ HOÀNG ANH TUẤN` where a rule touches it. What is
left reads well, so that nothing but the ink beside it tells.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from digitize.model import Line, Word

Boxes = npt.NDArray[np.float64]
"""One row a letter: left, top, right, bottom."""

_MOST_BELIEVED = 0.45
"""Of such a word: never enough for a value to pass."""
_NEAR = 0.6
"""Of a word's height: a blank between words is narrower."""
_LOWEST, _HIGHEST = 0.45, 1.3
"""Of a word's height; a word has its marks and tails, a letter may have neither."""
_INSIDE = 0.7
"""Of a letter's height that lies in the word's row."""


def doubted_beside(lines: tuple[Line, ...], strays: Iterable[Boxes]) -> tuple[Line, ...]:
    """The lines; words that unread letters stand beside, within a blank's width, are hardly believed."""
    groups = list(strays)
    if not groups:
        return lines
    letters = np.concatenate(groups)
    return tuple(
        replace(line, words=tuple(_doubted(word, letters) for word in line.words)) for line in lines
    )


def _doubted(word: Word, letters: Boxes) -> Word:
    if word.confidence <= _MOST_BELIEVED or not any(map(str.isalnum, word.text)):
        return word
    return replace(word, confidence=_MOST_BELIEVED) if _are_beside(word, letters).any() else word


def _are_beside(word: Word, letters: Boxes) -> npt.NDArray[np.bool_]:
    box, (left, top, right, bottom) = word.box, letters.T
    heights = bottom - top
    inside = np.minimum(bottom, box.bottom) - np.maximum(top, box.top)
    gaps = np.maximum(left - box.right, box.left - right)
    return np.asarray(
        (gaps <= _NEAR * box.height)
        & (inside >= _INSIDE * heights)
        & (heights >= _LOWEST * box.height)
        & (heights <= _HIGHEST * box.height)
    )
