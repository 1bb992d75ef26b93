"""One thing that `digitize doctor` looked at: how it is, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from digitize.errors import DigitizeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    name: str
    is_ok: bool
    detail: str
    """Version or path where it is well, the remedy where not."""
    is_needed: bool = True
    """Nothing runs without it; otherwise it is a second wall behind another."""


def attempt(name: str, probe: Callable[[], str]) -> Finding:
    """Well where the probe says something; where it raises, the error's sentence is the remedy."""
    try:
        return Finding(name=name, is_ok=True, detail=probe())
    except DigitizeError as error:
        return Finding(name=name, is_ok=False, detail=f"{error.message} {error.detail}")
