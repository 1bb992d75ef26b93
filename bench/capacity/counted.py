"""A store and a database that count what they ask of disks: syncs, transactions, entries of the ledger."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection

from storage import ledger
from storage.database import Database
from storage.disk import Disk

SYNCS, ENTRIES, COMMITS = "syncs", "entries", "commits"


class CountingDisk(Disk):
    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts

    def sync_file(self, path: Path) -> None:
        self._counts[SYNCS] += 1
        super().sync_file(path)

    def sync_folder(self, folder: Path) -> None:
        self._counts[SYNCS] += 1
        super().sync_folder(folder)


class CountingDatabase(Database):
    """Another's transactions, each counted as one that appends to the ledger or as one that does not."""

    def __init__(self, database: Database, counts: Counter[str]) -> None:
        self._database = database
        self._counts = counts

    def reading(self) -> AbstractContextManager[Connection]:
        return self._database.reading()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._database.writing() as connection:
            before = ledger.head(connection)
            yield connection
            kind = COMMITS if ledger.head(connection) == before else ENTRIES
            self._counts[kind] += 1

    def close(self) -> None:
        self._database.close()
