"""Phone numbers into digits with the leading zero: `+84 912.345.678` → `0912345678`."""

import re

_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
_LANDLINE = re.compile(r"02\d{8,9}")
_CANDIDATE = re.compile(r"(?<!\d)(?:\+?\s?84|0)[\d .()-]{8,16}")


def parse_phone(text: str) -> str | None:
    """The first number that a Vietnamese mobile or fixed line can have (domain reference 3.6)."""
    for found in _CANDIDATE.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        number = "0" + digits[2:] if digits.startswith("84") else digits
        if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
            return number
    return None
