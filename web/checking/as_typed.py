"""A value in the normal form of its kind as people here write it, and so that what they read in the form means the same when sent."""

from digitize.doctype import ValueKind

_GROUP = 3


def as_typed(kind: ValueKind, value: str) -> str:
    """`2024-03-05` → `05/03/2024`, `1234.5` (m²) → `1234,5`, `2000000000` (đồng) → `2.000.000.000`; other kinds as they are."""
    if kind is ValueKind.DATE:
        return "/".join(reversed(value.split("-"))) if _is_iso(value) else value
    if kind is ValueKind.AREA:
        return value.replace(".", ",")
    if kind is ValueKind.MONEY and value.isdecimal() and len(value) > _GROUP:
        return f"{int(value):,}".replace(",", ".")
    return value


def _is_iso(value: str) -> bool:
    parts = value.split("-")
    return all(part.isdecimal() for part in parts) and len(parts[0]) == len("2024")
