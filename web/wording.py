"""What people typed at a station into text we keep: NFC, without signs that would write elsewhere than where they stand."""

import unicodedata

from digitize import limits

_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
# They turn the direction of a line round: `gpj.exe` would show as `exe.jpg`.
_TURNERS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str) -> str:
    """The text in NFC. Raises `ValueError` for control signs and for more than a name can have."""
    if len(text) > limits.MAX_NAME_CHARS:
        raise ValueError("too long")
    if any(sign in _TURNERS or unicodedata.category(sign) in _REFUSED for sign in text):
        raise ValueError("control signs")
    return unicodedata.normalize("NFC", text)
