"""Rows of a large table in the order of their ids, some at a time, so that a long look stops no writer."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from storage.database import Database


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def all_by_id(database: Database, after: Callable[[Connection, str], Sequence[_N]]) -> Iterator[_N]:
    """`after` gives those behind an id; each call is a short transaction of its own."""
    last = ""
    while True:
        with database.reading() as connection:
            found = after(connection, last)
        if not found:
            return
        yield from found
        last = found[-1].id
