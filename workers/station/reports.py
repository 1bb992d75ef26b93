"""What the station says of itself beside its spool, for the status command and the page: the folder it watches, its line.

Two small files, each written by one thread; after a crash they are stale for a moment and lead to nothing.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from digitize import codec
from workers.station.durable import replace
from workers.station.rows import Problem

_Report = TypeVar("_Report")
_FOLDER, _LINE = "folder.json", "line.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A file that stays in the watched folder: not whole yet, or no scan that could be used."""

    name: str
    group: str
    problem: Problem
    is_waiting: bool
    """True while it may still become whole by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReport:
    at: datetime
    moving: tuple[str, ...] = ()
    """Names of files that are being written."""
    held: tuple[HeldFile, ...] = ()
    problem: Problem | None = None
    """Why nothing is taken in at all: the folder cannot be read, the disk is nearly full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReport:
    at: datetime
    is_up: bool | None = None
    """None until the server was asked once."""
    since: datetime | None = None
    """When the line came up or went down."""
    problem: Problem | None = None
    sending: str = ""
    """Id of the file under way."""
    sent_bytes: int = 0


def write_folder_report(spool: Path, report: FolderReport) -> None:
    _write(spool / _FOLDER, report)


def write_line_report(spool: Path, report: LineReport) -> None:
    _write(spool / _LINE, report)


def read_folder_report(spool: Path) -> FolderReport | None:
    return _read(FolderReport, spool / _FOLDER)


def read_line_report(spool: Path) -> LineReport | None:
    return _read(LineReport, spool / _LINE)


def _write(path: Path, report: object) -> None:
    """Not synced: it is worth nothing after a crash. A full disk must not stop what makes room on it."""
    temporary = path.with_name(path.name + ".new")
    with contextlib.suppress(OSError):
        temporary.write_bytes(codec.to_json(report))
        replace(temporary, path)


def _read(kind: type[_Report], path: Path) -> _Report | None:
    try:
        return codec.from_json(kind, path.read_bytes())
    except (OSError, ValueError):
        return None
