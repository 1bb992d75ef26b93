"""What a record is found by: a set of terms, alike for every database, and which of them a search wants.

A word stands in the set as `=hoa_f` with its signs and as `~hoa` without; where title or fields have it, also as `^=hoa_f` and
`^~hoa`. What a record is filtered by begins with `@` (facets.py). So one inverted index of sets answers every question, needs
neither places nor counts, and no database has a say in what a Vietnamese word is.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storage.folding import Term, terms

_EXACT, _FOLDED, _HEADING = "=", "~", "^"
_LONGEST_WORD = 200  # a server takes 2,046 bytes of a term; what is longer is found by its hash
_REMEMBERED = 32_768  # nearly every word of a page was met on another


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

    def terms(self) -> str:
        """The set, a blank between its terms; some may stand there twice. First what matters most: an index may cut a long one."""
        printed = f"{self.heading}\n{self.body}"
        return " ".join((self.facets, _of(self.heading, _in_heading), _of(printed, _anywhere)))


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
    exact = tuple(_exact(term) for term in words)
    folded = tuple(_folded(term) for term in words)
    exact_heading = tuple(_HEADING + term for term in exact)
    folded_heading = tuple(_HEADING + term for term in folded)
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


def _of(printed: str, terms_of: Callable[[str], str]) -> str:
    # No term has a blank inside, and a page says most of its words more than once.
    return " ".join(map(terms_of, dict.fromkeys(printed.split())))


@lru_cache(maxsize=_REMEMBERED)
def _anywhere(printed: str) -> str:
    return " ".join(form for term in terms(printed) for form in (_exact(term), _folded(term)))


@lru_cache(maxsize=_REMEMBERED)
def _in_heading(printed: str) -> str:
    return " ".join(_HEADING + term for term in _anywhere(printed).split())


def _exact(term: Term) -> str:
    return _EXACT + _plain(term.marked)


def _folded(term: Term) -> str:
    return _FOLDED + _plain(term.folded)


def _plain(term: str) -> str:
    """Without the colon, which ends a term of a `tsvector`."""
    if len(term) > _LONGEST_WORD:
        return hashlib.sha256(term.encode()).hexdigest()
    return term.replace(":", "-")
