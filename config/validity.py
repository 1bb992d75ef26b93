"""`validity.toml`, with an agency's own file of the same shape over it, into how long papers of each type are in force."""

import tomllib
from collections.abc import Container, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from digitize.errors import BadConfiguration
from digitize.warehouse.validity import ValidityRule, ValidityRules

SHIPPED = Path(__file__).parent / "validity.toml"
MAX_MONTHS = 1200  # a larger number is a slip of the pen
_KEYS = frozenset({"months", "without_end", "last_day", "confirmed", "from", "until", "source"})

_Table = Mapping[str, Any]


def load_validity(path: Path | None = None, *, types: Container[str]) -> ValidityRules:
    """The shipped rules, with those of the agency in the place of those of the same type. Raises `BadConfiguration`."""
    tables = [_read(SHIPPED)] + ([_read(path)] if path is not None else [])
    rules: dict[str, ValidityRule] = {}
    for table in tables:
        for code, said in table.items():
            where = f"validity: type.{code}"
            if code not in types:
                raise BadConfiguration(f"{where}: no such type")
            rules[code] = _rule(said, where=where)
    return ValidityRules(default=ValidityRule(), by_type=rules)


def _read(path: Path) -> _Table:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.name}: {error}") from error
    by_type = table.get("type", {})
    if table.keys() - {"type"} or not isinstance(by_type, dict):
        raise BadConfiguration(f"{path.name}: only tables [type.CODE]")
    return by_type


def _rule(said: Any, *, where: str) -> ValidityRule:
    if not isinstance(said, dict) or said.keys() - _KEYS:
        raise BadConfiguration(f"{where}: {', '.join(sorted(_KEYS))}")
    rule = ValidityRule(
        months=_months(said.get("months"), where=where),
        is_without_end=_flag(said, "without_end", default=False, where=where),
        last_day=_day(said.get("last_day"), where=where),
        is_confirmed=_flag(said, "confirmed", default=True, where=where),
        from_fields=_fields(said, "from", ValidityRule().from_fields, where=where),
        until_fields=_fields(said, "until", ValidityRule().until_fields, where=where),
        source=str(said.get("source", "")),
    )
    if rule.is_without_end and rule.months is not None:
        raise BadConfiguration(f"{where}: `months` or `without_end`, not both")
    return rule


def _months(value: Any, *, where: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_MONTHS:
        raise BadConfiguration(f"{where}: `months` is a number from 1 to {MAX_MONTHS}")
    return value


def _flag(said: _Table, key: str, *, default: bool, where: str) -> bool:
    value = said.get(key, default)
    if not isinstance(value, bool):
        raise BadConfiguration(f"{where}: `{key}` is true or false")
    return value


def _day(value: Any, *, where: str) -> date | None:
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise BadConfiguration(f"{where}: `last_day` is a day, such as 2022-12-31")
    return value


def _fields(said: _Table, key: str, default: tuple[str, ...], *, where: str) -> tuple[str, ...]:
    value = said.get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise BadConfiguration(f"{where}: `{key}` is a list of keys of fields")
    return tuple(value)
