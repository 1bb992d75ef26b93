"""Whose a paper is: by the rule of its type, only where the number is certain, and never by a name."""

from dataclasses import replace

import pytest
from owner_factories import described

from config.document_types import load_document_types
from config.owner_rules import load_owner_rules
from digitize.model import Description, Reason
from digitize.rows import OwnerBasis, OwnerKind
from digitize.warehouse.numbers import is_of_kind, newer_agency_code
from digitize.warehouse.owners import OwnerDoubt, Ownership, ownership

TYPES = load_document_types()
RULES = load_owner_rules(types=TYPES, own_agency=("H50.12", "Sở Nội vụ tỉnh Quảng Trị"))
CHILD, MOTHER, FATHER = "044224001234", "044190005678", "044088007654"
MARRIED = {
    "husband_personal_id": FATHER,
    "husband_name": "Nguyễn Văn An",
    "husband_date_of_birth": "1988-05-06",
    "wife_personal_id": MOTHER,
    "wife_name": "Trần Thị Bình",
    "wife_date_of_birth": "1990-01-02",
}


def owned(found: Description, declared: tuple[str, ...] = ()) -> Ownership:
    family = TYPES[found.verdict.type_code].family
    return ownership(found, family=family, rules=RULES, declared=declared)


def test_a_birth_certificate_is_the_childs() -> None:
    values = {"personal_id": CHILD, "full_name": "Nguyễn Thị Hòa", "mother_name": "Trần Thị Bình"}
    (owner,) = owned(described("giay_khai_sinh", values)).owners
    assert (owner.kind, owner.number, owner.name) == (OwnerKind.CITIZEN, CHILD, "Nguyễn Thị Hòa")


def test_a_marriage_certificate_is_both_spouses() -> None:
    found = owned(described("giay_chung_nhan_ket_hon", MARRIED))
    assert [owner.number for owner in found.owners] == [FATHER, MOTHER]
    assert found.basis is OwnerBasis.PAPER


def test_of_spouses_one_without_a_number_makes_nobody_certain() -> None:
    values = {key: value for key, value in MARRIED.items() if key != "wife_personal_id"}
    found = owned(described("giay_chung_nhan_ket_hon", values))
    assert (found.owners, found.doubts) == ((), (OwnerDoubt.CO_OWNER_UNKNOWN,))


def test_spouses_with_one_number_are_not_believed() -> None:
    values = {**MARRIED, "wife_personal_id": FATHER, "wife_date_of_birth": "1988-05-06"}
    assert owned(described("giay_chung_nhan_ket_hon", values)).owners == ()


def test_a_registration_is_the_companys_not_its_directors() -> None:
    values = {
        "enterprise_code": "0100109106",
        "company_name": "CÔNG TY A",
        "representative_name": "An",
    }
    (owner,) = owned(described("dang_ky_doanh_nghiep", values)).owners
    assert (owner.kind, owner.number) == (OwnerKind.ORGANISATION, "0100109106")


def test_a_decision_is_the_agencys_whose_code_is_known() -> None:
    known = owned(described("quyet_dinh", {"organ_name": "SỞ NỘI VỤ TỈNH QUẢNG TRỊ"}))
    assert [owner.number for owner in known.owners] == ["H50.12"]
    other = owned(described("quyet_dinh", {"organ_name": "SỞ Y TẾ"}))
    assert other.doubts == (OwnerDoubt.ISSUER_UNKNOWN,)


@pytest.mark.parametrize(
    ("values", "doubt"),
    [
        ({"full_name": "Nguyễn Thị Hòa"}, OwnerDoubt.NO_NUMBER),
        ({"personal_id": "04422400123"}, OwnerDoubt.NUMBER_BROKEN),
        ({"personal_id": "999224001234"}, OwnerDoubt.NUMBER_BROKEN),
        ({"personal_id": CHILD, "date_of_birth": "2019-01-01"}, OwnerDoubt.NUMBER_BROKEN),
        ({"personal_id": CHILD, "sex": "Nữ"}, OwnerDoubt.NUMBER_BROKEN),
    ],
    ids=["a name alone", "too short", "no province", "another year", "another sex"],
)
def test_what_is_not_certain_waits(values: dict[str, str], doubt: OwnerDoubt) -> None:
    found = owned(described("giay_khai_sinh", values))
    assert (found.owners, found.basis, found.doubts) == ((), OwnerBasis.WAITS, (doubt,))


def test_an_unsure_number_counts_once_a_person_approved_the_paper() -> None:
    unsure = described("giay_khai_sinh", {"personal_id": CHILD}, confidence=0.5)
    assert owned(unsure).doubts == (OwnerDoubt.NUMBER_UNSURE,)
    approved = replace(unsure, reasons=(Reason(code="field_unsure", field_key="personal_id"),))
    assert owned(approved).owners


def test_a_doubted_number_is_not_certain_however_sure_it_was_read() -> None:
    found = described("giay_khai_sinh", {"personal_id": CHILD}, doubts=("contradiction",))
    assert owned(found).doubts == (OwnerDoubt.NUMBER_UNSURE,)


def test_whom_the_counter_named_otherwise_is_asked_about() -> None:
    paper = described("giay_khai_sinh", {"personal_id": CHILD})
    assert owned(paper, declared=(MOTHER,)).doubts == (OwnerDoubt.OTHER_THAN_DECLARED,)
    assert owned(paper, declared=(MOTHER, CHILD)).owners


def test_land_of_two_with_one_number_waits() -> None:
    values = {"owner_personal_id": FATHER, "owner_name": "Ông Nguyễn Văn An và bà Trần Thị Bình"}
    found = owned(described("giay_chung_nhan_qsdd", values))
    assert found.doubts == (OwnerDoubt.CO_OWNER_UNKNOWN,)
    alone = owned(described("giay_chung_nhan_qsdd", {**values, "owner_name": "Nguyễn Văn Vàng"}))
    assert len(alone.owners) == 1


@pytest.mark.parametrize(
    ("kind", "number", "is_one"),
    [
        (OwnerKind.CITIZEN, "191234567", True),
        (OwnerKind.CITIZEN, "0100109106", False),
        (OwnerKind.ORGANISATION, "0100109107", False),
        (OwnerKind.ORGANISATION, "0100109106-001", True),
        (OwnerKind.ORGANISATION, "0100109106-000", False),
        (OwnerKind.ORGANISATION, "H46.12.3", True),
        (OwnerKind.ORGANISATION, "000.00.12.H46", True),
    ],
)
def test_numbers_keep_the_rule_of_their_kind(kind: OwnerKind, number: str, is_one: bool) -> None:
    assert is_of_kind(kind, number) is is_one


def test_an_older_agency_code_is_the_same_agencys() -> None:
    assert newer_agency_code("000.00.12.H46") == "H46.12"
    assert newer_agency_code("000.00.00.H49") == "H49"
    assert newer_agency_code("H46.12") == "H46.12"
