"""One mark: something on the paper that speaks for a type, and how strongly when nothing else is known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    type_code: str
    name: str
    """For people and audit: `heading QUYẾT ĐỊNH`, `symbol QĐ`."""
    strength: float
    """Chance that the type is right if this were the only mark, 0..1."""
