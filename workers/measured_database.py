"""A database as it is, every transaction timed from the wish for it to its end on disk; whichever database it is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from digitize.errors import DigitizeError
from storage.database import Database
from workers.observing import Observer, tell


class MeasuredDatabase(Database):
    """The same transactions on the same engine; only who asks for them waits beside a clock."""

    def __init__(self, database: Database) -> None:
        # What the other one is made of is this one's too: turns and locks are shared, not doubled.
        vars(self).update(vars(database))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _timed("read"), super().reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with _timed("write"), super().writing() as connection:
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        with _timed("read"), super().asking() as connection:
            yield connection

    @contextmanager
    def saying(self) -> Iterator[Connection]:
        with _timed("write"), super().saying() as connection:
            yield connection


@contextmanager
def _timed(kind: str) -> Iterator[None]:
    begun, code = time.perf_counter(), ""
    try:
        yield
    except DigitizeError as error:
        code = error.code
        raise
    finally:
        tell(Observer.transaction_done, kind, time.perf_counter() - begun, error_code=code)
