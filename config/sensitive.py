"""`sensitive.toml`, or an agency's own file of the same shape, into which papers and fields are sensitive."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digitize.doctype import DocumentTypes
from digitize.errors import BadConfiguration
from digitize.privacy.sensitive import Sensitive, SensitiveKind, SensitiveRule

SHIPPED = Path(__file__).parent / "sensitive.toml"
_KEYS = frozenset({"kind", "source", "confirmed"})


def load_sensitive(path: Path | None = None, *, types: DocumentTypes) -> Sensitive:
    """The agency's rules, or the shipped ones. Raises `BadConfiguration`."""
    source = path or SHIPPED
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{source.name}: {error}") from error
    unknown = table.keys() - {"type", "field"}
    if unknown:
        raise BadConfiguration(f"{source.name}: {', '.join(sorted(unknown))}")
    found = Sensitive(
        types=_rules(table, "type", where=source.name),
        fields=_rules(table, "field", where=source.name),
    )
    known_fields = {spec.key for kind in types.values() for spec in kind.fields}
    strangers = sorted({*found.types} - {*types} | {*found.fields} - known_fields)
    if strangers:
        raise BadConfiguration(f"{source.name}: no such type or field: {', '.join(strangers)}")
    return found


def _rules(table: Mapping[str, Any], section: str, *, where: str) -> Mapping[str, SensitiveRule]:
    rules = table.get(section, {})
    if not isinstance(rules, dict):
        raise BadConfiguration(f"{where}: {section}")
    return {key: _rule(rule, where=f"{where}: {section}.{key}") for key, rule in rules.items()}


def _rule(rule: Any, *, where: str) -> SensitiveRule:
    if not isinstance(rule, dict) or rule.keys() != _KEYS:
        raise BadConfiguration(f"{where}: {', '.join(sorted(_KEYS))}")
    kind, source, is_confirmed = rule["kind"], rule["source"], rule["confirmed"]
    if kind not in set(SensitiveKind) or not isinstance(source, str) or not source.strip():
        raise BadConfiguration(f"{where}: kind or source")
    if not isinstance(is_confirmed, bool):
        raise BadConfiguration(f"{where}: confirmed")
    return SensitiveRule(kind=SensitiveKind(kind), source=source, is_confirmed=is_confirmed)
