"""A folder of old results into an index that finds a file by what a register calls it; on disk, so a million names cost no memory.

A name is looked for as it is written, then without regard to letter case and composition, then without its suffix; a path
from another machine by its end. The first way that finds anything decides: two files found by it are two, not a choice.
"""

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Self

from digitize.errors import (
    BadArchive,
    DigitizeError,
    FileAmbiguous,
    FileNotFound,
    SourceUnreadable,
)
from digitize.text import nfc, squeeze
from workers.importing.archives import SUFFIX as ARCHIVE_SUFFIX
from workers.importing.archives import Archive
from workers.importing.paper_index import UNNAMED

_SCAN_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})
_NOBODYS = frozenset({"thumbs.db", "desktop.ini"})
_SHOWN_CANDIDATES = 5
_ARCHIVES_OPEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFile:
    """A file below the folder, or inside an archive there."""

    shown: str
    """Its path below the folder, `/`-separated, for people and the catalogue; inside an archive `a.zip/b.pdf`."""
    path: Path
    """The file itself, or the archive it is in."""
    member: int | None = None
    """Its place in the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What lies in the folder and is not looked into."""

    shown: str
    error: DigitizeError


class FileTree:
    """Every file below a folder, by every name a register may give it. For one thread, `opened` for any; close it."""

    def __init__(self, folder: Path, index: sqlite3.Connection) -> None:
        self._folder = folder
        self._index = index
        self.refused: list[Refused] = []
        # Opening an archive reads its whole list of names; rows that follow each other mostly lie in one.
        self._archive = lru_cache(maxsize=_ARCHIVES_OPEN)(Archive.open)

    @classmethod
    def of(cls, folder: Path, *, leave_out: Iterable[Path] = ()) -> Self:
        """Walk the folder and its archives; symbolic links and hidden files are passed over. Raises `SourceUnreadable`."""
        if not folder.is_dir():
            raise SourceUnreadable(f"{folder}: no such folder")
        tree = cls(folder.absolute(), sqlite3.connect(UNNAMED, isolation_level=None))
        tree._fill({path.absolute() for path in leave_out})
        return tree

    def find(self, name: str) -> TreeFile:
        """The one file of this name. Raises `FileNotFound`, `FileAmbiguous` (its detail names some)."""
        for column, value in _ways(name):
            query = f"SELECT shown, path, member FROM files WHERE {column} = ? LIMIT ?"  # noqa: S608 - a name of ours
            found = self._index.execute(query, (value, _SHOWN_CANDIDATES)).fetchall()
            if len(found) == 1:
                return _file(found[0])
            if found:
                raise FileAmbiguous(", ".join(row[0] for row in found))
        raise FileNotFound(name)

    @contextmanager
    def opened(self, file: TreeFile) -> Iterator[Path]:
        """A path to read its bytes from: its own, or a copy outside the archive that lasts as long as the block.

        The copy has no name that a killed process could leave behind, only this process can open its path.

        Raises `BadArchive`, `TooManyBytes`, `SourceUnreadable`.
        """
        if file.member is None:
            yield file.path
            return
        with tempfile.TemporaryFile() as copy:
            self._archive(file.path).extract(file.member, copy)
            copy.flush()
            yield Path(f"/proc/self/fd/{copy.fileno()}")

    def claim(self, shown: str) -> None:
        """The register names this file."""
        self._index.execute("UPDATE files SET is_claimed = 1 WHERE shown = ?", (shown,))

    def unclaimed(self) -> Iterator[str]:
        """Files that no row named, in order."""
        query = "SELECT shown FROM files WHERE NOT is_claimed ORDER BY shown"
        yield from (row[0] for row in self._index.execute(query))

    def count(self) -> int:
        return int(self._index.execute("SELECT count(*) FROM files").fetchone()[0])

    def close(self) -> None:
        self._archive.cache_clear()
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _fill(self, leave_out: set[Path]) -> None:
        self._index.executescript(_TABLE)
        self._index.execute("BEGIN")
        self._index.executemany(
            "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (_row(file) for file in self._walk(leave_out)),
        )
        self._index.execute("COMMIT")
        self._index.executescript(_INDEXES)

    def _walk(self, leave_out: set[Path]) -> Iterator[TreeFile]:
        for path in _files_below(self._folder):
            if path in leave_out:
                continue
            shown = _shown(path, self._folder)
            if path.suffix.lower() == ARCHIVE_SUFFIX:
                yield from self._inside(path, shown)
            else:
                yield TreeFile(shown=shown, path=path)

    def _inside(self, archive: Path, shown: str) -> Iterator[TreeFile]:
        try:
            with Archive.open(archive) as opened:
                for member in opened.members():
                    yield TreeFile(
                        shown=f"{shown}/{member.name}", path=archive, member=member.index
                    )
                for name in opened.refused:
                    self.refused.append(
                        Refused(shown=f"{shown}/{name}", error=BadArchive("unsafe name or kind"))
                    )
        except (BadArchive, SourceUnreadable) as fault:
            self.refused.append(Refused(shown=shown, error=fault))


_TABLE = """
CREATE TABLE files (
    shown TEXT PRIMARY KEY, path BLOB, member INTEGER,
    exact TEXT, folded TEXT, stem TEXT, name TEXT, name_stem TEXT, is_claimed INTEGER
) WITHOUT ROWID;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
"""
_INDEXES = "".join(
    f"CREATE INDEX by_{column} ON files ({column});\n"
    for column in ("exact", "folded", "stem", "name", "name_stem")
)


def _files_below(folder: Path) -> Iterator[Path]:
    """Files as the disk gives them, a folder at a time; nothing hidden, no links, nothing a file manager left."""
    pending = [folder]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.is_symlink():
                        continue
                    if entry.is_dir():
                        pending.append(Path(entry.path))
                    elif entry.is_file() and entry.name.lower() not in _NOBODYS:
                        yield Path(entry.path)
        except OSError as fault:
            raise SourceUnreadable(str(fault)) from fault


def _shown(path: Path, folder: Path) -> str:
    """The path below the folder as text: bytes that are no UTF-8 are spelled out."""
    relative = path.relative_to(folder).as_posix()
    return relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _row(file: TreeFile) -> tuple[object, ...]:
    folded = _folded(file.shown)
    stem = _without_suffix(folded)
    return (
        file.shown,
        os.fsencode(file.path),
        file.member,
        nfc(file.shown),
        folded,
        stem,
        PurePosixPath(folded).name,
        PurePosixPath(stem).name,
    )


def _file(row: tuple[str, bytes, int | None]) -> TreeFile:
    return TreeFile(shown=row[0], path=Path(os.fsdecode(row[1])), member=row[2])


def _ways(name: str) -> Iterator[tuple[str, str]]:
    """Columns and values to look for, surest first."""
    written = re.sub(r"^[A-Za-z]:", "", name.strip().replace("\\", "/"))
    parts = [part for part in written.split("/") if part not in ("", ".", "..")]
    if not parts:
        return
    yield "shown", "/".join(parts)
    yield "exact", nfc("/".join(parts))
    for length in range(len(parts), 0, -1):
        end = _folded("/".join(parts[-length:]))
        yield "folded", end
        yield "stem", _without_suffix(end)
        if length == 1:
            yield "name", end
            yield "name_stem", _without_suffix(end)


def _folded(path: str) -> str:
    """Blanks as one, for a register's cells are squeezed too."""
    return squeeze(path).casefold()


def _without_suffix(folded: str) -> str:
    """Only a suffix of scans is one: `2311.QD` and `2311.KH` are two names."""
    path = PurePosixPath(folded)
    return str(path.with_suffix("")) if path.suffix in _SCAN_SUFFIXES else folded
