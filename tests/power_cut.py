"""A disk whose power can be cut: what was not synced by then may be gone, names and bytes alike.

The files are real ones below a folder. Beside every step that is not durable yet lies how to take it back; a sync makes
the steps it covers durable. `cut` takes back a part of the rest, chosen by the test, as a file system may keep any of it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.disk import Disk


class PowerCut(BaseException):
    """The machine is off: no `except` of the program may see it, no `finally` reaches the disk."""


@dataclass(frozen=True, slots=True)
class _Step:
    covered_by: Path
    """The file or folder whose sync makes it durable."""
    take_back: Callable[[], None]


class CuttableDisk(Disk):
    def __init__(self, *, steps_until_cut: int) -> None:
        self._left = steps_until_cut
        self._volatile: list[_Step] = []
        self._synced_bytes: dict[int, int] = {}

    # -- steps

    def make_folder(self, folder: Path) -> None:
        is_new = not folder.is_dir()
        self._count()
        super().make_folder(folder)
        if is_new:
            self._volatile.append(_Step(folder.parent, lambda: _remove_tree(folder)))

    def temporary(self, folder: Path) -> Path:
        self._count()
        path = super().temporary(folder)
        self._volatile.append(_Step(folder, lambda: path.unlink(missing_ok=True)))
        return path

    def append(self, path: Path, piece: bytes) -> None:
        self._count()
        super().append(path, piece)
        inode = path.stat().st_ino
        self._volatile.append(_Step(path, lambda: self._lose_bytes(path.parent, inode)))

    def sync_file(self, path: Path) -> None:
        self._count()
        self._synced_bytes[path.stat().st_ino] = path.stat().st_size
        self._volatile = [step for step in self._volatile if step.covered_by != path]

    def sync_folder(self, folder: Path) -> None:
        self._count()
        self._volatile = [step for step in self._volatile if step.covered_by != folder]

    def link(self, path: Path, name: Path) -> None:
        self._count()
        super().link(path, name)
        self._volatile.append(_Step(name.parent, lambda: name.unlink(missing_ok=True)))

    def rename(self, path: Path, name: Path) -> None:
        self._count()
        kept = path.with_name(path.name + ".before")
        os.link(name, kept)
        super().rename(path, name)
        self._volatile.append(_Step(name.parent, lambda: kept.replace(name)))

    def remove(self, path: Path) -> None:
        self._count()
        if not path.exists():
            return
        kept = path.with_name(path.name + ".kept")
        os.link(path, kept)
        super().remove(path)
        self._volatile.append(_Step(path.parent, lambda: os.link(kept, path)))

    # -- the cut

    def cut(self, *, survives: Callable[[int], bool]) -> None:
        """Take back, last first, the unsynced steps that do not survive (asked by number, from the first)."""
        for number, step in reversed(list(enumerate(self._volatile))):
            if not survives(number):
                step.take_back()

    def _count(self) -> None:
        """Also after the cut nothing happens any more: what cleans up finds no power either."""
        if self._left == 0:
            raise PowerCut
        self._left -= 1

    def _lose_bytes(self, folder: Path, inode: int) -> None:
        """The file's bytes beyond its last sync, under whatever name it has by now."""
        root = folder
        while root.parent != root and not (root / ".incoming").is_dir():
            root = root.parent
        for path in root.rglob("*"):
            if path.is_file() and path.stat().st_ino == inode:
                path.chmod(0o600)
                os.truncate(path, self._synced_bytes.get(inode, 0))
                return


def _remove_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if folder.is_dir():
        folder.rmdir()
