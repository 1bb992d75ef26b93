"""Areas into decimal numbers with a dot and no unit: `1.234,5 m2` → `1234.5` (`spec/fields.toml` [area_m2])."""

import re

_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](\d{1,2}))?(?![\d.,]*\d)")
_UNIT_BLANKS = re.compile(r"(?<=\d)\s*([.,])\s*(?=\d)")
_UNIT = re.compile(r"m\s?[2²?*'ˆ^]")


def parse_area(text: str) -> str | None:
    """The first number of square metres; a comma is the decimal mark, dots group thousands, decimals stay as printed."""
    tidy = _UNIT_BLANKS.sub(r"\1", text)
    found = _NUMBER.search(_UNIT.sub(" m² ", tidy).replace("m²", ""))
    if found is None:
        return None
    whole = str(int(found[1].replace(".", "")))
    return f"{whole}.{found[2]}" if found[2] else whole
