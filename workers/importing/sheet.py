"""A register file as rows of text cells, whatever its format: what CSV and Excel readers both give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows can be walked as often as asked; each walk reads the file anew and keeps one row."""

    rows: Callable[[], Iterator[Cells]]
    """Every row from the first, also blank ones: its place is its number. Raises `BadRegister`, `SourceUnreadable`."""
    encoding: str = ""
    delimiter: str = ""
    name: str = ""
    """Of a sheet in a workbook."""
