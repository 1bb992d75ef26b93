"""The likeliest way through a row's probabilities: its signs, where each lies and how doubtful it is.

Every step says a sign or nothing; the same sign on neighbouring steps is one. How doubtful a step is follows Tesseract: the logarithm of
how likely it is that it says what its neighbours let it say, and a little more for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitize.ocr.network.floats import Floats

Codes = npt.NDArray[np.int64]
LEAST_LIKELY = np.exp(np.float32(-20))
"""Nothing is less likely."""
STEP_DOUBT = -0.085
BLANK = " "


@dataclass(frozen=True, slots=True)
class Sign:
    text: str
    code: int
    """Its place among the network's outputs."""
    first: int
    """The step it begins with."""
    end: int
    """The step after its last."""
    doubt: float
    """Of its most doubtful step, or of those that say nothing before it; 0 and less."""


def likeliest(probabilities: Floats, texts: Sequence[str], nothing: int) -> list[Sign]:
    """The signs of a row, steps × signs; `texts` has what each code says, `nothing` is the code that says nothing."""
    steps = np.arange(len(probabilities))
    best = probabilities.argmax(axis=1)
    is_sign = best != nothing
    changes = best[1:] != best[:-1]
    firsts = np.flatnonzero(is_sign & np.append(True, changes))
    if not firsts.size:
        return []
    ends = np.flatnonzero(is_sign & np.append(changes, True)) + 1
    codes = best[firsts]
    said = [texts[code] for code in codes]
    # What is doubted before a sign counts for it; before a blank, for the sign before.
    spans = np.append(0, ends[:-1])
    blanks = np.array([text == BLANK for text in said[1:]], bool)
    spans[1:][blanks] = firsts[1:][blanks]
    doubts = np.minimum.reduceat(_meant(probabilities, codes, firsts, nothing), spans)
    # One step at least says the sign by itself.
    own = np.where(is_sign, probabilities[steps, best], 0)
    doubts = np.log(np.maximum(np.minimum(doubts, np.maximum.reduceat(own, firsts)), LEAST_LIKELY))
    columns = (codes, firsts, ends, doubts + STEP_DOUBT)
    return list(map(Sign, said, *(column.tolist() for column in columns)))


def _meant(probabilities: Floats, codes: Codes, firsts: Codes, nothing: int) -> Floats:
    """How likely it is of each step that it says nothing, or the sign that ends or begins beside it."""
    steps = np.arange(len(probabilities))
    begun = np.searchsorted(firsts, steps, side="right")
    before = codes[np.maximum(begun - 1, 0)]
    after = codes[np.minimum(begun, len(codes) - 1)]
    other = np.where(before == after, 0, probabilities[steps, after])
    meant: Floats = probabilities[:, nothing] + probabilities[steps, before] + other
    return meant
