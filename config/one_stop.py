"""`one_stop.toml` (and an agency's own file of the same shape) into the codes of an e-one-stop system, refusing what it does not know."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from digitize.errors import BadConfiguration
from digitize.one_stop import Codes, DossierStatus, Way
from digitize.rows import OwnerKind

SHIPPED = Path(__file__).parent / "one_stop.toml"
_TABLES = frozenset({"ways", "owner_kinds", "statuses"})
_Word = TypeVar("_Word", bound=StrEnum)


def load_codes(path: Path | None = None) -> Codes:
    """The shipped codes, whole tables of the agency's file `path` in their place. Raises `BadConfiguration`."""
    tables = {**_read(SHIPPED), **(_read(path) if path is not None else {})}
    return Codes(
        ways=_words(tables, "ways", Way),
        statuses=_words(tables, "statuses", DossierStatus),
        owner_kinds=_words(tables, "owner_kinds", OwnerKind),
    )


def _read(path: Path) -> Mapping[str, object]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.name}: {error}") from error
    if not found.keys() <= _TABLES:
        raise BadConfiguration(f"{path.name}: {', '.join(sorted(found.keys() - _TABLES))}")
    return found


def _words(tables: Mapping[str, object], name: str, kind: type[_Word]) -> Mapping[str, _Word]:
    table = tables[name]
    try:
        if not isinstance(table, dict):
            raise ValueError("not a table")
        return {code: kind(word) for code, word in table.items()}
    except ValueError as error:
        raise BadConfiguration(f"one_stop {name}: {error}") from error
