"""`indicators.toml`, or a province's own file of the same shape, into how indicators are counted and what is planned."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from digitize.errors import BadConfiguration
from digitize.indicators.definitions import INDICATORS, Code
from digitize.indicators.figures import Rules

SHIPPED = Path(__file__).parent / "indicators.toml"
_NOTHING = {"absent": False, "zero": True}
_KEYS = {
    "threshold",
    "nothing_to_count",
    "procedures_without_result",
    "certified_copy_kinds",
    "target",
    "agency",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyAs:
    name: str
    commune: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSettings:
    rules: Rules
    procedures_without_result: frozenset[str]
    certified_copy_kinds: frozenset[str]
    """In lower case."""
    agencies: Mapping[str, AgencyAs]

    def agency_name(self, code: str) -> str:
        known = self.agencies.get(code)
        return known.name if known else code

    def commune_of(self, agency: str, counter: str) -> str:
        """The counter's commune, else its agency's; empty where neither is known."""
        known = self.agencies.get(counter) or self.agencies.get(agency)
        return known.commune if known else ""


def load_indicators(path: Path | None = None) -> IndicatorSettings:
    """The province's rules, or the shipped ones. Raises `BadConfiguration`."""
    source = path or SHIPPED
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{source.name}: {error}") from error
    try:
        return _settings(table)
    except ValueError as error:
        raise BadConfiguration(f"{source.name}: {error}") from error


def _settings(table: Mapping[str, Any]) -> IndicatorSettings:
    _known(table, _KEYS)
    return IndicatorSettings(
        rules=Rules(
            threshold=_threshold(table.get("threshold", 80)),
            is_none_zero=_nothing(table.get("nothing_to_count", "absent")),
            targets={
                _code(key): _target(_code(key), value)
                for key, value in table.get("target", {}).items()
            },
        ),
        procedures_without_result=frozenset(_texts(table, "procedures_without_result")),
        certified_copy_kinds=frozenset(
            text.lower() for text in _texts(table, "certified_copy_kinds")
        ),
        agencies={code: _agency(code, said) for code, said in table.get("agency", {}).items()},
    )


def _known(table: Mapping[str, Any], keys: set[str]) -> None:
    if strangers := sorted(table.keys() - keys):
        raise ValueError(f"no such key: {', '.join(strangers)}")


def _threshold(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
        raise ValueError("threshold: 1 to 100 percent")
    return value


def _nothing(value: Any) -> bool:
    if value not in _NOTHING:
        raise ValueError("nothing_to_count: `absent` or `zero`")
    return _NOTHING[value]


def _code(key: str) -> Code:
    if key not in INDICATORS:
        raise ValueError(f"target: no such indicator: {key}")
    return Code(key)


def _target(code: Code, value: Any) -> Decimal:
    most = 31_536_000 if code is Code.SECONDS_TO_FILING else 100
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"target.{code}: 0 to {most}")
    return Decimal(str(value))


def _texts(table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{key}: a list of texts")
    return value


def _agency(code: str, said: Any) -> AgencyAs:
    if not isinstance(said, dict):
        raise ValueError(f"agency.{code}: name and commune")
    _known(said, {"name", "commune"})
    name, commune = said.get("name", code), said.get("commune", "")
    if not isinstance(name, str) or not isinstance(commune, str):
        raise ValueError(f"agency.{code}: texts")
    return AgencyAs(name=name, commune=commune)
