"""Numbers of persons in lists: all but the last digits hidden, everything else as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.document_types import load_document_types
from digitize.privacy.masking import (
    has_personal_number,
    masked,
    masked_number,
    masked_owner,
    masked_values,
)
from digitize.rows import Owner, OwnerKind


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Số: 044203001234", "Số: ********1234"),
        ("044203001234_CCCD.pdf", "********1234_CCCD.pdf"),
        ("CMND 024123456,", "CMND *****3456,"),
        ("căn cước 044 203 001 234 cấp", "căn cước *** *** **1 234 cấp"),
        ("căn cước 0442 0300 1234 cấp", "căn cước **** **** 1234 cấp"),
        ("CMND 024.123.456 do", "CMND ***.**3.456 do"),
        ("ĐT 0912345678", "ĐT ******5678"),
        ("ĐT: 0912 345 678", "ĐT: **** **5 678"),
        ("ĐT: +84 912.345.678", "ĐT: +** ***.**5.678"),
        ("ĐT: 024-3825-1234", "ĐT: ***-****-1234"),
        ("hộ chiếu C1234567 cấp", "hộ chiếu C****567 cấp"),
        ("thẻ DN4010123456789", "thẻ DN*********6789"),
        ("mã số BHXH: 0100109106", "mã số BHXH: ******9106"),
        ("STK 19031234567890 tại", "STK **********7890 tại"),
        ("số tài khoản: 12345678", "số tài khoản: ****5678"),
        ("MST 8012345678", "MST ******5678"),
        ("số 7916123457", "số ******3457"),
    ],
)
def test_a_persons_number_shows_its_last_digits(printed: str, shown: str) -> None:
    assert masked(printed) == shown
    assert has_personal_number(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "2311/QĐ-UBND ngày 29/12/2023",
        "120.000.000 đồng",
        "1.234.567.890 đ",
        "000.00.16.H07-210101-0001",
        "H46.12-20231229-0001234",
        "mã số doanh nghiệp 2300123456",
        "MST: 0300588569",
        "Công ty 0100109106-001",
        "250.000.000đ",
        "BM 123456",
        "Scan_20231229.pdf",
        "Scan_20231229093015.pdf",
        "05.09.2023 1234",
    ],
)
def test_what_is_no_persons_number_stays(printed: str) -> None:
    assert masked(printed) == printed
    assert not has_personal_number(printed)


@given(st.text(alphabet="0123456789 .,-+đaABC", max_size=60))
def test_masking_keeps_every_place(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert all(
        new == old or (new == "*" and old.isdigit()) for new, old in zip(shown, text, strict=True)
    )


@given(st.from_regex(r"0\d{11}", fullmatch=True), st.sampled_from(["", "số ", "CCCD:", "\n", "_"]))
def test_a_personal_id_is_never_whole_whatever_stands_before(number: str, before: str) -> None:
    assert number not in masked(f"{before}{number} cấp ngày 01/02/2021")


def test_a_short_number_shows_at_most_half() -> None:
    assert [masked_number(said) for said in ("7", "123", "12345")] == ["*", "**3", "***45"]


def test_fields_are_masked_by_their_kind() -> None:
    types = load_document_types()
    values = {"full_name": "Nguyễn Thị Hòa", "personal_id": "044203001234"}
    assert masked_values(values, types["giay_khai_sinh"]) == {
        "full_name": "Nguyễn Thị Hòa",
        "personal_id": "********1234",
    }
    licence = {"licence_number": "790123456789"}
    assert masked_values(licence, types["giay_phep_lai_xe"]) == {"licence_number": "********6789"}
    company = {"enterprise_code": "0312345678"}
    assert masked_values(company, types["dang_ky_doanh_nghiep"]) == company


def test_an_enterprise_is_public_and_a_citizen_is_not() -> None:
    citizen = Owner(kind=OwnerKind.CITIZEN, number="044203001234", name="Hòa")
    company = Owner(kind=OwnerKind.ORGANISATION, number="0100109106")
    assert masked_owner(citizen).number == "********1234"
    assert masked_owner(company) == company
