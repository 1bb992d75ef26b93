"""A folder listed again and again into the files that have come to rest: polling, because no share sends reliable notices.

What cannot be listed for a while (a share that is down) is not gone: nothing is concluded from not seeing a file.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import SourceUnreadable
from workers.station.copying import Fingerprint

_MAX_DEPTH = 8  # folders in folders; a deeper tree is a mistake or a loop
_SILENT_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_SILENT_STARTS = (".", "~$")
_SILENT_ENDS = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".lnk")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFile:
    path: Path
    group: str
    """Name of the sub-folder of the watched folder it lies in, however deep; empty where it lies loose."""
    mark: Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One look at the folder."""

    resting: tuple[SeenFile, ...]
    moving: tuple[SeenFile, ...]
    """New, growing or changed a moment ago."""


class Watch:
    def __init__(self, folder: Path, *, apart: Sequence[Path], stable_seconds: float) -> None:
        """`apart`: folders inside that are not the scanner's."""
        self._folder = folder
        self._apart = frozenset(apart)
        self._stable_seconds = stable_seconds
        self._since: dict[SeenFile, float] = {}

    def look(self, now: float) -> Round:
        """`now` in seconds of a clock that never goes back. Raises `SourceUnreadable` where the folder cannot be listed."""
        seen = {
            file: self._since.get(file, now) for file in list_files(self._folder, apart=self._apart)
        }
        self._since = seen
        resting = [file for file, since in seen.items() if now - since >= self._stable_seconds]
        moving = [file for file, since in seen.items() if now - since < self._stable_seconds]
        return Round(resting=tuple(resting), moving=tuple(moving))


def list_files(folder: Path, *, apart: frozenset[Path] = frozenset()) -> Iterator[SeenFile]:
    """Files that could be scans, in order of name. Raises `SourceUnreadable` where `folder` itself cannot be listed."""
    for path in _files(folder, apart, depth=0):
        relative = path.relative_to(folder)
        group = relative.parts[0] if len(relative.parts) > 1 else ""
        try:
            # Asked of the file itself: Windows lists a growing file with the size it once had.
            found = path.stat()
        except OSError:
            continue  # renamed or removed since it was listed
        mark = Fingerprint(size_bytes=found.st_size, mtime_ns=found.st_mtime_ns)
        yield SeenFile(path=path, group=group, mark=mark)


def _files(folder: Path, apart: frozenset[Path], *, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        if depth == 0:
            raise SourceUnreadable(type(error).__name__) from error
        return
    for entry in entries:
        path = folder / entry.name
        if _is_silent(entry.name) or path in apart or entry.is_symlink():
            continue
        if entry.is_file(follow_symlinks=False):
            yield path
        elif depth < _MAX_DEPTH and entry.is_dir(follow_symlinks=False):
            yield from _files(path, apart, depth=depth + 1)


def _is_silent(name: str) -> bool:
    """Names that systems and programs leave about, and files that still carry a name for being written."""
    lower = name.casefold()
    is_named_so = lower in _SILENT_NAMES or lower.startswith(_SILENT_STARTS)
    return is_named_so or lower.endswith(_SILENT_ENDS)
