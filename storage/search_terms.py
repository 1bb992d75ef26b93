"""What a record is found by: terms in one set, alike for every database, and which of them a search wants.

A word stands in the set as `=hoa_f` with its signs and as `~hoa` without; where title or fields have it, also as `^=hoa_f` and
`^~hoa`. What a record is filtered by begins with `@` (facets.py). So one inverted index of sets answers every question, needs
neither places nor counts, and no database has a say in what a Vietnamese word is.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from storage.folding import Term, terms

_EXACT, _FOLDED, _HEADING = "=", "~", "^"
_LONGEST_WORD = 200  # a server takes 2,046 bytes of a term; what is longer is found by its hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """A record as its index knows it; what is taken out must be what was put in, for an index may keep no copy."""

    number: int
    """Newer records have higher ones."""
    heading: str
    """Title and values of fields, as printed."""
    body: str
    facets: str = ""
    """Terms of facets.py, a blank between them."""

    def terms(self) -> dict[str, None]:
        """The set, in an order that puts first what matters most, for an index may not take all of a large paper."""
        printed = _words(self.heading)
        found = dict.fromkeys(self.facets.split())
        found |= dict.fromkeys(f"{_HEADING}{term}" for term in printed)
        return found | printed | _words(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Records that have every one of some terms, one of each choice, and of no unwanted set all."""

    every: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()


def ranks(
    words: Sequence[Term], *, every: tuple[str, ...], one_of: tuple[tuple[str, ...], ...]
) -> tuple[Wanted, ...]:
    """The best hits first, none in two ranks: words with their signs in the heading, then anywhere; then without, likewise.

    `every` and `one_of` filter. Without words there is one rank.
    """
    if not words:
        return (Wanted(every=every, one_of=one_of),)
    exact = tuple(_EXACT + _short(term.marked) for term in words)
    folded = tuple(_FOLDED + _short(term.folded) for term in words)
    exact_heading, folded_heading = _in_heading(exact), _in_heading(folded)
    unwanted: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {
        exact_heading: (),
        exact: (exact_heading,),
        folded_heading: (exact,),
        folded: (exact, folded_heading),
    }
    return tuple(
        Wanted(every=(*having, *every), one_of=one_of, unwanted=without)
        for having, without in unwanted.items()
    )


def _in_heading(wanted: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_HEADING + term for term in wanted)


def _words(printed: str) -> dict[str, None]:
    # No term has a blank inside, and a page says most of its words more than once.
    return dict.fromkeys(chain.from_iterable(map(_terms_of, dict.fromkeys(printed.split()))))


@lru_cache(maxsize=65_536)  # nearly every word of a page was met on another
def _terms_of(printed: str) -> tuple[str, ...]:
    return tuple(_both(terms(printed)))


def _both(found: Iterator[Term]) -> Iterator[str]:
    for term in found:
        yield _EXACT + _short(term.marked)
        yield _FOLDED + _short(term.folded)


def _short(term: str) -> str:
    return term if len(term) <= _LONGEST_WORD else hashlib.sha256(term.encode()).hexdigest()
