"""Printed dates into ISO 8601, as `spec/fields.toml` [date] asks; an impossible or incomplete date is None, never a guess.

A paper that prints only a month or a year gives `YYYY-MM` or `YYYY`. A form's blank ("ngày … tháng … năm 2023", its
day left to the pen) is not such a paper: the words around the gap are seen and nothing is returned.
"""

import re
from datetime import date

from digitize.extract.number_words import parse_number_words
from digitize.text import fold, trim

_SPACED_YEAR = r"((?:1\s?9|2\s?0)\s?\d\s?\d)(?!\d)"
_GAP = r"[\s.,:;]*"
_IN_WORDS = re.compile(
    rf"(?:(?:n?g\s?a\s?[yv]){_GAP}|(?<![\d.,/-])(?<!\d\s))(\d\s?\d?){_GAP}t?h?ang{_GAP}(\d\s?\d?){_GAP}n?am{_GAP}{_SPACED_YEAR}"
)
_NUMERIC = re.compile(
    r"(?<![\doil])(\d{1,2})\s?([/.-])\s?(\d\s?\d?)\s?[/.-]\s?((?:19|20)\d\d)(?!\d)"
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[/.-]|nam)\s*((?:19|20)\d\d)")
_YEAR = re.compile(r"(?:(?:sinh\s*)?nam(?:\s*sinh)?\s*:?\s*)?((?:19|20)\d\d)")
_WRITTEN_OUT = re.compile(
    r"(?:ngay\s+(?:mong\s+|mung\s+)?|mong\s+|mung\s+)(?P<day>[a-z][a-z ]*?),?\s+thang\s+(?P<month>[a-z ]+?),?\s+nam\s+"
    r"(?P<year>(?:mot|hai)\s+(?:nghin|ngan)\b[a-z, ]*)"
)
_TRANSLATION = re.compile(r"(ngay|hang|nam)\s*/\s*[a-z]{3,6}")
"""Cards print `ngày/date 12 tháng/month 03 năm/year 2023`."""
_NAMED_MONTHS = {"gieng": 1, "chap": 12}


def parse_date(text: str) -> str | None:
    """The first date printed in the text as `YYYY-MM-DD`; `YYYY-MM` or `YYYY` where the text is nothing more."""
    folded = _TRANSLATION.sub(r"\1", fold(text))
    return _full_date(folded) or _partial_date(fold(trim(text)))


def parse_compact_date(digits: str) -> str | None:
    """`29121987` (ddmmyyyy, as a citizen card's QR code has it) → `1987-12-29`."""
    if not re.fullmatch(r"\d{8}", digits):
        return None
    return _iso(digits[:2], digits[2:4], digits[4:])


def parse_written_date(text: str) -> str | None:
    """`Ngày mười hai tháng tám năm hai nghìn không trăm mười` → `2010-08-12`."""
    found = _WRITTEN_OUT.search(re.sub(r"\s+", " ", fold(text)))
    if found is None:
        return None
    day, year = parse_number_words(found["day"]), _longest_number(found["year"])
    month = _NAMED_MONTHS.get(found["month"].strip()) or parse_number_words(found["month"])
    if day is None or month is None or year is None:
        return None
    return _iso(day, month, year)


def _longest_number(words: str) -> int | None:
    """The number at the start of the words; what stands after a year on its line is not part of it."""
    parts = words.replace(",", " ").split()
    for end in range(len(parts), 1, -1):
        number = parse_number_words(" ".join(parts[:end]))
        if number is not None:
            return number
    return None


def _full_date(folded: str) -> str | None:
    candidates = [
        (found.start(), _iso(found[1], found[2], found[3])) for found in _IN_WORDS.finditer(folded)
    ]
    candidates += [
        (found.start(), _iso(found[1], found[3], found[4])) for found in _NUMERIC.finditer(folded)
    ]
    candidates += [
        (found.start(), _iso(found[3], found[2], found[1])) for found in _ISO.finditer(folded)
    ]
    return min(candidates)[1] if candidates else None


def _partial_date(folded: str) -> str | None:
    if month := _MONTH.fullmatch(folded):
        first = _iso(1, month[1], month[2])
        return first[:7] if first else None
    year = _YEAR.fullmatch(folded)
    return year[1] if year else None


def _iso(day: str | int, month: str | int, year: str | int) -> str | None:
    try:
        return date(_number(year), _number(month), _number(day)).isoformat()
    except ValueError:
        return None


def _number(digits: str | int) -> int:
    return digits if isinstance(digits, int) else int(digits.replace(" ", ""))
