"""Vietnamese as a word list knows it: which syllables there are, how usual each is, which stand together as a word.

The list (31,000 words, most of two syllables) comes with pyvi, MIT licence; how often a syllable is written (10,000 of them,
counted in books, news and subtitles) with wordfreq, data under CC BY-SA 4.0. The list alone would take `để` for rarer than
`đề`, since few words are built with it. Both are read from the installed packages, whose code is not used, so that no copy
lies here.
"""

import gzip
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain, pairwise
from pathlib import Path
from types import MappingProxyType

import msgpack

from digitize.ocr.vietnamese import new_tone_placement, plain

_RAREST = 1e-7
"""Share of all written syllables; what is written less often is not told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWords:
    """Syllables in lower case, NFC, with their tone at the new place (`spelt`)."""

    syllables: frozenset[str]
    """That stand in a word of the list."""
    usual: Mapping[str, float]
    """How often a syllable is written: natural logarithm over the rarest; 0 for those that are not here."""
    followers: Mapping[str, frozenset[str]]
    """What stands after a syllable in a word of the list."""
    by_letters: Mapping[str, frozenset[str]]
    """Syllables that differ in nothing but their marks, by their bare letters."""

    @classmethod
    def of(
        cls, words: Iterable[str], *, shares: Mapping[str, float] = MappingProxyType({})
    ) -> "KnownWords":
        """From words as they are written, their syllables parted by blanks; `shares` of all that is written, by syllable."""
        spoken = [word.split() for word in all_spelt(words)]
        syllables = frozenset(filter(str.isalpha, set(chain.from_iterable(spoken))))
        return cls(
            syllables=syllables,
            usual=_usual(shares),
            followers=_grouped(chain.from_iterable(map(pairwise, spoken))),
            by_letters=_by_letters(syllables),
        )


def _by_letters(syllables: frozenset[str]) -> Mapping[str, frozenset[str]]:
    return _grouped(zip(_at_once(plain, syllables), syllables, strict=True))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """All the second ones that came with each first one."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        groups[first].add(second)
    return {first: frozenset(group) for first, group in groups.items()}


def _usual(shares: Mapping[str, float]) -> Mapping[str, float]:
    """Both spellings of a tone counted together."""
    written: defaultdict[str, float] = defaultdict(float)
    for syllable, share in zip(all_spelt(shares), shares.values(), strict=True):
        written[syllable] += share
    return {
        syllable: math.log(share / _RAREST)
        for syllable, share in written.items()
        if share > _RAREST
    }


def _at_once(spell: Callable[[str], str], words: Iterable[str]) -> list[str]:
    """Every word as `spell` gives it, from one call over all of them: a call a word takes five times as long."""
    return spell("".join(f"{word}\n" for word in words)).split("\n")[:-1]


def spelt(text: str) -> str:
    """The form in which syllables are compared."""
    return new_tone_placement(text).lower()


def all_spelt(texts: Iterable[str]) -> list[str]:
    """`spelt` of each, none of which has a line break in it."""
    return _at_once(spelt, texts)


@cache
def known_words() -> KnownWords:
    """The lists of the installed packages, loaded once a process (a tenth of a second)."""
    return KnownWords.of(listed_words(), shares=_written_shares())


def listed_words() -> list[str]:
    """The word list as it is written."""
    return _data_of("pyvi", "models/words.txt").decode().splitlines()


def _written_shares() -> dict[str, float]:
    """Syllable → share of all written ones. The file has after its header a list a hundredth of a decade, from 1 down."""
    packed = _data_of("wordfreq", "data/small_vi.msgpack.gz")
    _header, *steps = msgpack.unpackb(gzip.decompress(packed))
    return {syllable: 10 ** (-step / 100) for step, alike in enumerate(steps) for syllable in alike}


def _data_of(package: str, file: str) -> bytes:
    """Read without importing the package, which would load its code and what that needs. Raises `ModuleNotFoundError`."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(package)
    return (Path(found.origin).parent / file).read_bytes()
