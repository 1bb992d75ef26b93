"""Ink between two signs that neither stands for: a letter was passed over, under a stamp or where print is torn.

A network that was taught worn papers says nothing where it cannot read, and is sure of what stands beside. The room between
letters tells: of 33,000 neighbours on typed pages the ink between two is wider than `_IN_A_WORD`, or between two words than
`_BETWEEN_WORDS`, only where a letter is missing; wide print has more, in the measure of its row's own letters. So it is at
the ends of rows: of 1,770 behind eight more than `_IN_A_WORD` was unread, two of them perhaps no letters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two letters that follow each other, in one word or as the end of one and the beginning of the next."""

    one: Sign
    other: Sign
    is_in_a_word: bool
    has_capital: bool

    @property
    def way(self) -> int:
        """Steps from one to the other."""
        return self.other.first - self.one.first


def beside_unread(signs: Sequence[Sign], ink: StripInk) -> frozenset[Sign]:
    """Those signs of a row that stand beside unread ink."""
    pairs = list(_pairs(signs))
    ways = _Ways([pair for pair in pairs if pair.is_in_a_word])
    around = {sign for pair in _around_unread(pairs, ways, ink) for sign in (pair.one, pair.other)}
    return frozenset(around.union(_at_ends(signs, ways, ink)))


def _at_ends(signs: Sequence[Sign], ways: "_Ways", ink: StripInk) -> Iterator[Sign]:
    """The first and the last letter of a row that is torn there. Of a rule that is read as a dash most is unread."""
    letters = [sign for sign in signs if sign.text != BLANK]
    for sign, beside in ((letters[0], ink.ahead_of), (letters[-1], ink.behind)) if letters else ():
        way = ways.usual(has_capital=sign.text.isupper())
        if sign.text.isalnum() and beside(sign) > max(_IN_A_WORD, _WAYS_IN_A_WORD * way):
            yield sign


def _around_unread(pairs: Sequence[_Pair], ways: "_Ways", ink: StripInk) -> Iterator[_Pair]:
    for pair in pairs:
        way = ways.usual(has_capital=pair.has_capital)
        if pair.is_in_a_word:
            most = max(_IN_A_WORD, _WAYS_IN_A_WORD * way)
        else:
            most = max(_BETWEEN_WORDS, _WAYS_BETWEEN_WORDS * way)
        if ink.between(pair.one, pair.other) > most:
            yield pair


def _pairs(signs: Sequence[Sign]) -> Iterator[_Pair]:
    letters = [
        (place, sign, sign.text.isupper()) for place, sign in enumerate(signs) if sign.text != BLANK
    ]
    for (place, one, is_capital), (after, other, is_other_capital) in pairwise(letters):
        yield _Pair(one, other, after == place + 1, is_capital or is_other_capital)


class _Ways:
    """How far it is from one letter of a word to the next, in columns."""

    def __init__(self, neighbours: Sequence[_Pair]) -> None:
        self._wide = _median_way([pair for pair in neighbours if pair.has_capital])
        self._narrow = _median_way([pair for pair in neighbours if not pair.has_capital])

    def usual(self, *, has_capital: bool) -> float:
        """Nought where the row does not tell."""
        return self._wide or self._narrow * _CAPITAL if has_capital else self._narrow


def _median_way(pairs: Sequence[_Pair]) -> float:
    if len(pairs) < _LEAST_PAIRS:
        return 0.0
    return STEP * median(pair.way for pair in pairs)
