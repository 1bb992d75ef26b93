"""Names of people and agencies: printed case kept, form and scan noise off (`spec/fields.toml` [names])."""

import re

from digitize.text import fold, squeeze, trim

_HONORIFIC = re.compile(
    r"^(?:(?:ông|bà|anh|chị)\s*(?:[/,(]\s*(?:ông|bà|anh|chị)\)?)?\s*[:.]?\s+)", re.IGNORECASE
)
_NOISE = re.compile(r"[|_~=<>«»•*\"“”„`^#{}\[\]\\]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_MAX_WORDS = 8  # the longest registered Vietnamese names have seven syllables


def person_name(text: str) -> str | None:
    """`Ông: NGUYỄN VĂN AN ......` → `NGUYỄN VĂN AN`; None where what is left cannot be a person's name."""
    name = _HONORIFIC.sub("", trim(_NOISE.sub(" ", text)))
    words = trim(name).split()
    if not 1 < len(words) <= _MAX_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return None
    return " ".join(words) if all(word[0].isupper() for word in words) else None


def agency_name(text: str) -> str | None:
    """An agency's or company's name on one line; None where no word is left."""
    name = trim(_NOISE.sub(" ", text))
    return name if re.search(r"[a-z]{2}", fold(name)) else None


def join_lines(*lines: str) -> str:
    """A name that its letterhead breaks over lines, as one: `ỦY BAN NHÂN DÂN` + `TỈNH QUẢNG BÌNH`."""
    return squeeze(" ".join(lines))
