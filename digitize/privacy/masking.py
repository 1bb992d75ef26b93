"""Numbers of persons in lists: the last four digits tell two people apart, and say little to who looks over a shoulder.

    044203001234  →  ********1234        Owner(number=...)  →  the same owner with such a number

On the page of one paper, for whoever may open it, they are whole. Codes of enterprises are public and stay. What is a person's
number goes by the kind of its field; in running text by its shape and the words before it (domain reference 3.1, 3.2, 3.6).
A text stays as long as it was, so that places in it hold.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from digitize.doctype import DocumentType, ValueKind
from digitize.extract.ids import has_check_digit
from digitize.rows import Owner, OwnerKind

_SHOWN_DIGITS = 4
_SIGN = "*"
_PERSONAL = frozenset({ValueKind.PERSONAL_ID, ValueKind.PHONE})
_OF_WORDS = frozenset(
    {ValueKind.TEXT, ValueKind.PLACE, ValueKind.PERSON_NAME, ValueKind.AGENCY_NAME, ValueKind.CODE}
)
"""Kinds whose values may have a number inside them; a licence's number is a `code`."""
_CANDIDATE = re.compile(
    r"""(?<![\d.,])
        (?: (?<![A-Za-z])[A-Z]{2}[ ]?\d{13}                      # health insurance card
          | (?<![A-Za-z])[A-Z]\d{7,8}                            # passport
          | (?:\+[ ]?84|(?<![\d-])0)(?:[ .-]?\d{2,4}){2,3}[ .-]?\d{2,4}  # telephone in groups
          | \d{3}(?P<gap>[ .-])\d{3}(?P=gap)\d{3}(?:(?P=gap)\d{3})?
          | 0(?:[ ]?\d){11}                                      # personal id, read with blanks
          | \d{8,19}
        )
        (?! \d | [.,]\d | \s*(?:đ\b|đồng|VN[DĐ]|tỷ|triệu|nghìn|ngàn|m2|m²|ha\b) )""",
    re.VERBOSE,
)
_PHONE = re.compile(r"(?:84|0)(?:(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}|2\d{8,9})", re.ASCII)
_SAID_OF_PERSON = re.compile(
    r"(?:BHXH|bảo hiểm(?: xã hội| y tế)?|BHYT|tài khoản|STK|\bTK)[^\d\n]{0,12}$", re.IGNORECASE
)
_SAID_OF_ENTERPRISE = re.compile(
    r"(?:doanh nghiệp|mã số thuế|MST|MSDN|chi nhánh|hợp tác xã)[^\d\n]{0,12}$", re.IGNORECASE
)
_BEFORE = 40
"""So many letters before a number are asked what it is."""


def masked(text: str) -> str:
    """The same text, as long as before, with `*` for all but the last digits of what may be a person's number; money stays."""
    return _CANDIDATE.sub(_masked_candidate, text)


def masked_number(number: str) -> str:
    """`044203001234` → `********1234`; signs between the digits stay. Of a short number at most half is shown."""
    digits = sum(char.isdigit() for char in number)
    hidden = digits - min(_SHOWN_DIGITS, digits // 2)
    shown = []
    for char in number:
        is_hidden = char.isdigit() and hidden > 0
        hidden -= is_hidden
        shown.append(_SIGN if is_hidden else char)
    return "".join(shown)


def masked_owner(owner: Owner) -> Owner:
    """For a list: a citizen's number masked, an organisation as it is."""
    if owner.kind is not OwnerKind.CITIZEN:
        return owner
    return replace(owner, number=masked_number(owner.number), name=masked(owner.name))


def masked_values(values: Mapping[str, str], kind: DocumentType | None) -> dict[str, str]:
    """A record's fields for a list: those that are a person's number by their kind, and numbers inside others."""
    return {key: _masked_value(key, value, kind) for key, value in values.items()}


def has_personal_number(text: str) -> bool:
    """Is there anything that `masked` would hide?"""
    return masked(text) != text


def _masked_value(key: str, value: str, kind: DocumentType | None) -> str:
    spec = kind.field(key) if kind is not None else None
    if spec is None:
        return masked(value)
    if spec.kind in _PERSONAL:
        return masked_number(value)
    return masked(value) if spec.kind in _OF_WORDS else value


def _masked_candidate(found: re.Match[str]) -> str:
    number = found.group()
    before = found.string[max(0, found.start() - _BEFORE) : found.start()]
    return masked_number(number) if _is_personal(number, before) else number


def _is_personal(number: str, before: str) -> bool:
    if number[0].isalpha() or _SAID_OF_PERSON.search(before):
        return True
    digits = re.sub(r"\D", "", number)
    match len(digits):
        case 9 | 12:
            return True
        case 10:
            return not _is_enterprise(digits, before)
        case _:
            return bool(_PHONE.fullmatch(digits))


def _is_enterprise(digits: str, before: str) -> bool:
    """Ten digits may be an enterprise, a telephone, a social insurance or a person's tax code (these begin with 8)."""
    if digits[0] == "8":
        return False
    if _SAID_OF_ENTERPRISE.search(before):
        return True
    return has_check_digit(digits) and not _PHONE.fullmatch(digits)
