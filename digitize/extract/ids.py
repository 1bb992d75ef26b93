"""Personal ids, enterprise codes and dossier codes: their shape, and what their digits say about their bearer.

Rules from `spec/fields.toml` and the domain reference 3.1, 3.2 and 3.4. Blanks and dots between digits are the form's
or the reading's; they are not part of a number.
"""

import re
from collections.abc import Collection

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .](?=\d)")
_PERSONAL_ID = re.compile(r"(?<!\d)(\d{12}|\d{9})(?!\d)")
_ENTERPRISE_CODE = re.compile(r"(?<!\d)(\d{10})(?:\s?-\s?(\d{3}))?(?!\d)")
_DOSSIER_CODE = re.compile(
    r"(?<![\w.])(\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}-\d{6}-\d{4,}|[A-Y]\d{2}(?:\.\d{1,3}){0,3}-(?:20)?\d{6}-\d{4,})(?!\w)"
)
_CHECK_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def parse_personal_id(text: str) -> str | None:
    """12 digits of a personal id, or 9 of an older identity card (CMND); None where there is neither."""
    found = _PERSONAL_ID.search(text) or _PERSONAL_ID.search(_BETWEEN_DIGITS.sub("", text))
    return found[1] if found else None


def is_registered_at(personal_id: str, province_codes: Collection[str]) -> bool:
    """Whether the first three digits are a province of the registry; a 9-digit card has no such code."""
    return len(personal_id) != 12 or personal_id[:3] in province_codes


def sex_in(personal_id: str) -> str | None:
    """`Nam` or `Nữ` by the fourth digit; None for a 9-digit card."""
    if len(personal_id) != 12:
        return None
    return "Nữ" if int(personal_id[3]) % 2 else "Nam"


def birth_year_in(personal_id: str) -> int | None:
    """The year of birth by digits 4 (century) to 6; None for a 9-digit card."""
    if len(personal_id) != 12:
        return None
    return 1900 + 100 * (int(personal_id[3]) // 2) + int(personal_id[4:6])


def parse_enterprise_code(text: str) -> str | None:
    """`0100109106`, or `0100109106-001` for a branch; the check digit is a question of its own."""
    found = _ENTERPRISE_CODE.search(_BETWEEN_DIGITS.sub("", text))
    if found is None:
        return None
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def has_check_digit(enterprise_code: str) -> bool:
    """Whether the tenth digit is 10 - (weighted sum of the first nine) mod 11; 10 is never issued."""
    digits = [int(digit) for digit in enterprise_code[:10]]
    weighted = sum(digit * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=False))
    return digits[9] == 10 - weighted % 11


def parse_dossier_code(text: str) -> str | None:
    """`000.00.19.H46-231225-0001` (Thông tư 01/2018) or `H46.12.34-240105-0012`; blanks inside are the reading's."""
    dashes = re.sub(r"[–—−‐‑]", "-", text)
    joined = re.sub(r"(?<=[\dA-Y])\s*([.-])\s*(?=[\dA-Y])", r"\1", dashes)
    found = _DOSSIER_CODE.search(joined)
    return found[1] if found else None
