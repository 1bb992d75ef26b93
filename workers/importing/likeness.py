"""Texts of two papers into whether they are one paper scanned twice: few words may differ, and the figures must be the same.

Forms share their wording, so words alone prove nothing; what tells two forms apart are the figures on them: numbers,
dates, ids. Signatures (MinHash) of the figures find candidates among a hundred thousand without comparing all pairs.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b

from digitize.text import fold

_FIGURES = re.compile(r"\d[\d./-]*\d|\d")
_WORDS = re.compile(r"[a-z0-9]+")
_HASHES = 32
_BANDS = 8  # four hashes each: alike in 9 of 10 figures, found 999 times in 1,000; in 3 of 10, 6 times in 100
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessOptions:
    min_figures: int = 4
    """With fewer, two papers agree by chance."""
    min_figures_shared: float = 0.85
    """Of all figures on either. Two children's birth certificates of one day and place share under two thirds."""
    min_words_shared: float = 0.8
    """Of all words on either: two scans of one paper are read with some words otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    figures: frozenset[str]
    words: frozenset[str]

    @property
    def bands(self) -> tuple[int, ...]:
        """Papers that share most figures share one of these numbers; each fits 63 bits."""
        return _bands(self.figures)


def signature(text: str) -> Signature:
    """What a text is compared by."""
    folded = fold(text)
    return Signature(
        figures=frozenset(_FIGURES.findall(folded)), words=frozenset(_WORDS.findall(folded))
    )


def is_same_paper(
    first: Signature, second: Signature, *, options: LikenessOptions | None = None
) -> bool:
    limits = options or LikenessOptions()
    if min(len(first.figures), len(second.figures)) < limits.min_figures:
        return False
    return (
        _shared(first.figures, second.figures) >= limits.min_figures_shared
        and _shared(first.words, second.words) >= limits.min_words_shared
    )


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(1, len(first | second))


def _bands(figures: frozenset[str]) -> tuple[int, ...]:
    if not figures:
        return ()
    hashes = [_hash(figure) for figure in figures]
    least = [min((value * odd + odd) & _MASK for value in hashes) for odd in _ODD]
    rows = _HASHES // _BANDS
    return tuple(
        _hash(f"{band}:{least[band * rows : (band + 1) * rows]}") >> 1 for band in range(_BANDS)
    )


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


_ODD = tuple(_hash(f"permutation {number}") | 1 for number in range(_HASHES))
