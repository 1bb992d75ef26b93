"""Fields as they were filed → how many the machine found and nobody changed, and how its letters compare with a person's.

The sample for letters is every value of a paper that a person looked at; such papers are the ones the machine was unsure of, so
the accuracy told is below that of all papers, never above it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from digitize.doctype import ValueKind
from digitize.extract.values import normalise
from digitize.model import FieldSource
from digitize.text import squeeze

KindOf = Callable[[str], ValueKind | None]
"""Key of a field → the kind of its value; None where the type no longer has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledField:
    key: str
    value: str
    raw: str
    """The machine's words; empty where it found nothing."""
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    found: int = 0
    unchanged: int = 0
    characters: int = 0
    right: int = 0


def extracted(fields: Iterable[FiledField], kind_of: KindOf, *, was_looked_at: bool) -> Extracted:
    found = unchanged = characters = right = 0
    for field in fields:
        is_persons = field.how == FieldSource.PERSON
        if is_persons and not field.raw:
            continue  # the machine said nothing, so nothing of its own was changed
        machine = _as_machine_read(field, kind_of) if is_persons else field.value
        found += 1
        unchanged += machine == field.value
        if was_looked_at:
            characters += len(field.value)
            right += max(0, len(field.value) - Levenshtein.distance(machine, field.value))
    return Extracted(found=found, unchanged=unchanged, characters=characters, right=right)


def _as_machine_read(field: FiledField, kind_of: KindOf) -> str:
    """In the same normal form as the person's value, so that `5/3/2024` is not compared with `2024-03-05`."""
    kind = kind_of(field.key)
    return squeeze(field.raw) if kind is None else normalise(kind, squeeze(field.raw)).value
