"""`owners.toml`, an agency's own file of the same shape and the table of provinces into `OwnerRules`; strict.

Of the agencies in `provinces.csv` only those count here whose code is confirmed: a paper is not given to a guessed one.
"""

import csv
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from config.provinces import load_provinces
from digitize.doctype import DocumentTypes
from digitize.errors import BadConfiguration
from digitize.rows import OwnerKind
from digitize.text import nfc
from digitize.warehouse.numbers import is_agency_code, newer_agency_code
from digitize.warehouse.owners import OwnerClaim, OwnerRule, OwnerRules, agency_key

SHIPPED = Path(__file__).parent / "owners.toml"

_FILE_KEYS = {"least_confidence", "agency", "family", "type"}
_RULE_KEYS = {"owners", "any", "issuer", "otherwise", "several"}
_OWNER_KEYS = {"number", "name", "kind", "born", "sex"}
_CITIES = ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ")

_Table = Mapping[str, Any]


def load_owner_rules(
    path: Path | None = None,
    *,
    types: DocumentTypes,
    own_agency: tuple[str, str] | None = None,
) -> OwnerRules:
    """The shipped rules with those of the agency's file; `own_agency` is code and name of who digitises. Raises `BadConfiguration`."""
    files = [_read(SHIPPED), *([_read(path)] if path is not None else [])]
    agencies = {**_provincial_agencies()}
    if own_agency is not None:
        agencies[agency_key(own_agency[1])] = newer_agency_code(own_agency[0])
    by_type: dict[str, OwnerRule] = {}
    by_family: dict[str, OwnerRule] = {}
    least = 0.0
    for file in files:
        least = _share(file.get("least_confidence", least))
        agencies |= _agencies(_section(file, "agency"))
        by_type |= {code: _rule(table, code) for code, table in _section(file, "type").items()}
        by_family |= {name: _rule(table, name) for name, table in _section(file, "family").items()}
    _refuse_strangers(by_type, by_family, types)
    return OwnerRules(
        least_confidence=least,
        by_type=by_type,
        by_family=by_family,
        agencies=agencies,
        provinces=frozenset(province.code for province in load_provinces()),
    )


def _read(path: Path) -> _Table:
    try:
        table = tomllib.loads(nfc(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.name}: {error}") from error
    _refuse_unknown(table, _FILE_KEYS, path.name)
    return table


def _provincial_agencies() -> dict[str, str]:
    """`ủy ban nhân dân tỉnh …` of the provinces as they were until 30/6/2025, by their confirmed codes."""
    text = resources.files("config").joinpath("provinces.csv").read_text(encoding="utf-8")
    known = (row for row in csv.DictReader(text.splitlines()) if not row["uncertain"])
    return {
        agency_key(f"Ủy ban nhân dân {_with_level(row['name_vi'])}"): row["agency_code"]
        for row in known
    }


def _with_level(name: str) -> str:
    if name.startswith("Thành phố"):
        return name
    return f"thành phố {name}" if name in _CITIES else f"tỉnh {name}"


def _agencies(section: _Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, table in section.items():
        names = table.get("names") if isinstance(table, dict) else None
        if not is_agency_code(code) or not _are_texts(names) or set(table) != {"names"}:
            raise BadConfiguration(f"agency.{code}: a code of QĐ 20/2020 and its `names`")
        found |= {agency_key(name): newer_agency_code(code) for name in names or ()}
    return found


def _rule(table: Any, where: str) -> OwnerRule:
    if not isinstance(table, dict):
        raise BadConfiguration(f"{where}: not a table")
    _refuse_unknown(table, _RULE_KEYS, where)
    owners = table.get("owners", [])
    issuer, several = table.get("issuer", ""), table.get("several", "")
    is_any, otherwise = table.get("any", False), table.get("otherwise", "waits")
    is_sound = (
        isinstance(owners, list)
        and isinstance(issuer, str)
        and isinstance(several, str)
        and isinstance(is_any, bool)
        and otherwise in {"waits", "nobody"}
        and not (owners and issuer)
    )
    if not is_sound:
        raise BadConfiguration(f"{where}: see the head of owners.toml")
    return OwnerRule(
        claims=tuple(_claim(owner, where) for owner in owners),
        is_any=is_any,
        issuer_key=issuer,
        names_key=several,
        is_nobodys=otherwise == "nobody",
    )


def _claim(table: Any, where: str) -> OwnerClaim:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise BadConfiguration(f"{where}: an owner is a table of texts")
    _refuse_unknown(table, _OWNER_KEYS, where)
    kind = table.get("kind", OwnerKind.CITIZEN.value)
    if "number" not in table or kind not in set(OwnerKind):
        raise BadConfiguration(f"{where}: an owner needs `number`, and a kind that is known")
    return OwnerClaim(
        kind=OwnerKind(kind),
        number_key=table["number"],
        name_keys=(table["name"],) if "name" in table else (),
        born_key=table.get("born", ""),
        sex=table.get("sex", ""),
    )


def _refuse_strangers(
    by_type: Mapping[str, OwnerRule], by_family: Mapping[str, OwnerRule], types: DocumentTypes
) -> None:
    families = {kind.family for kind in types.values()}
    strangers = sorted((by_type.keys() - types.keys()) | (by_family.keys() - families))
    if strangers:
        raise BadConfiguration(f"owners: no such type or family: {', '.join(strangers)}")
    for code, rule in by_type.items():
        keys = {spec.key for spec in types[code].fields}
        named = {claim.number_key for claim in rule.claims} | {rule.issuer_key, rule.names_key}
        if named - keys - {""}:
            raise BadConfiguration(f"type.{code}: no such field: {', '.join(sorted(named - keys))}")


def _refuse_unknown(table: _Table, known: set[str], where: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise BadConfiguration(f"{where}: unknown key `{unknown[0]}`")


def _section(table: _Table, name: str) -> _Table:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise BadConfiguration(f"{name}: not a table")
    return section


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadConfiguration("least_confidence: a number from 0 to 1")
    return float(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) and x.strip() for x in value)
