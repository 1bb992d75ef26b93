"""`thresholds.toml` into `JudgeOptions`, refusing what it does not know: how sure a reading must be to pass by itself."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digitize.doctype import ValueKind
from digitize.errors import BadConfiguration
from digitize.judge import JudgeOptions

SHIPPED = Path(__file__).parent / "thresholds.toml"

_Table = Mapping[str, Any]


def load_thresholds(path: Path = SHIPPED) -> JudgeOptions:
    """Raises `BadConfiguration` for an unknown section or kind, and for what is no share."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.name}: {error}") from error
    types, fields = _section(table, "type"), _section(table, "field")
    kinds = _section(fields, "kind")
    _refuse_unknown(table, {"type", "field"})
    _refuse_unknown(types, {"least"})
    _refuse_unknown(fields, {"default", "kind", "key"})
    _refuse_unknown(kinds, {kind.value for kind in ValueKind})
    return JudgeOptions(
        min_type_confidence=_share(types, "least"),
        min_field_confidence=_share(fields, "default"),
        kind_thresholds={ValueKind(kind): _share(kinds, kind) for kind in kinds},
        field_thresholds={
            key: _share(_section(fields, "key"), key) for key in _section(fields, "key")
        },
    )


def _section(table: _Table, name: str) -> _Table:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise BadConfiguration(f"{name}: not a table")
    return section


def _share(table: _Table, name: str) -> float:
    value = table.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadConfiguration(f"{name}: a number from 0 to 1 is needed, not {value!r}")
    return float(value)


def _refuse_unknown(table: _Table, known: set[str]) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise BadConfiguration(f"unknown: {', '.join(unknown)}")
