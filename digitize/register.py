"""What a register says of a paper against what the paper says: the values that disagree, compared as their kinds ask.

Only what both have is compared, and only kinds that are written one way: numbers, dates, people's names. Wordings (subject,
agency, address) are abbreviated in every register its own way. The paper is believed; a person decides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digitize.doctype import DocumentType, ValueKind
from digitize.extract.dates import parse_date
from digitize.extract.references import parse_reference
from digitize.model import Field
from digitize.text import fold, modern_tone, trim

NAME = "name"
"""The column for whoever the paper is about, under whatever key the paper has them."""
_NUMBER = "reference"
_OFFICIALS = frozenset({"signer_name", "receiver_name"})
"""They sign or take papers; no paper is about them."""
_COMPANIES = frozenset({"company_name", "business_name"})
_COMPARED = frozenset(
    {
        ValueKind.REFERENCE,
        ValueKind.DATE,
        ValueKind.PERSON_NAME,
        ValueKind.PERSONAL_ID,
        ValueKind.ENTERPRISE_CODE,
        ValueKind.DOSSIER_CODE,
        ValueKind.CODE,
    }
)
_ID_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One value of the register beside the paper's."""

    column: str
    said: str
    """As the register has it."""
    field: Field
    """The paper's; where several could be meant, the one that agrees, else the first."""
    agrees: bool


def compare(
    said: Mapping[str, str], fields: Sequence[Field], document_type: DocumentType
) -> tuple[Comparison, ...]:
    """Every value that both have and that can be compared, in the register's order."""
    compared = []
    for column, value in said.items():
        rivals = [field for field in fields if _is_meant(column, field, document_type)]
        if rivals:
            agreeing = [field for field in rivals if _same(value, field, document_type)]
            compared.append(
                Comparison(
                    column=column,
                    said=value,
                    field=(agreeing or rivals)[0],
                    agrees=bool(agreeing),
                )
            )
    return tuple(compared)


def has_its_number(comparisons: Sequence[Comparison]) -> bool:
    """Whether the register's number is the paper's: of several papers in one file, the row is about this one."""
    return any(found.column == _NUMBER and found.agrees for found in comparisons)


def _is_meant(column: str, field: Field, document_type: DocumentType) -> bool:
    kind = _kind(field, document_type)
    if column == NAME:
        is_person = kind is ValueKind.PERSON_NAME and field.key not in _OFFICIALS
        return is_person or field.key in _COMPANIES
    return column == field.key and kind in _COMPARED


def _same(said: str, field: Field, document_type: DocumentType) -> bool:
    kind = _kind(field, document_type)
    same = _RULES.get(kind, _same_words) if kind is not None else _same_words
    return same(said, field.value)


def _kind(field: Field, document_type: DocumentType) -> ValueKind | None:
    spec = document_type.field(field.key)
    return None if spec is None else spec.kind


def _same_reference(said: str, printed: str) -> bool:
    """Zeros at the front, letter case and a lost Đ are habits of typing; a number without its symbol is the number."""
    ours, theirs = parse_reference(printed), parse_reference(said)
    if ours is None:
        return _same_words(said, printed)
    number = ours.number.lstrip("0")
    if theirs is None:
        return trim(said).isdecimal() and trim(said).lstrip("0") == number
    return (theirs.number.lstrip("0"), theirs.year, fold(theirs.symbol)) == (
        number,
        ours.year,
        fold(ours.symbol),
    )


def _same_date(said: str, printed: str) -> bool:
    """A register that gives only the year or month agrees with any day in it."""
    typed = parse_date(said)
    return typed is not None and (printed == typed or printed.startswith(f"{typed}-"))


def _same_words(said: str, printed: str) -> bool:
    """Letter case and tone placement aside; a register typed without diacritics is compared without."""
    if said.isascii():
        return fold(trim(said)) == fold(trim(printed))
    return modern_tone(trim(said)).lower() == modern_tone(trim(printed)).lower()


def _same_id(said: str, printed: str) -> bool:
    """A spreadsheet takes an id for a number and drops its zeros at the front."""
    typed = re.sub(r"[\s.]", "", said)
    return typed == printed or (len(printed) == _ID_DIGITS and typed.zfill(_ID_DIGITS) == printed)


def _same_code(said: str, printed: str) -> bool:
    return _bare(said) == _bare(printed)


def _bare(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(code))


_RULES: Mapping[ValueKind, Callable[[str, str], bool]] = {
    ValueKind.REFERENCE: _same_reference,
    ValueKind.DATE: _same_date,
    ValueKind.PERSON_NAME: _same_words,
    ValueKind.AGENCY_NAME: _same_words,
    ValueKind.PERSONAL_ID: _same_id,
    ValueKind.ENTERPRISE_CODE: _same_code,
    ValueKind.DOSSIER_CODE: _same_code,
    ValueKind.CODE: _same_code,
}
