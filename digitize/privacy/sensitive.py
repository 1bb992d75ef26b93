"""Which papers and fields the law calls sensitive (data of config/sensitive.toml): what is asked before such a paper is opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

HIDDEN = "***"
"""What a list shows of a sensitive field, whatever it says."""


class SensitiveKind(StrEnum):
    """What such data tells of a person (Nghị định 356/2025/NĐ-CP, Điều 4)."""

    CRIMINAL = "criminal"  # án tích, vi phạm
    HEALTH = "health"  # sức khỏe
    BIOMETRIC = "biometric"  # ảnh giấy tờ tùy thân, vân tay
    ORIGIN = "origin"  # nguồn gốc dân tộc
    BELIEF = "belief"  # tôn giáo, quan điểm
    PRIVATE = "private"  # đời tư, bí mật gia đình
    MONEY = "money"  # tài khoản, tín dụng


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveRule:
    kind: SensitiveKind
    source: str
    """Where the law says so."""
    is_confirmed: bool
    """False where the rule was recalled and nobody held it against the text of the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitive:
    types: Mapping[str, SensitiveRule] = field(default_factory=dict)
    """By code of the type: the purpose is asked before such a paper is opened."""
    fields: Mapping[str, SensitiveRule] = field(default_factory=dict)
    """By key, whatever the paper's type: no list shows their values."""

    def hidden(self, values: Mapping[str, str]) -> dict[str, str]:
        """A record's fields for a list."""
        return {key: HIDDEN if key in self.fields else value for key, value in values.items()}
