"""`retention.toml`, or an agency's own file of the same shape, into how long papers of each type are kept."""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from digitize.errors import BadConfiguration

SHIPPED = Path(__file__).parent / "retention.toml"
PERMANENT = "permanent"
MAX_YEARS = 200  # a larger number is a slip of the pen


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSchedule:
    default_years: int | None
    """None: for ever."""
    years_by_type: Mapping[str, int | None]

    def ends_on(self, type_code: str, *, filed_on: date) -> date | None:
        """The first day on which a paper of this type has passed its time; None where it never does."""
        years = self.years_by_type.get(type_code, self.default_years)
        if years is None:
            return None
        try:
            return filed_on.replace(year=filed_on.year + years)
        except ValueError:  # 29 February: a day longer rather than shorter
            return date(filed_on.year + years, 3, 1)


def load_retention(path: Path | None = None, *, types: Container[str]) -> RetentionSchedule:
    """The agency's schedule, or the shipped one, by which all is kept for ever. Raises `BadConfiguration`."""
    source = path or SHIPPED
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{source.name}: {error}") from error
    unknown = table.keys() - {"default", "type"}
    by_type = table.get("type", {})
    if unknown or not isinstance(by_type, dict):
        raise BadConfiguration(f"{source.name}: {', '.join(sorted(unknown)) or 'type'}")
    strangers = sorted(code for code in by_type if code not in types)
    if strangers:
        raise BadConfiguration(f"{source.name}: no such type: {', '.join(strangers)}")
    return RetentionSchedule(
        default_years=_years(table.get("default", PERMANENT), where=f"{source.name}: default"),
        years_by_type={
            code: _years(value, where=f"{source.name}: type.{code}")
            for code, value in by_type.items()
        },
    )


def _years(value: Any, *, where: str) -> int | None:
    if value == PERMANENT:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_YEARS:
        raise BadConfiguration(f"{where}: `{PERMANENT}` or 1 to {MAX_YEARS} years")
    return value
