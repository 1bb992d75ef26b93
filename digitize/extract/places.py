"""Places and addresses as printed, and the province that one of them names.

The district level ended on 01/7/2025 and 63 provinces became 34, but papers keep what they print: nothing is translated.
"""

import re
from dataclasses import dataclass

from digitize.text import fold, trim

_STROKES = re.compile(r"(?<!\w)['‘’`\"“”|_~^]+(?=\w)|(?<=\w)['‘’`\"“”|_~^]+(?!\w)")
"""Strokes of a pen or a frame at a word's ends; inside a word they belong to it (`Cư M'gar`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province of the civil-status registry, as it was until 30/6/2025."""

    code: str
    """Three digits, the first of a personal id registered there."""
    name: str
    agency_code: str
    """`H46`: the front of its dossier codes; closed where the province was merged into one of another name."""
    merged_into: str


def parse_place(text: str) -> str | None:
    """The address without leaders and noise; None where no word is left."""
    place = re.sub(r"\s+([,;.])", r"\1", trim(_STROKES.sub("", text)))
    place = re.sub(r"(?<=, )t[iíĩìị]nh(?= [^\W\d_])", "tỉnh", place)
    return place if re.search(r"[a-z]{2}", fold(place)) else None
