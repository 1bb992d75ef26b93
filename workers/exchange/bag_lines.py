"""Lines of a bag's files as JSON, read anew each time they are asked for: a bag may be larger than memory."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from digitize.errors import BagDamaged

MOST_LINE_BYTES = 64_000_000
"""A row's longest value is the text of fields, some thousand signs a page."""
_T = TypeVar("_T")


class SaidLines(Generic[_T]):
    """Each line a value of this kind. Iterating raises `BagDamaged`, as does asking for a file that is not there."""

    def __init__(self, payload: Mapping[str, Path], path: str, *, kind: type[_T]) -> None:
        if path not in payload:
            raise BagDamaged(path)
        self._file, self._path, self._kind = payload[path], path, kind

    def __iter__(self) -> Iterator[_T]:
        with self._file.open("rb") as data:
            while line := data.readline(MOST_LINE_BYTES + 1):
                yield self._value(line)

    def _value(self, line: bytes) -> _T:
        if len(line) > MOST_LINE_BYTES:
            raise BagDamaged(self._path)
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise BagDamaged(self._path) from fault
        if not isinstance(value, self._kind):
            raise BagDamaged(self._path)
        return value


class _TableLines(SaidLines[list[Any]]):
    """Rows of plain values, each as long as the names before them."""

    def __iter__(self) -> Iterator[list[Any]]:
        length = None
        for row in super().__iter__():
            length = len(row) if length is None else length
            if len(row) != length or not all(map(_is_plain, row)):
                raise BagDamaged(self._path)
            yield row


def table_lines(payload: Mapping[str, Path], path: str) -> SaidLines[list[Any]]:
    """Raises `BagDamaged` where it is not there."""
    return _TableLines(payload, path, kind=list)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)
