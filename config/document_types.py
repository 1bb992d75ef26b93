"""`doctypes.toml` (and an agency's own file of the same shape) into `DocumentTypes`, refusing what it does not know.

A type that an agency adds is data like the shipped ones: the second file may add types and families and replace types.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digitize.doctype import OTHER, DocumentType, DocumentTypes, FieldSpec, ValueKind
from digitize.errors import BadConfiguration
from digitize.text import nfc

SHIPPED = Path(__file__).parent / "doctypes.toml"

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_FILE_KEYS = frozenset({"family", "type"})
_FAMILY_KEYS = frozenset({"title", "fields"})
_TYPE_KEYS = frozenset({"title", "family", "headings", "symbol", "phrases", "fields"})
_FIELD_KEYS = frozenset({"kind", "required", "labels", "pattern"})

_Table = Mapping[str, Any]


def load_document_types(path: Path | None = None) -> DocumentTypes:
    """The shipped types, with those of the agency's file `path` added. Raises `BadConfiguration`."""
    tables = [_read(SHIPPED)] + ([_read(path)] if path is not None else [])
    families = {name: table for file in tables for name, table in file.get("family", {}).items()}
    types = {
        code: _document_type(code, table, families=families)
        for file in tables
        for code, table in file.get("type", {}).items()
    }
    if OTHER not in types:
        raise BadConfiguration(f"no type `{OTHER}`")
    return types


def _read(path: Path) -> _Table:
    try:
        table = tomllib.loads(nfc(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.name}: {error}") from error
    _refuse_unknown(table, _FILE_KEYS, where=path.name)
    for section in _FILE_KEYS & table.keys():
        _tables(table, section, where=path.name)
    return table


def _document_type(code: str, table: _Table, *, families: Mapping[str, _Table]) -> DocumentType:
    where = f"type.{code}"
    if not _CODE.fullmatch(code):
        raise BadConfiguration(f"{where}: a code is lower-case ASCII")
    _refuse_unknown(table, _TYPE_KEYS, where=where)
    family = _text(table, "family", where=where, needed=True)
    if family not in families:
        raise BadConfiguration(f"{where}: unknown family `{family}`")
    _refuse_unknown(families[family], _FAMILY_KEYS, where=f"family.{family}")
    return DocumentType(
        code=code,
        title=_text(table, "title", where=where, needed=True),
        family=family,
        headings=_texts(table, "headings", where=where),
        symbol=_text(table, "symbol", where=where),
        phrases=_texts(table, "phrases", where=where),
        fields=_fields(families[family], where=f"family.{family}") + _fields(table, where=where),
    )


def _fields(table: _Table, *, where: str) -> tuple[FieldSpec, ...]:
    specs = _tables(table, "fields", where=where)
    return tuple(_field(key, spec, where=f"{where}.fields.{key}") for key, spec in specs.items())


def _field(key: str, table: _Table, *, where: str) -> FieldSpec:
    _refuse_unknown(table, _FIELD_KEYS, where=where)
    kind = _text(table, "kind", where=where, needed=True)
    if kind not in set(ValueKind):
        raise BadConfiguration(f"{where}: unknown kind `{kind}`")
    required = table.get("required", True)
    if not isinstance(required, bool):
        raise BadConfiguration(f"{where}: `required` is true or false")
    return FieldSpec(
        key=key,
        kind=ValueKind(kind),
        is_required=required,
        labels=_texts(table, "labels", where=where),
        pattern=_pattern(table, where=where),
    )


def _pattern(table: _Table, *, where: str) -> str:
    pattern = _text(table, "pattern", where=where)
    try:
        re.compile(pattern)
    except re.error as error:
        raise BadConfiguration(f"{where}: `pattern`: {error}") from error
    return pattern


def _refuse_unknown(table: _Table, known: frozenset[str], *, where: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise BadConfiguration(f"{where}: unknown key `{unknown[0]}`")


def _tables(table: _Table, key: str, *, where: str) -> Mapping[str, _Table]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
        raise BadConfiguration(f"{where}: `{key}` is not a table of tables")
    return value


def _text(table: _Table, key: str, *, where: str, needed: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadConfiguration(f"{where}: `{key}` is not a text")
    return value


def _texts(table: _Table, key: str, *, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(x, str) and x.strip() for x in value):
        raise BadConfiguration(f"{where}: `{key}` is not a list of texts")
    return tuple(value)
