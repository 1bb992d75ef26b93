"""What else the letters of an unsure word may be: the engine's own second thoughts, letter by letter.

A torn tone mark makes `ổ` of a print look like `ô`, `ố` or `ỗ`; the engine says one of them and knows what the others
would cost. The language of the page can then choose among them (`mend.py`), and nothing is made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from digitize.model import Word

_MOST_OTHERS = 3
Letter = tuple[tuple[str, float], ...]
"""What one letter may be, the cheapest first: the sign and its cost, 0 for the one that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureWord(Word):
    """A word with the alternatives of each of its letters; only until the page is mended."""

    letters: tuple[Letter, ...]
    """As many as the text has."""

    def as_read(self) -> Word:
        """The word alone, with what the engine thinks likeliest besides."""
        others = tuple(islice(self._others(), _MOST_OTHERS))
        return Word(text=self.text, box=self.box, confidence=self.confidence, others=others)

    def _others(self) -> Iterator[str]:
        """The word with one letter as the engine offers it, the cheapest first."""
        offered = sorted(
            (cost, at, sign)
            for at, letter in enumerate(self.letters)
            for sign, cost in letter[1:]
            if len(sign) == 1 and sign.strip()
        )
        texts = (self.text[:at] + sign + self.text[at + 1 :] for _, at, sign in offered)
        yield from dict.fromkeys(text for text in texts if text != self.text)
