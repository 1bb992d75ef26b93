"""A register into what it says of each old result: `RegisterRow`s, one at a time, whatever its format and columns.

register = open_register(path, mapping)
for row in register.rows(): row.number, row.file, row.said
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from digitize.errors import BadMapping, BadRegister, SourceUnreadable
from digitize.limits import MAX_FIELD_CHARS, MAX_REGISTER_BYTES
from digitize.text import squeeze
from workers.importing.csv_register import open_csv
from workers.importing.headings import FILE, Header, find_header, is_column_numbers
from workers.importing.mapping import ColumnMapping, column_indexes, suggest_mapping
from workers.importing.sheet import Cells, Sheet

_EXCEL = frozenset({".xlsx", ".xlsm"})
_OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGIC = b"PK"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """What one row says; nothing of it is believed."""

    number: int
    """Of the row in the sheet, from 1: what a person looks up."""
    file: str
    """Path or name of the file as written; empty where the row names none."""
    said: Mapping[str, str]
    """Column of ours → text as written, squeezed; empty cells left out, `file` too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    path: Path
    sheet: Sheet
    mapping: ColumnMapping
    header: Header
    sha256: str

    def rows(self) -> Iterator[RegisterRow]:
        """Every row under the headings that says anything. Raises `BadRegister`, `SourceUnreadable`."""
        indexes = column_indexes(self.mapping, self.header.cells)
        below = islice(enumerate(self.sheet.rows(), 1), self.header.row, None)
        for number, cells in below:
            if number == self.header.row + 1 and is_column_numbers(cells):
                continue
            said = _said(cells, indexes)
            if said:
                file = said.pop(FILE, "")
                yield RegisterRow(number=number, file=file, said=said)

    @property
    def unused_headings(self) -> tuple[str, ...]:
        used = set(column_indexes(self.mapping, self.header.cells).values())
        return tuple(
            squeeze(cell)
            for index, cell in enumerate(self.header.cells)
            if index not in used and cell.strip()
        )


def open_register(path: Path, mapping: ColumnMapping | None = None) -> Register:
    """The register under its mapping; without one, under what its headings seem to mean.

    Raises `BadRegister`, `BadMapping` (no column for the file, a heading that is not there), `SourceUnreadable`.
    """
    mapping = mapping or ColumnMapping()
    sha256 = _sha256(path)
    sheet = _sheet(path, mapping)
    header = _header(sheet, mapping)
    if not mapping.columns:
        mapping = replace(suggest_mapping(sheet, header), header_row=header.row)
    column_indexes(mapping, header.cells)
    return Register(path=path, sheet=sheet, mapping=mapping, header=header, sha256=sha256)


def _sheet(path: Path, mapping: ColumnMapping) -> Sheet:
    magic = _magic(path)
    if magic.startswith(_OLD_EXCEL_MAGIC):
        raise BadRegister("the old Excel format (.xls), or a workbook with a password")
    if magic.startswith(_ZIP_MAGIC) or path.suffix.lower() in _EXCEL:
        from workers.importing.excel_register import open_excel  # loads slower than a register

        return open_excel(path, sheet=mapping.sheet)
    return open_csv(path, encoding=mapping.encoding, delimiter=mapping.delimiter)


def _header(sheet: Sheet, mapping: ColumnMapping) -> Header:
    if mapping.header_row is not None:
        found = next(islice(sheet.rows(), mapping.header_row - 1, None), None)
        if found is None:
            raise BadMapping(f"header_row: there is no row {mapping.header_row}")
        return Header(row=mapping.header_row, cells=found)
    header = find_header(sheet.rows()) or _named_header(sheet, mapping)
    if header is None:
        raise BadRegister("no row of known headings; name its number as header_row in the mapping")
    return header


def _named_header(sheet: Sheet, mapping: ColumnMapping) -> Header | None:
    """The first row that has every heading the mapping names."""
    wanted = {squeeze(name) for name in mapping.columns.values() if isinstance(name, str)}
    for number, cells in enumerate(islice(sheet.rows(), 40), 1):
        if wanted and wanted <= {squeeze(cell) for cell in cells}:
            return Header(row=number, cells=cells)
    return None


def _said(cells: Cells, indexes: Mapping[str, int]) -> dict[str, str]:
    values = {
        key: squeeze(cells[index])[:MAX_FIELD_CHARS]
        for key, index in indexes.items()
        if index < len(cells)
    }
    return {key: value for key, value in values.items() if value}


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as fault:
        raise SourceUnreadable(str(fault)) from fault


def _sha256(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_REGISTER_BYTES:
            raise BadRegister(f"{path.stat().st_size} bytes")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise SourceUnreadable(str(fault)) from fault
