"""The bytes of a text register into lines: its encoding found and said, then decoded a line at a time.

A byte order mark decides; then UTF-8, if the whole file is; then the two legacy encodings in use in Vietnam, told apart
by whether every letter that comes out is a letter of the language. Anything else is refused, not guessed.
"""

import codecs
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from digitize.errors import BadRegister, SourceUnreadable
from digitize.limits import MAX_REGISTER_LINE
from digitize.text import fold, nfc
from workers.importing.tcvn3 import from_tcvn3, is_tcvn3_letter

_SAMPLE_BYTES = 256 * 1024
_PIECE_BYTES = 1024**2
_PUNCTUATION = frozenset("“”‘’–—…•°§±²³½¼«»·\u00a0€₫×")


class Encoding(StrEnum):
    """Names as a mapping file has them."""

    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-sig"
    UTF_16 = "utf-16"  # with a byte order mark, as Excel's "Unicode text"
    UTF_16_LE = "utf-16-le"  # without one
    UTF_16_BE = "utf-16-be"
    WINDOWS_1258 = "cp1258"  # letters followed by combining marks
    TCVN3 = "tcvn3"  # fonts whose names begin with .Vn


def detect_encoding(path: Path) -> Encoding:
    """How the register's text is encoded. Raises `BadRegister` where nothing fits, `SourceUnreadable`."""
    sample = _head(path)
    marked = _by_mark(sample) or _by_zeros(sample)
    if marked is not None:
        return marked
    if _is_utf_8(path):
        return Encoding.UTF_8
    if _is_vietnamese(_decoded(sample, "cp1258")):
        return Encoding.WINDOWS_1258
    if _is_tcvn3(sample.decode("latin-1")):
        return Encoding.TCVN3
    raise BadRegister("the encoding is none of UTF-8, UTF-16, Windows-1258, TCVN3")


def lines(path: Path, encoding: Encoding) -> Iterator[str]:
    """The lines with their ends as they are, NFC. Raises `BadRegister`, `SourceUnreadable`."""
    codec = "latin-1" if encoding is Encoding.TCVN3 else encoding.value
    number = 0
    try:
        with path.open(encoding=codec, newline="") as file:
            while line := file.readline(MAX_REGISTER_LINE):
                number += 1
                if len(line) == MAX_REGISTER_LINE:
                    raise BadRegister(f"line {number} has over {MAX_REGISTER_LINE} characters")
                yield nfc(from_tcvn3(line) if encoding is Encoding.TCVN3 else line)
    except UnicodeError as fault:
        raise BadRegister(f"after line {number}: not {encoding.value}: {fault}") from fault
    except OSError as fault:
        raise SourceUnreadable(str(fault)) from fault


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_SAMPLE_BYTES)
    except OSError as fault:
        raise SourceUnreadable(str(fault)) from fault


def _by_mark(sample: bytes) -> Encoding | None:
    if sample.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8_BOM
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF_16
    return None


def _by_zeros(sample: bytes) -> Encoding | None:
    """UTF-16 of a table has a zero in most pairs: separators, digits and line ends are ASCII."""
    if b"\0" not in sample:
        return None
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    return Encoding.UTF_16_LE if high >= low else Encoding.UTF_16_BE


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except OSError as fault:
        raise SourceUnreadable(str(fault)) from fault
    return True


def _decoded(sample: bytes, codec: str) -> str:
    try:
        return nfc(sample.decode(codec))
    except UnicodeDecodeError:
        return ""


def _is_vietnamese(text: str) -> bool:
    """Every letter is one of the language, every mark found its vowel."""
    foreign = {character for character in text if not character.isascii()} - _PUNCTUATION
    return bool(text) and all(_is_letter(character) for character in foreign)


def _is_letter(character: str) -> bool:
    """đ, or a vowel with marks of Vietnamese."""
    marks = set(unicodedata.normalize("NFD", character)[1:])
    return character in "đĐ" or (fold(character) in _VOWELS and bool(marks) and marks <= _MARKS)


_VOWELS = frozenset("aeiouy")
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
"""Grave, acute, circumflex, tilde, breve, hook, horn, dot below."""


def _is_tcvn3(latin: str) -> bool:
    return all(
        character.isascii() or character == "\u00a0" or is_tcvn3_letter(character)
        for character in set(latin)
    )
