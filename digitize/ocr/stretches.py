"""Words of a page as stretches of syllables that speak to each other: whatever punctuation parts them is an end.

`người/tổ chức` is one word of print and two stretches, `người` and `tổ chức`. A word with a figure in it stays whole, and so
does an address of the net.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from digitize.model import Word
from digitize.ocr.known_words import spelt
from digitize.ocr.letter_choices import Letter, UnsureWord

_LETTERS = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"@|[a-z]\.[a-z]")
_NAMED_AFTER_A_TASK = frozenset({"luật", "bộ", "sở", "ban", "phòng", "cục", "vụ", "viện", "trường"})
"""Laws and bodies, whose names go on with what they are for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A run of letters in a word, or the whole of a word that has figures or no letters, or is an address."""

    word: Word
    index: int
    """The word's place on the page."""
    start: int
    end: int
    form: str
    """The letters as they are compared."""
    is_name: bool = False

    @property
    def core(self) -> str:
        return self.word.text[self.start : self.end]

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The engine's alternatives of the letters; none where it gave none."""
        return self.word.letters[self.start : self.end] if isinstance(self.word, UnsureWord) else ()

    @property
    def is_capitalised(self) -> bool:
        return self.core[:1].isupper() and self.core[1:] == self.core[1:].lower()

    def in_own_case(self, form: str) -> str:
        """Another form written as this one is: `CỖ`, `cổ` → `CỔ`."""
        if self.core.isupper() and len(self.core) > 1:
            return form.upper()
        return form[:1].upper() + form[1:] if self.core[:1].isupper() else form


def stretches(words: Sequence[Word]) -> Iterator[list[Token]]:
    """Tokens with nothing but blanks between them, in order; those that are names are marked."""
    stretch: list[Token] = []
    for token in (token for index, word in enumerate(words) for token in _tokens(word, index)):
        if stretch and not _is_next(stretch[-1], token):
            yield _names_marked(stretch)
            stretch = []
        stretch.append(token)
    yield _names_marked(stretch)


def _tokens(word: Word, index: int) -> list[Token]:
    text = word.text
    spans = [match.span() for match in _LETTERS.finditer(text)]
    if not spans or _ADDRESS.search(text) or any(sign.isdigit() for sign in text):
        spans = [(0, len(text))]
    return [
        Token(word=word, index=index, start=start, end=end, form=spelt(text[start:end]))
        for start, end in spans
    ]


def _is_next(before: Token, token: Token) -> bool:
    return (
        token.index == before.index + 1 and token.start == 0 and before.end == len(before.word.text)
    )


def _names_marked(stretch: list[Token]) -> list[Token]:
    """Capitalised syllables side by side are a person, a place or an office."""
    capitalised = [token.is_capitalised for token in stretch]
    runs = [
        (is_run, list(group))
        for is_run, group in groupby(range(len(stretch)), capitalised.__getitem__)
    ]
    names = {
        at
        for is_run, places in runs
        if is_run and len(places) > 1
        for at in places
        if not _is_of_what_follows(stretch, places, at)
    }
    return [
        replace(token, is_name=True) if at in names else token for at, token in enumerate(stretch)
    ]


def _is_of_what_follows(stretch: Sequence[Token], places: Sequence[int], at: int) -> bool:
    """`Luật Tổ chức`, `Sở Kế hoạch`: what a law or a body is named after goes on in small letters; no person is called so."""
    is_second_of_two = len(places) == 2 and at == places[1] and at + 1 < len(stretch)
    return is_second_of_two and stretch[places[0]].form in _NAMED_AFTER_A_TASK
