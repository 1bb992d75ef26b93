"""Which column of a register means what: a TOML file beside the register, suggested from its headings, kept for the next time.

[register]
encoding = "utf-8"          # of a CSV register; delimiter too
sheet = "Sheet1"            # of a workbook
header_row = 4
[columns]
file = "Tên tệp"            # a heading, or a column's number from 1
reference = "Số, ký hiệu"
"""

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from digitize.errors import BadMapping, CannotWriteOutput, SourceUnreadable
from digitize.limits import MAX_REGISTER_COLUMNS
from digitize.text import squeeze
from workers.importing.encodings import Encoding
from workers.importing.headings import FILE, NAME, TYPE, Header, plain, recognised
from workers.importing.sheet import Cells, Sheet

GENERAL_COLUMNS = frozenset({FILE, NAME, TYPE})
"""Columns that are no field of a paper by the same key."""
_SUFFIX = ".mapping.toml"
_MAX_BYTES = 256 * 1024
_SECTIONS = {"register", "columns"}
_REGISTER_KEYS = {"encoding", "delimiter", "sheet", "header_row"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What a mapping file says; what it leaves out is found."""

    columns: Mapping[str, str | int] = field(default_factory=dict)
    """Ours → a heading as it stands in the register, or a column's number from 1."""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int | None = None
    """From 1; None where the headings have to be found."""


def mapping_path(register: Path) -> Path:
    """Where a register's mapping is remembered: beside it."""
    return register.with_name(register.name + _SUFFIX)


def load_mapping(path: Path, *, keys: Collection[str]) -> ColumnMapping:
    """The mapping in this file; `keys` are the fields that papers can have. Raises `BadMapping`, `SourceUnreadable`."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise SourceUnreadable(str(fault)) from fault
    if len(data) > _MAX_BYTES:
        raise BadMapping(f"{len(data)} bytes")
    return parse_mapping(data, keys=keys)


def parse_mapping(data: bytes, *, keys: Collection[str]) -> ColumnMapping:
    """As `load_mapping`, from the file's bytes."""
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadMapping(str(fault)) from fault
    _require_known(said, _SECTIONS, "section")
    register, columns = _table(said, "register"), _table(said, "columns")
    _require_known(register, _REGISTER_KEYS, "key")
    _require_known(columns, GENERAL_COLUMNS | set(keys), "column")
    return ColumnMapping(
        columns={key: _column(key, value) for key, value in columns.items()},
        encoding=_encoding(register),
        delimiter=_delimiter(register),
        sheet=_string(register, "sheet"),
        header_row=_row_number(register.get("header_row")),
    )


def suggest_mapping(sheet: Sheet, header: Header) -> ColumnMapping:
    """What the headings seem to mean."""
    return ColumnMapping(
        columns={key: _heading(header, index) for key, index in recognised(header.cells).items()},
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        sheet=sheet.name,
        header_row=header.row,
    )


def save_mapping(path: Path, mapping: ColumnMapping, *, unused: Collection[str]) -> None:
    """Write it for a person to correct; never over a file that is there. Raises `CannotWriteOutput`."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join(_toml_lines(mapping, unused)) + "\n")
    except OSError as fault:
        raise CannotWriteOutput(str(fault)) from fault


def column_indexes(mapping: ColumnMapping, header: Cells) -> dict[str, int]:
    """Ours → index in a row, from 0. Raises `BadMapping` where the register has no such column or no file column is named."""
    if FILE not in mapping.columns:
        raise BadMapping("no column for `file`")
    return {key: _index(key, wanted, header) for key, wanted in mapping.columns.items()}


def _index(key: str, wanted: str | int, header: Cells) -> int:
    if isinstance(wanted, int):
        return wanted - 1
    found = [index for index, cell in enumerate(header) if squeeze(cell) == squeeze(wanted)]
    found = found or [index for index, cell in enumerate(header) if plain(cell) == plain(wanted)]
    if not found:
        raise BadMapping(f"{key}: no heading {wanted!r}")
    return found[0]


def _heading(header: Header, index: int) -> str | int:
    """The heading itself; a column's number where two columns have the same."""
    heading = squeeze(header.cells[index])
    same = [cell for cell in header.cells if squeeze(cell) == heading]
    return heading if len(same) == 1 else index + 1


def _toml_lines(mapping: ColumnMapping, unused: Collection[str]) -> list[str]:
    register = {
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "sheet": mapping.sheet,
        "header_row": mapping.header_row or "",
    }
    return [
        "# Cách `digitize import` hiểu các cột của sổ này; sửa được, lần sau dùng lại.",
        "[register]",
        *(f"{key} = {_quoted(value)}" for key, value in register.items() if value),
        "",
        "[columns]",
        *(f"{key} = {_quoted(heading)}" for key, heading in mapping.columns.items()),
        *(f"# {_quoted(heading)}: chưa dùng" for heading in unused),
    ]


def _quoted(value: str | int) -> str:
    """A TOML basic string: as JSON has it, save for the one control character that JSON leaves bare."""
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _require_known(said: Mapping[str, object], known: Collection[str], what: str) -> None:
    unknown = sorted(set(said) - set(known))
    if unknown:
        raise BadMapping(f"no such {what}: {', '.join(unknown)}")


def _table(said: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = said.get(name, {})
    if not isinstance(table, dict):
        raise BadMapping(f"{name} must be a table")
    return table


def _column(key: str, value: object) -> str | int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number and isinstance(value, int) and 1 <= value <= MAX_REGISTER_COLUMNS:
        return value
    if isinstance(value, str) and value.strip():
        return value
    raise BadMapping(f"{key}: a heading or a column's number, not {value!r}")


def _encoding(register: Mapping[str, object]) -> str:
    name = _string(register, "encoding")
    if name and name not in set(Encoding):
        raise BadMapping(f"encoding: one of {', '.join(Encoding)}")
    return name


def _delimiter(register: Mapping[str, object]) -> str:
    delimiter = _string(register, "delimiter")
    if delimiter and not re.fullmatch(r"[^\w\s\"]|\t", delimiter):
        raise BadMapping("delimiter: one character that is no letter, digit or quote")
    return delimiter


def _string(register: Mapping[str, object], key: str) -> str:
    value = register.get(key, "")
    if not isinstance(value, str):
        raise BadMapping(f"{key} must be a string")
    return value


def _row_number(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadMapping("header_row: a row's number from 1")
    return value
