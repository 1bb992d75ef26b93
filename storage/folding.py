"""Vietnamese text into search terms, so that what people type meets what the paper prints.

Two forms of a word. *Marked* keeps every sign but not its place: `hòa` and `hoà` are both `hoa_f` (the tone moves to the
end, named as the Telex keyboard names it). *Folded* has letters only: `hòa`, `hoà`, `HOA`, decomposed or not, are `hoa`, and
đ is d. A number with `/`, `-`, `.` or `:` inside (a reference, a date, an agency code) is one exact term beside its parts:
`2311/QĐ-UBND` is neither `12311/QĐ-UBND` nor `2311/QĐ-UBND-NC`, which is another paper's reference.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import not_

_TONES = {
    "\N{COMBINING GRAVE ACCENT}": "f",
    "\N{COMBINING ACUTE ACCENT}": "s",
    "\N{COMBINING HOOK ABOVE}": "r",
    "\N{COMBINING TILDE}": "x",
    "\N{COMBINING DOT BELOW}": "j",
}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
# Marks that have no composed letter belong to the word before them.
_WORD = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"
_TERM = re.compile(rf"{_WORD}(?P<rest>(?:[/\-.:]{_WORD})*)")
_PART = re.compile(_WORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    marked: str
    folded: str
    start: int
    """Where in the text it was printed; `end` is just behind."""
    end: int


def terms(text: str, *, among: Set[str] | None = None) -> Iterator[Term]:
    """The terms that a text (NFC) is found by, in order; of an exact term the whole first, then its parts.

    `among`: only those whose folded form is one of these; a page has hundreds of terms and a question a few.
    """
    if among is None:
        yield from _all_terms(text, 0)
        return
    for start, word in _words_with(text, among):
        yield from (term for term in _all_terms(word, start) if term.folded in among)


def query_terms(words: str) -> tuple[Term, ...]:
    """The terms that a text must have: of an exact term the whole only. Whatever is no word is ignored."""
    wanted: dict[str, Term] = {}
    composed = unicodedata.normalize("NFC", words)
    for found in _TERM.finditer(composed.translate(_DASHES)):
        exact = _is_exact(found)
        for term in [_term(found.group(), found.start())] if exact else _parts(found):
            wanted.setdefault(term.marked, term)
    return tuple(wanted.values())


def fold(text: str) -> str:
    """Letters without any sign, lower case, đ as d; everything else as it is."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", plain.replace("đ", "d"))


def mark(word: str) -> str:
    """A word with its signs, lower case, the tone at the end of it whatever letter it was printed over."""
    tones: list[str] = []
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.casefold()):
        (tones if char in _TONES else letters).append(char)
    marked = unicodedata.normalize("NFC", "".join(letters))
    return f"{marked}_{''.join(_TONES[tone] for tone in tones)}" if tones else marked


def _all_terms(text: str, offset: int) -> Iterator[Term]:
    for found in _TERM.finditer(text.translate(_DASHES)):
        if _is_exact(found):
            yield _term(found.group(), offset + found.start())
        yield from _parts(found, offset)


def _words_with(text: str, wanted: Set[str]) -> Sequence[tuple[int, str]]:
    """What stands between blanks and has a wanted term, with its place; no term has a blank inside.

    A page has few words, many of them twice, and a search shows tens of pages: so no word is looked at in a loop of ours.
    """
    words = list(dict.fromkeys(text.split()))
    found = compress(words, map(not_, map(wanted.isdisjoint, map(_folded_in, words))))
    return sorted((start, word) for word in found for start in _places(text, word))


def _places(text: str, word: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (text[start - 1 : start].strip() or text[end : end + 1].strip()):
            yield start
        start = text.find(word, end)


@lru_cache(maxsize=16_384)
def _folded_in(word: str) -> frozenset[str]:
    return frozenset(term.folded for term in _all_terms(word, 0))


def _is_exact(found: re.Match[str]) -> bool:
    return bool(found["rest"]) and any(char.isdecimal() for char in found.group())


def _parts(found: re.Match[str], offset: int = 0) -> Iterator[Term]:
    for part in _PART.finditer(found.group()):
        yield _term(part.group(), offset + found.start() + part.start())


def _term(text: str, start: int) -> Term:
    marked, folded = _forms(text)
    return Term(marked=marked, folded=folded, start=start, end=start + len(text))


@lru_cache(maxsize=65_536)  # a language has few words: nearly every word of a page was met before
def _forms(text: str) -> tuple[str, str]:
    return _PART.sub(lambda part: mark(part.group()), text), fold(text)
