"""Model values to JSON bytes and back: what the store keeps of a page, what child processes send.

Deterministic: the same value gives the same bytes. Unknown or missing keys are errors of the reader, never guessed.
"""

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


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Building one costs milliseconds, so each class pays once a process."""
