"""One mark: something on the paper that speaks for a type, and how strongly when nothing else is known."""

from dataclasses import dataclass, field

from digitize.model import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    type_code: str
    name: str
    """For people and audit: `heading QUYẾT ĐỊNH`, `symbol QĐ`."""
    strength: float
    """Chance that the type is right if this were the only mark, 0..1."""
    page_index: int = field(default=0, compare=False)
    box: Box | None = field(default=None, compare=False)
    """Where it stands, to be shown; the same mark in two places is one."""
