"""Amounts of đồng into integers: `2.000.000.000 đồng` → `2000000000` (`spec/fields.toml` [money])."""

import re

from digitize.extract.number_words import parse_number_words
from digitize.text import fold

_GROUPED = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ .,]\d{3})+|\d+)(?![\d.,]*\d)")
_SCALED = re.compile(r"(?<![\d.,])(\d+(?:,\d+)?)\s*(ty|trieu)\b")
_IN_WORDS = re.compile(r"([a-z, ]+?)\s*dong\b")
_SCALES = {"ty": 10**9, "trieu": 10**6}
_LEAST = 1000
"""No form asks for less in đồng; a small figure among words is the number of the next item."""


def parse_money(text: str) -> str | None:
    """The first amount in the text, in đồng; `1,5 tỷ` counts, a foreign currency does not make đồng."""
    folded = fold(text)
    if scaled := _SCALED.search(folded):
        return _scaled(scaled[1], _SCALES[scaled[2]])
    amounts = [int(re.sub(r"\D", "", found[1])) for found in _GROUPED.finditer(folded)]
    if folded.strip().isdecimal():
        return str(amounts[0])
    return next((str(amount) for amount in amounts if amount >= _LEAST), None)


def _scaled(number: str, scale: int) -> str | None:
    whole, _, fraction = number.partition(",")
    units = int(whole + fraction) * scale
    divisor = 10 ** len(fraction)
    return str(units // divisor) if units % divisor == 0 else None


def parse_written_money(text: str) -> str | None:
    """`(Bằng chữ: hai tỷ đồng)` → `2000000000`; what a form repeats so that digits can be checked."""
    folded = fold(text)
    _, found, after = folded.partition("bang chu")
    words = _IN_WORDS.search(after.replace(":", " ")) if found else None
    amount = parse_number_words(words[1]) if words else None
    return None if amount is None else str(amount)
