import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.extract.digits import repair_digits
from digitize.extract.ids import (
    birth_year_in,
    has_check_digit,
    is_registered_at,
    parse_dossier_code,
    parse_enterprise_code,
    parse_personal_id,
    sex_in,
)


def test_a_personal_id_carries_sex_and_birth_year() -> None:
    assert (sex_in("044199001234"), birth_year_in("044199001234")) == ("Nữ", 1999)
    assert (sex_in("044205001234"), birth_year_in("044205001234")) == ("Nam", 2005)


def test_an_old_card_carries_neither() -> None:
    assert (sex_in("191234567"), birth_year_in("191234567")) == (None, None)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.sampled_from([" ", "."]))
def test_blanks_of_the_form_are_not_part_of_an_id(digits: str, gap: str) -> None:
    assert parse_personal_id(f"Số: {gap.join([digits[:3], digits[3:6], digits[6:]])}") == digits


@pytest.mark.parametrize("text", ["0441990012345", "12345678", "0912-345-678", ""])
def test_other_lengths_are_no_id(text: str) -> None:
    assert parse_personal_id(text) is None


def test_only_a_province_of_the_registry_registers() -> None:
    assert is_registered_at("044199001234", {"044"})
    assert not is_registered_at("003199001234", {"044"})
    assert is_registered_at("191234567", {"044"})


@pytest.mark.parametrize("code", ["0100109106", "0300588569", "0100686174", "0100112437"])
def test_issued_enterprise_codes_have_their_check_digit(code: str) -> None:
    assert has_check_digit(code)


@given(st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_breaks_the_check(position: int, change: int) -> None:
    code = list("0100109106")
    code[position] = str((int(code[position]) + change) % 10)
    assert not has_check_digit("".join(code))


def test_a_branch_keeps_its_number() -> None:
    assert parse_enterprise_code("Mã số: 0100109106 - 001") == "0100109106-001"


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("000.00.19.H46-231225-0001", "000.00.19.H46-231225-0001"),
        ("Mã hồ sơ: H46.12.34 – 240105 - 0012", "H46.12.34-240105-0012"),
        ("G09.20-20260609-0092637", "G09.20-20260609-0092637"),
        ("1.000656.000.00.00.H29", None),
    ],
)
def test_dossier_codes_old_and_new(read: str, code: str | None) -> None:
    assert parse_dossier_code(read) == code


def test_letters_become_digits_only_among_digits() -> None:
    assert repair_digits("O44l99001234") == "044199001234"
    assert repair_digits("SOS Bill O5") == "SOS Bill O5"
