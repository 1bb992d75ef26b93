"""Numbers of persons in lists: the last three digits are enough to tell two people apart, and say nothing to who looks over a shoulder.

On the page of one paper, for whoever may open it, they are whole.
"""

import re
from collections.abc import Mapping

from digitize.doctype import DocumentType, ValueKind

_SHOWN_DIGITS = 3
_PERSONAL = frozenset({ValueKind.PERSONAL_ID, ValueKind.PHONE})
_NUMBER = re.compile(
    r"""(?<![\d.,])
        (?: \d{12} | \d{9}                              # personal id, the older identity card
          | \d{3}(?P<gap>[ .])\d{3}(?P=gap)\d{3}(?:(?P=gap)\d{3})?
          | 0\d{9} | 0\d{2,3}[ .]\d{3,4}[ .]\d{3,4}     # telephone
        )
        (?! \d | [.,]\d | \s*(?:đ\b|đồng|VN[DĐ]|tỷ|triệu|nghìn|ngàn|m2|m²|ha\b) )""",
    re.VERBOSE,
)


def masked(text: str) -> str:
    """The same text, as long as before, with `•` for all but the last digits of what may be a person's number; money stays."""
    return _NUMBER.sub(lambda found: masked_number(found.group()), text)


def masked_number(number: str) -> str:
    """`044203001234` → `•••••••••234`; signs between the digits stay."""
    hidden = sum(char.isdigit() for char in number) - _SHOWN_DIGITS
    shown = []
    for char in number:
        is_hidden = char.isdigit() and hidden > 0
        hidden -= is_hidden
        shown.append("•" if is_hidden else char)
    return "".join(shown)


def masked_values(values: Mapping[str, str], kind: DocumentType | None) -> dict[str, str]:
    """A record's fields for a list: those that are a person's number by their kind, and numbers inside others."""
    return {key: _masked_value(key, value, kind) for key, value in values.items()}


def _masked_value(key: str, value: str, kind: DocumentType | None) -> str:
    spec = kind.field(key) if kind is not None else None
    if spec is None:
        return masked(value)
    if spec.kind in _PERSONAL:
        return masked_number(value)
    return masked(value) if spec.kind in _OF_WORDS else value


_OF_WORDS = frozenset({ValueKind.TEXT, ValueKind.PLACE, ValueKind.PERSON_NAME})
