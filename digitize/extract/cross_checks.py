"""Fields of one paper against each other: what contradicts is doubted on both sides, never settled by a guess.

A personal id carries sex and year of birth (domain reference 3.1); a result is not due before it was asked for; nobody
signs before the bearer is born; husband and wife are two people.
"""

import re
from collections.abc import Callable, Collection, Mapping

from digitize.extract.evidence import doubted, is_sound
from digitize.extract.ids import birth_year_in, is_registered_at, sex_in
from digitize.extract.values import BAD_FORMAT, CONTRADICTION
from digitize.model import Field

Fields = Mapping[str, Field]

_IDS_WITH_BIRTH = (
    ("personal_id", "date_of_birth"),
    ("husband_personal_id", "husband_date_of_birth"),
    ("wife_personal_id", "wife_date_of_birth"),
)
_SEX_OF_ID = {"husband_personal_id": "Nam", "wife_personal_id": "Nữ"}
_IN_ORDER = (
    ("received_date", "due_date"),
    ("date_of_birth", "issued_date"),
    ("date_of_birth", "date_of_death"),
    ("date_of_death", "issued_date"),
    ("husband_date_of_birth", "issued_date"),
    ("wife_date_of_birth", "issued_date"),
    ("issued_date", "expiry_date"),
    ("first_registered_date", "changed_date"),
)
_DIFFERENT = (
    ("husband_personal_id", "wife_personal_id"),
    ("husband_name", "wife_name"),
    ("mother_name", "father_name"),
)
_IDS = ("personal_id", "owner_personal_id", "husband_personal_id", "wife_personal_id")


def cross_check(fields: Fields, *, province_codes: Collection[str]) -> dict[str, Field]:
    """The same fields, those that contradict one another doubted; without province codes that rule is left out."""
    checked = dict(fields)
    for key in _unregistered(fields, province_codes):
        checked[key] = doubted(checked[key], BAD_FORMAT)
    for pair in contradictions(fields):
        for key in pair:
            checked[key] = doubted(checked[key], CONTRADICTION)
    return checked


def contradictions(fields: Fields) -> list[tuple[str, ...]]:
    """The keys of every group of fields that cannot all be right."""
    values = {key: field.value for key, field in fields.items() if is_sound(field)}
    found: list[tuple[str, ...]] = []
    found += _breaking(values, _IDS_WITH_BIRTH, _born_otherwise)
    found += _breaking(values, (("personal_id", "sex"),), _of_other_sex)
    found += _breaking(values, _IN_ORDER, _out_of_order)
    found += _breaking(values, _DIFFERENT, lambda one, other: one.lower() == other.lower())
    found += _breaking(values, (("reference", "organ_name"),), _of_misread_police)
    found += [
        (key,)
        for key, sex in _SEX_OF_ID.items()
        if key in values and sex_in(values[key]) not in (None, sex)
    ]
    return found


def _of_misread_police(reference: str, organ: str) -> bool:
    """`1275/XN-GA` of a police station, which signs as `CA`; its units (`PC06`) have signs of their own."""
    return organ.startswith("CÔNG AN") and re.search(r"[-/][GO]A$", reference) is not None


def _breaking(
    values: Mapping[str, str],
    pairs: Collection[tuple[str, str]],
    breaks: Callable[[str, str], bool],
) -> list[tuple[str, ...]]:
    return [
        (one, other)
        for one, other in pairs
        if one in values and other in values and breaks(values[one], values[other])
    ]


def _born_otherwise(personal_id: str, birth: str) -> bool:
    year = birth_year_in(personal_id)
    return year is not None and str(year) != birth[:4]


def _of_other_sex(personal_id: str, sex: str) -> bool:
    return sex_in(personal_id) not in (None, sex)


def _out_of_order(earlier: str, later: str) -> bool:
    """Whether one date is after the other, as far as both are printed (a year alone may be the same year)."""
    shared = min(len(earlier), len(later))
    return earlier[:shared] > later[:shared]


def _unregistered(fields: Fields, province_codes: Collection[str]) -> list[str]:
    if not province_codes:
        return []
    return [
        key
        for key in _IDS
        if key in fields
        and is_sound(fields[key])
        and not is_registered_at(fields[key].value, province_codes)
    ]
