"""`Nam` or `Nữ` out of a reading that may have lost its tone mark; nothing where the form shows both boxes."""

import re

from digitize.text import fold

_WORDS = {"nam": "Nam", "male": "Nam", "nu": "Nữ", "female": "Nữ"}


def parse_sex(text: str) -> str | None:
    """The one sex the text names; None where it names none or both (tick boxes are not guessed)."""
    named = {_WORDS[word] for word in re.findall(r"[a-z]+", fold(text)) if word in _WORDS}
    return named.pop() if len(named) == 1 else None
