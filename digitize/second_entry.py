"""What several people entered for the same weighty fields → whether two agree, one is still missing, or somebody must decide.

Each enters without seeing what the others did. Two that agree decide; the machine's own reading never counts as a person.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value as one person entered it, in normal form; empty where the person found none on the paper."""

    field_key: str
    account: str
    value: str
    version: int
    """Of the document, when it was entered."""
    at: datetime


class Standing(StrEnum):
    MISSING = "missing"  # fewer than two people have entered it
    AGREED = "agreed"  # two people gave the same value
    DIFFERS = "differs"  # those who entered it gave as many values


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    standing: Standing
    value: str | None = None
    """What two people gave; None unless they agree."""


def weighed(entries: Iterable[Entry], keys: Collection[str]) -> Mapping[str, Weighed]:
    """How each of the fields stands. One account counts once, with what it entered last."""
    latest: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.at):
        latest[entry.field_key, entry.account] = entry
    return {
        key: _weighed([entry.value for entry in latest.values() if entry.field_key == key])
        for key in keys
    }


def has_entered(entries: Iterable[Entry], account: str, keys: Collection[str]) -> bool:
    """Whether this person has entered every one of the fields."""
    return set(keys) <= {entry.field_key for entry in entries if entry.account == account}


def _weighed(values: list[str]) -> Weighed:
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice is not None:
        return Weighed(standing=Standing.AGREED, value=twice)
    return Weighed(standing=Standing.DIFFERS if len(values) > 1 else Standing.MISSING)
