"""Model values to JSON bytes and back: what the store keeps of a page, what child processes send.

Deterministic: the same value gives the same bytes. Unknown or missing keys are errors of the reader, never guessed.
"""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def to_json(value: object) -> bytes:
    """One value of `digitize.model` (or a tuple of them) as compact UTF-8 JSON."""
    return _adapter(type(value)).dump_json(value)


def from_json(kind: type[T], data: bytes | str) -> T:
    """The value of the given class; raises `ValueError` where the bytes are not one."""
    loaded: T = _adapter(kind).validate_json(data)
    return loaded


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
