"""Settings as they are in force, for whoever runs the house; secrets are said to be set, never shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from config.settings import PREFIX, Settings

MASK = "••••••"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSetting:
    name: str
    """As the environment has it."""
    value: str
    is_default: bool


def shown_settings(settings: Settings) -> Sequence[ShownSetting]:
    """Every setting, in the order they are declared."""
    return [
        ShownSetting(
            name=PREFIX + name.upper(),
            value=_text(getattr(settings, name)),
            is_default=name not in settings.model_fields_set,
        )
        for name in type(settings).model_fields
    ]


def _text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    return "" if value is None else str(value)
