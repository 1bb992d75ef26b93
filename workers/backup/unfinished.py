"""The mark of a warehouse that is being restored: until it is whole nobody else works with it."""

from pathlib import Path

from digitize.errors import RestoreUnfinished, TargetNotEmpty
from workers.backup.place import write_lines

MARK = "restoring"


def require_whole(warehouse: Path) -> None:
    """Raises `RestoreUnfinished` for a warehouse that a restore has not finished."""
    if (warehouse / MARK).exists():
        raise RestoreUnfinished(str(warehouse))


def begin(warehouse: Path, *, backup: str) -> bool:
    """Mark the warehouse; True where this very restore was begun before. Raises `TargetNotEmpty` where another was."""
    mark = warehouse / MARK
    if mark.exists():
        if mark.read_text(encoding="ascii").strip() != backup:
            raise TargetNotEmpty(f"{warehouse}: another restore was begun here")
        return True
    write_lines(mark, [f"{backup}\n".encode()])
    return False


def end(warehouse: Path) -> None:
    (warehouse / MARK).unlink()
