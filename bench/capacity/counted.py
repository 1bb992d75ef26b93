"""A store and a database that count what they ask of disks: syncs, transactions, entries of the ledger."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection

from storage import ledger
from storage.database import Database
from storage.disk import Disk

SYNCS, ENTRIES, COMMITS, LOOKS = "syncs", "entries", "commits", "looks"


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
    """Another's transactions, each counted as one that appends to the ledger, one that does not, or one that only looks."""

    def __init__(self, database: Database, counts: Counter[str]) -> None:
        self._database = database
        self._counts = counts

    def reading(self) -> AbstractContextManager[Connection]:
        self._counts[LOOKS] += 1
        return self._database.reading()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        before = self._ledger_length()
        with self._database.writing() as connection:
            yield connection
        kind = COMMITS if self._ledger_length() == before else ENTRIES
        self._counts[kind] += 1

    def asking(self) -> AbstractContextManager[Connection]:
        self._counts[LOOKS] += 1
        return self._database.asking()

    def saying(self) -> AbstractContextManager[Connection]:
        self._counts[COMMITS] += 1
        return self._database.saying()

    def _ledger_length(self) -> int:
        """As far as is committed: entries are written when their transaction ends."""
        with self._database.reading() as connection:
            return ledger.head(connection)[0]

    def close(self) -> None:
        self._database.close()
