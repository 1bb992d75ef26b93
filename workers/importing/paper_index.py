"""Papers of an import by their number, date and agency and by their figures: an index on disk, so that pairs cost no memory."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from digitize.model import DocumentId, ScanId

UNNAMED = ""
"""A database on disk of one connection, that no killed process leaves behind (https://sqlite.org/inmemorydb.html)."""
MAX_ALIKE = 50
"""A number that more papers share is a placeholder, figures that more share are the form's: no duplicates among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    document_id: DocumentId
    scan_id: ScanId
    row: int
    file: str
    page_index: int
    """Of its first page, in the scan."""
    number: str
    """Folded; empty where the paper has none."""
    date: str
    agency: str
    """Folded."""
    bands: tuple[int, ...] = ()


class PaperIndex:
    """For one thread; close it."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(UNNAMED, isolation_level=None)
        self._database.executescript(_TABLES)

    def add(self, paper: Paper) -> None:
        """Every paper once; the same document under two rows counts for the first."""
        row = (
            paper.document_id,
            paper.scan_id,
            paper.row,
            paper.file,
            paper.page_index,
            paper.number,
            paper.date,
            paper.agency,
        )
        added = self._database.execute(
            "INSERT OR IGNORE INTO papers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
        )
        if added.rowcount:
            self._database.executemany(
                "INSERT OR IGNORE INTO bands VALUES (?, ?)",
                [(band, paper.document_id) for band in paper.bands],
            )

    def with_same_number(self) -> Iterator[Sequence[Paper]]:
        """Papers of different scans with one number and date, some or all of one agency."""
        groups = self._database.execute(
            "SELECT number, date FROM papers WHERE number != '' AND date != '' GROUP BY number, date"
            " HAVING count(DISTINCT scan) > 1 AND count(*) <= ? ORDER BY min(row)",
            (MAX_ALIKE,),
        )
        for number, date in groups:
            yield self._papers("number = ? AND date = ?", (number, date))

    def with_same_figures(self) -> Iterator[Sequence[Paper]]:
        """Papers that may be alike in most of their figures; a pair may come more than once."""
        groups = self._database.execute(
            "SELECT band FROM bands GROUP BY band HAVING count(*) BETWEEN 2 AND ?", (MAX_ALIKE,)
        )
        for (band,) in groups:
            yield self._papers("document IN (SELECT document FROM bands WHERE band = ?)", (band,))

    def is_new_pair(self, first: Paper, second: Paper) -> bool:
        """True the first time two papers are asked about."""
        pair = sorted((first.document_id, second.document_id))
        return bool(
            self._database.execute("INSERT OR IGNORE INTO pairs VALUES (?, ?)", pair).rowcount
        )

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _papers(self, condition: str, values: tuple[object, ...]) -> list[Paper]:
        query = f"SELECT * FROM papers WHERE {condition} ORDER BY row, document"  # noqa: S608 - ours
        return [_paper(row) for row in self._database.execute(query, values)]


_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE papers (
    document TEXT PRIMARY KEY, scan TEXT, row INTEGER, file TEXT, page INTEGER,
    number TEXT, date TEXT, agency TEXT
) WITHOUT ROWID;
CREATE INDEX papers_by_number ON papers (number, date);
CREATE TABLE bands (band INTEGER, document TEXT, PRIMARY KEY (band, document)) WITHOUT ROWID;
CREATE TABLE pairs (first TEXT, second TEXT, PRIMARY KEY (first, second)) WITHOUT ROWID;
"""


def _paper(row: tuple[str, str, int, str, int, str, str, str]) -> Paper:
    return Paper(
        document_id=DocumentId(row[0]),
        scan_id=ScanId(row[1]),
        row=row[2],
        file=row[3],
        page_index=row[4],
        number=row[5],
        date=row[6],
        agency=row[7],
    )
