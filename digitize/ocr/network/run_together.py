"""Words that were read as one, because the blank between them is narrow: `CHÍNHPHỦ`."""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise

import numpy as np

from digitize.ocr.network.dictionary import Dictionary
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.other_letters import worth_knowing
from digitize.ocr.network.signs import BLANK, STEP_DOUBT, Sign

_LEAST_LIKELY = 0.02
"""A blank between two letters that is less likely is none."""
_MOST = 4
"""Blanks that are weighed with each other."""


def parted(
    signs: Sequence[Sign], probabilities: Floats, *, blank: int, dictionary: Dictionary
) -> list[Sign]:
    """With blanks between words of the lists that were read as one unknown word, where they cost less than not being known.

    `blank` is the code that says one, `probabilities` are steps × signs.
    """
    found: list[Sign] = []
    for is_blank, group in groupby(signs, key=lambda sign: sign.text == BLANK):
        word = list(group)
        if not is_blank and not dictionary.has(_text(word)):
            word += _blanks(word, list(_likeliest(word, probabilities, blank)), dictionary)
        found += sorted(word, key=lambda sign: sign.first)
    return found


def _blanks(
    word: Sequence[Sign], likeliest: Sequence[Sign], dictionary: Dictionary
) -> Sequence[Sign]:
    """The fewest, of those the likeliest, that leave words of the lists alone."""
    worth = worth_knowing(word)
    for count in range(1, len(likeliest) + 1):
        for blanks in combinations(likeliest, count):
            is_cheap = -sum(blank.doubt for blank in blanks) < worth
            if is_cheap and all(_is_word(part, dictionary) for part in _parts(word, blanks)):
                return blanks
    return ()


def _likeliest(word: Sequence[Sign], probabilities: Floats, blank: int) -> list[Sign]:
    """Where a blank may be, each as doubtful as it is unlikely; the likeliest first."""
    blanks = []
    for before, after in pairwise(word):
        between = probabilities[before.end : after.first, blank]
        if between.size and between.max() >= _LEAST_LIKELY:
            step = before.end + int(between.argmax())
            doubt = float(np.log(between.max())) + STEP_DOUBT
            blanks.append(Sign(BLANK, blank, step, step + 1, doubt))
    return sorted(blanks, key=lambda sign: -sign.doubt)[:_MOST]


def _parts(word: Sequence[Sign], blanks: Sequence[Sign]) -> Iterator[str]:
    signs = sorted([*word, *blanks], key=lambda sign: sign.first)
    for is_blank, group in groupby(signs, key=lambda sign: sign.text == BLANK):
        if not is_blank:
            yield _text(list(group))


def _is_word(text: str, dictionary: Dictionary) -> bool:
    """Of single letters the lists have many, and a word in pieces is none of them."""
    return dictionary.has(text) and not (len(text) == 1 and text.isalpha())


def _text(signs: Sequence[Sign]) -> str:
    return "".join(sign.text for sign in signs)
