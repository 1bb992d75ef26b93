"""The words Tesseract's model was taught with, and how signs stand around them: its own lists, for its own doubt.

Tesseract doubts a word more than twice as much that is in none of them. The lists are graphs of letters (DAWG), here walked once
into sets.
"""

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digitize.ocr.network.model_file import Part, names_of

_HEAD = struct.Struct("<hii")
_LAST, _BACKWARDS, _ENDS_WORD = 1, 2, 4
_FLAGS = 3
_SIGNS_OF_NUMBER = 2
"""At either end; those of Debian's list have one at most behind the last digit, so a row of dots costs no more than a word."""
_ANY = " "
"""In the list of numbers stands for a digit, in that of punctuation for the word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    words: Collection[str]
    numbers: Collection[str]
    around: Collection[str]

    def has(self, text: str) -> bool:
        """Is this a word or a number, with signs around it as they are usual."""
        if text in self.words:
            return True
        start, end = _core(text)
        if start == end:
            return text in self.around
        if text[start:end] in self.words and self._is_around(text, start, end):
            return True
        # Signs may be of the number: `15%` is in the list, its end is not among the signs around.
        return any(
            _digits_hidden(text[first:last]) in self.numbers and self._is_around(text, first, last)
            for first in range(max(start - _SIGNS_OF_NUMBER, 0), start + 1)
            for last in range(end, min(end + _SIGNS_OF_NUMBER, len(text)) + 1)
        )

    def _is_around(self, text: str, start: int, end: int) -> bool:
        is_bare = start == 0 and end == len(text)
        return is_bare or text[:start] + _ANY + text[end:] in self.around


def dictionary_of(parts: Mapping[Part, bytes]) -> Dictionary:
    """Lists that the model does not have are empty."""
    names = names_of(parts)

    def listed(part: Part) -> frozenset[str]:
        return frozenset(_walked(parts[part], names)) if part in parts else frozenset()

    return Dictionary(
        words=listed(Part.WORDS),
        numbers=listed(Part.NUMBERS),
        around=listed(Part.PUNCTUATION),
    )


def _core(text: str) -> tuple[int, int]:
    """Where the first and after the last letter or digit is; the same place where there is none."""
    spoken = [at for at, sign in enumerate(text) if sign.isalnum()]
    return (spoken[0], spoken[-1] + 1) if spoken else (0, 0)


def _digits_hidden(text: str) -> str:
    return "".join(_ANY if sign.isdigit() else sign for sign in text)


def _walked(part: bytes, names: Sequence[str]) -> Iterator[str]:
    """Every word of the list. An edge has a letter, flags above it and above them the place where the next letter's edges begin."""
    _, letters, count = _HEAD.unpack_from(part)
    edges = struct.unpack_from(f"<{count}Q", part, _HEAD.size)
    flags_at = letters.bit_length()
    waiting = [("", 0)]
    while waiting:
        begun, at = waiting.pop()
        while True:
            edge = edges[at]
            flags = edge >> flags_at
            word = begun + names[edge & ((1 << flags_at) - 1)]
            if not flags & _BACKWARDS:
                if flags & _ENDS_WORD:
                    yield word
                following = edge >> (flags_at + _FLAGS)
                if following:
                    waiting.append((word, following))
            if flags & _LAST:
                break
            at += 1
