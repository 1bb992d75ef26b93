"""Digits that scanning turned into letters, back into digits: only inside a run that is mostly digits already.

A repaired run is a weaker reading, so every repair says that it happened (domain reference 3.1).
"""

import re

_LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "i": "1"}
    | {"S": "5", "s": "5", "B": "8", "G": "6", "b": "6", "Z": "2", "z": "2"}
)
_RUN = re.compile(r"[0-9OoQDIl|iSsBGbZz]{2,}")


def repair_digits(text: str) -> str:
    """`O44l99001234` → `044199001234`; words and runs with fewer digits than letters stay."""
    return _RUN.sub(_repaired_run, text)


def _repaired_run(match: re.Match[str]) -> str:
    run = match.group()
    digits = sum(character.isdigit() for character in run)
    return run.translate(_LOOKALIKES) if digits * 2 > len(run) else run
