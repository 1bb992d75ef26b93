"""Vietnamese as a word list knows it: which syllables there are, how usual each is, which stand together as a word.

The list (31,000 words, most of two syllables) comes with pyvi, MIT licence; its code is not used. It is read from the
installed package, so that no copy of it lies here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from digitize.ocr.vietnamese import new_tone_placement, plain

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWords:
    """Syllables in lower case, NFC, with their tone at the new place (`spelt`)."""

    uses: Mapping[str, int]
    """In how many words of the list a syllable stands."""
    pairs: frozenset[Pair]
    """Neighbouring syllables of one word."""
    by_letters: Mapping[str, frozenset[str]]
    """Syllables that differ in nothing but their marks, by their bare letters."""

    @classmethod
    def of(cls, words: Iterable[str]) -> "KnownWords":
        """From words as they are written, their syllables parted by blanks."""
        uses: Counter[str] = Counter()
        pairs: set[Pair] = set()
        for word in words:
            syllables = [spelt(syllable) for syllable in word.split()]
            uses.update(filter(str.isalpha, syllables))
            pairs.update(pairwise(syllables))
        by_letters: dict[str, set[str]] = defaultdict(set)
        for syllable in uses:
            by_letters[plain(syllable)].add(syllable)
        return cls(
            uses=uses,
            pairs=frozenset(pairs),
            by_letters={bare: frozenset(group) for bare, group in by_letters.items()},
        )


@lru_cache(maxsize=1 << 16)  # syllables repeat: 60,000 in the list are 7,000 different ones
def spelt(text: str) -> str:
    """The form in which syllables are compared."""
    return new_tone_placement(text).lower()


@cache
def known_words() -> KnownWords:
    """The list of the installed package, loaded once a process (a tenth of a second)."""
    listed = files("pyvi").joinpath("models/words.txt").read_text(encoding="utf-8")
    return KnownWords.of(listed.splitlines())
