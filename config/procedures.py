"""`procedures.toml` (and an agency's own file of the same shape) into `Checklists`, refusing what it does not know.

An agency's file adds procedures and replaces shipped examples; a type code that no document type has is an error, since a
paper of it would be missing for ever.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digitize.doctype import DocumentTypes
from digitize.dossier.checklist import Checklist, ChecklistItem, Checklists
from digitize.errors import BadConfiguration
from digitize.text import nfc

SHIPPED = Path(__file__).parent / "procedures.toml"

_ITEM_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
_PROCEDURE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}", re.ASCII)
_PROCEDURE_KEYS = frozenset({"title", "example", "items"})
_ITEM_KEYS = frozenset({"title", "types", "needed", "copies", "may_be_split"})
_MAX_COPIES = 100

_Table = Mapping[str, Any]


def load_checklists(path: Path | None = None, *, types: DocumentTypes) -> Checklists:
    """The shipped lists, with those of the agency's file `path` over them. Raises `BadConfiguration`."""
    tables = [_read(SHIPPED)] + ([_read(path)] if path is not None else [])
    return {
        code: _checklist(code, table, types=types)
        for file in tables
        for code, table in _tables(file, "procedure", where="procedures").items()
    }


def _read(path: Path) -> _Table:
    try:
        table = tomllib.loads(nfc(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.name}: {error}") from error
    _refuse_unknown(table, frozenset({"procedure"}), where=path.name)
    return table


def _checklist(code: str, table: _Table, *, types: DocumentTypes) -> Checklist:
    where = f"procedure.{code}"
    if not _PROCEDURE_CODE.fullmatch(code):
        raise BadConfiguration(f"{where}: not a procedure code")
    _refuse_unknown(table, _PROCEDURE_KEYS, where=where)
    items = _tables(table, "items", where=where)
    return Checklist(
        procedure_code=code,
        title=_title(table, where=where),
        items=tuple(
            _item(item_code, item, types=types, where=f"{where}.items.{item_code}")
            for item_code, item in items.items()
        ),
        is_example=_flag(table, "example", default=False, where=where),
    )


def _item(code: str, table: _Table, *, types: DocumentTypes, where: str) -> ChecklistItem:
    if not _ITEM_CODE.fullmatch(code):
        raise BadConfiguration(f"{where}: a code is up to 40 letters, digits, `.`, `_` and `-`")
    _refuse_unknown(table, _ITEM_KEYS, where=where)
    return ChecklistItem(
        code=code,
        title=_title(table, where=where),
        type_codes=_type_codes(table, types=types, where=where),
        is_needed=_flag(table, "needed", default=True, where=where),
        copies=_copies(table, where=where),
        may_be_split=_flag(table, "may_be_split", default=False, where=where),
    )


def _type_codes(table: _Table, *, types: DocumentTypes, where: str) -> tuple[str, ...]:
    codes = table.get("types", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise BadConfiguration(f"{where}: `types` is not a list of type codes")
    unknown = [code for code in codes if code not in types]
    if unknown:
        raise BadConfiguration(f"{where}: no type `{unknown[0]}`")
    return tuple(codes)


def _copies(table: _Table, *, where: str) -> int:
    copies = table.get("copies", 1)
    if not isinstance(copies, int) or isinstance(copies, bool) or not 1 <= copies <= _MAX_COPIES:
        raise BadConfiguration(f"{where}: `copies` is a number from 1 to {_MAX_COPIES}")
    return copies


def _flag(table: _Table, key: str, *, default: bool, where: str) -> bool:
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise BadConfiguration(f"{where}: `{key}` is true or false")
    return value


def _title(table: _Table, *, where: str) -> str:
    title = table.get("title")
    if not isinstance(title, str) or not title.strip():
        raise BadConfiguration(f"{where}: `title` is not a text")
    return title.strip()


def _tables(table: _Table, key: str, *, where: str) -> Mapping[str, _Table]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
        raise BadConfiguration(f"{where}: `{key}` is not a table of tables")
    return value


def _refuse_unknown(table: _Table, known: frozenset[str], *, where: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise BadConfiguration(f"{where}: unknown key `{unknown[0]}`")
