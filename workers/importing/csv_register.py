"""A CSV register as rows of cells: encoding and separator found (or told by the mapping), quoted line breaks kept together."""

import csv
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from digitize.errors import BadRegister
from digitize.limits import MAX_REGISTER_COLUMNS
from workers.importing.encodings import Encoding, detect_encoding, lines
from workers.importing.headings import recognised
from workers.importing.sheet import Cells, Sheet

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # rows; title rows above the header are fewer


def open_csv(path: Path, *, encoding: str = "", delimiter: str = "") -> Sheet:
    """The register as a sheet; what is not told is found. Raises `BadRegister`, `SourceUnreadable`."""
    found = Encoding(encoding) if encoding else detect_encoding(path)
    separator = delimiter or _delimiter(path, found)
    return Sheet(
        rows=partial(_rows, path, found, separator), encoding=found.value, delimiter=separator
    )


def _rows(path: Path, encoding: Encoding, delimiter: str) -> Iterator[Cells]:
    try:
        for number, cells in enumerate(csv.reader(lines(path, encoding), delimiter=delimiter), 1):
            if len(cells) > MAX_REGISTER_COLUMNS:
                raise BadRegister(f"row {number} has {len(cells)} cells")
            yield tuple(cells)
    except csv.Error as fault:
        raise BadRegister(f"not a table: {fault}") from fault


def _delimiter(path: Path, encoding: Encoding) -> str:
    """The one under which most headings are known; among equals the one that gives most cells."""
    return max(DELIMITERS, key=lambda delimiter: _fit(path, encoding, delimiter))


def _fit(path: Path, encoding: Encoding, delimiter: str) -> tuple[int, float]:
    try:
        rows = list(islice(_rows(path, encoding, delimiter), _LOOKED_AT))
    except BadRegister:
        return (0, 0.0)
    known = max((len(recognised(cells)) for cells in rows), default=0)
    return known, median([len(cells) for cells in rows] or [0])
