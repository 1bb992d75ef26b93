"""Ink between two signs that neither stands for: a letter was passed over, under a stamp or where print is torn.

A network that was taught worn papers says nothing where it cannot read, and is sure of what stands beside. The room between
letters tells: of 33,000 neighbours on typed pages the ink between two is wider than `_IN_A_WORD`, or between two words than
`_BETWEEN_WORDS`, only where a letter is missing; wide print has more, in the measure of its row's own letters.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from digitize.ocr.network.graph import STEP
from digitize.ocr.network.signs import BLANK, Sign
from digitize.ocr.network.word_boxes import StripInk

_IN_A_WORD = 13
"""Columns of a strip beside the steps that say the two letters; 1.25 times the way from one letter of Times to the next."""
_BETWEEN_WORDS = 20
_WAYS_IN_A_WORD, _WAYS_BETWEEN_WORDS = 1.25, 1.6
"""Times the usual way from letter to letter."""
_CAPITAL = 1.5
"""Times as wide as a small letter, where a row has too few capitals to tell."""
_LEAST_PAIRS = 3
_Pair = tuple[Sign, Sign]


def beside_unread(signs: Sequence[Sign], ink: StripInk) -> frozenset[Sign]:
    """Those signs of a row that stand beside unread ink."""
    return frozenset(sign for pair in _around_unread(signs, ink) for sign in pair)


def _around_unread(signs: Sequence[Sign], ink: StripInk) -> Iterator[_Pair]:
    letters = [place for place, sign in enumerate(signs) if sign.text != BLANK]
    pairs = [(signs[one], signs[other], other == one + 1) for one, other in pairwise(letters)]
    ways = _Ways([(one, other) for one, other, is_in_a_word in pairs if is_in_a_word])
    for one, other, is_in_a_word in pairs:
        way = ways.usual((one, other))
        if is_in_a_word:
            most = max(_IN_A_WORD, _WAYS_IN_A_WORD * way)
        else:
            most = max(_BETWEEN_WORDS, _WAYS_BETWEEN_WORDS * way)
        if ink.between(one, other) > most:
            yield one, other


class _Ways:
    """How far it is from one letter of a word to the next, in columns."""

    def __init__(self, neighbours: Sequence[_Pair]) -> None:
        self._wide = _median_way([pair for pair in neighbours if _has_capital(pair)])
        self._narrow = _median_way([pair for pair in neighbours if not _has_capital(pair)])

    def usual(self, pair: _Pair) -> float:
        """Nought where the row does not tell."""
        return self._wide or self._narrow * _CAPITAL if _has_capital(pair) else self._narrow


def _has_capital(pair: _Pair) -> bool:
    return any(sign.text.isupper() for sign in pair)


def _median_way(pairs: Sequence[_Pair]) -> float:
    if len(pairs) < _LEAST_PAIRS:
        return 0.0
    return STEP * median(other.first - one.first for one, other in pairs)
