"""What else the signs of a row may be and what that costs: in natural logarithms, 2.25 times, as Tesseract counts for what it does not know."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from digitize.ocr.letter_choices import Letter
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.signs import LEAST_LIKELY, STEP_DOUBT, Sign

UNKNOWN_DOUBT = 2.25
"""Times as doubtful is a word in no list."""
_DEAREST = 22.0
_DEAREST_KNOWN = 2.5
"""A word of the lists that costs more would be believed as little as a stain."""
_MOST = 5


def letters_of(
    signs: Sequence[Sign], probabilities: Floats, texts: Sequence[str], nothing: int
) -> list[Letter]:
    """Of each sign: itself at no cost, then what it may be instead, the cheapest first; an empty text where it may be none at all.

    Another sign takes one step at least; the others say that or nothing. A sign is none where its steps say nothing or what the
    sign beside it says.
    """
    if not signs:
        return []
    steps = np.concatenate([np.arange(sign.first, sign.end) for sign in signs])
    begins = np.cumsum([0, *(sign.end - sign.first for sign in signs[:-1])])
    likely = np.log(np.maximum(probabilities[steps], LEAST_LIKELY))
    costs = (likely.max(axis=1, keepdims=True) - likely) * UNKNOWN_DOUBT
    shared = np.minimum(costs, costs[:, [nothing]])
    whole = np.add.reduceat(shared, begins) + np.minimum.reduceat(costs - shared, begins)
    whole[np.arange(len(signs)), [sign.code for sign in signs]] = np.inf
    whole[:, nothing] = np.inf
    dropped = _dropped(signs, costs, begins, nothing)
    cheapest = np.argpartition(whole, _MOST, axis=1)[:, :_MOST]
    prices = np.take_along_axis(whole, cheapest, axis=1)
    others: list[list[tuple[str, float]]] = [
        [("", price)] if price < _DEAREST else [] for price in dropped
    ]
    places, ranks = np.nonzero(prices < _DEAREST)
    found = (places, cheapest[places, ranks], prices[places, ranks])
    for place, code, price in zip(*(column.tolist() for column in found), strict=True):
        text = texts[code]
        if len(text) == 1 and text != " ":
            others[place].append((text, price))
    return [
        ((sign.text, 0.0), *sorted(choices, key=lambda other: other[1]))
        for sign, choices in zip(signs, others, strict=True)
    ]


def worth_knowing(signs: Sequence[Sign]) -> float:
    """What it costs a word to be in no list: its doubt once more and a quarter, each step a little, the doubtful ones more."""
    steps = signs[-1].end - signs[0].first
    doubt = steps * STEP_DOUBT + sum(sign.doubt - STEP_DOUBT for sign in signs)
    return min((UNKNOWN_DOUBT - 1) * -doubt, _DEAREST_KNOWN)


def _dropped(signs: Sequence[Sign], costs: Floats, begins: np.ndarray, nothing: int) -> list[float]:
    """What it costs that each sign is none."""
    before = [other.code if other.end == sign.first else nothing for other, sign in pairwise(signs)]
    after = [other.code if other.first == sign.end else nothing for sign, other in pairwise(signs)]
    lengths = [sign.end - sign.first for sign in signs]
    steps = np.arange(len(costs))
    said = costs[:, nothing]
    for beside in ([nothing, *before], [*after, nothing]):
        said = np.minimum(said, costs[steps, np.repeat(beside, lengths)])
    prices: list[float] = np.add.reduceat(said, begins).tolist()
    return prices
