"""The likeliest way through a row's probabilities: its signs, where each lies and how doubtful it is.

Every step says a sign or nothing; the same sign on neighbouring steps is one. How doubtful a step is follows Tesseract: the logarithm of
how likely it is that it says what its neighbours let it say, and a little more for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from digitize.ocr.network.floats import Floats
from digitize.ocr.vietnamese import plain

Codes = npt.NDArray[np.int64]
LEAST_LIKELY = np.exp(np.float32(-20))
"""Nothing is less likely."""
STEP_DOUBT = -0.085
BLANK = " "
_ROUND = {"o": "0"}
"""Zero and the letter are one shape."""


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
    signs = map(Sign, said, *(column.tolist() for column in columns))
    return list(_without_hesitation(signs, probabilities))


def _without_hesitation(signs: Iterable[Sign], probabilities: Floats) -> Iterator[Sign]:
    """One letter with two marks in turn, and nothing between, is one letter whose mark is doubted: `bỗổ` is `bỗ` or `bổ`."""
    before: Sign | None = None
    for sign in signs:
        if before is not None and before.end == sign.first and _base(before) == _base(sign):
            before = _likelier(before, sign, probabilities)
            continue
        if before is not None:
            yield before
        before = sign
    if before is not None:
        yield before


def _base(sign: Sign) -> str:
    """The letter without its marks, so that two with one base differ in marks alone."""
    return _ROUND.get(base := plain(sign.text), base)


def _likelier(one: Sign, other: Sign, probabilities: Floats) -> Sign:
    """The likelier of two on the steps of both, as doubtful as the other is likely."""
    steps = probabilities[one.first : other.end]
    shares = steps[:, one.code].sum(), steps[:, other.code].sum()
    kept = one if shares[0] >= shares[1] else other
    doubt = float(np.log(max(shares) / sum(shares))) + STEP_DOUBT
    return replace(kept, first=one.first, end=other.end, doubt=min(one.doubt, other.doubt, doubt))


def _meant(probabilities: Floats, codes: Codes, firsts: Codes, nothing: int) -> Floats:
    """How likely it is of each step that it says nothing, or the sign that ends or begins beside it."""
    steps = np.arange(len(probabilities))
    begun = np.searchsorted(firsts, steps, side="right")
    before = codes[np.maximum(begun - 1, 0)]
    after = codes[np.minimum(begun, len(codes) - 1)]
    other = np.where(before == after, 0, probabilities[steps, after])
    meant: Floats = probabilities[:, nothing] + probabilities[steps, before] + other
    return meant
