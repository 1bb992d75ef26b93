import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.doctype import ValueKind
from digitize.extract.money import parse_money, parse_written_money
from digitize.extract.names import agency_name, person_name
from digitize.extract.number_words import parse_number_words
from digitize.extract.phones import parse_phone
from digitize.extract.places import parse_place
from digitize.extract.sex import parse_sex
from digitize.extract.values import BAD_FORMAT, REPAIRED, Value, normalise


@pytest.mark.parametrize(
    ("kind", "read", "value"),
    [
        (ValueKind.AREA, "Diện tích: 1.234,5 m2", "1234.5"),
        (ValueKind.AREA, "85.5 m²", "85.5"),
        (ValueKind.MONEY, "2.000.000.000 đồng", "2000000000"),
        (ValueKind.PHONE, "+84 912.345.678", "0912345678"),
        (ValueKind.NUMBER, "lần thứ: 05", "5"),
        (ValueKind.CODE, " CS 01234 .....", "CS 01234"),
        (ValueKind.TEXT, "Đất ở tại nông thôn .......", "Đất ở tại nông thôn"),
        (ValueKind.REFERENCE, "Số: 12/UBND-XNTTHN", "12/UBND-XNTTHN"),
        (ValueKind.PLACE, "xã Hoa Thủy , huyện Lệ Thủy ....", "xã Hoa Thủy, huyện Lệ Thủy"),
    ],
)
def test_each_kind_has_its_form(kind: ValueKind, read: str, value: str) -> None:
    assert normalise(kind, read) == Value(value=value)


def test_a_repaired_number_says_so() -> None:
    repaired = normalise(ValueKind.PERSONAL_ID, "O44l99001234")
    assert repaired == Value(value="044199001234", doubts=(REPAIRED,))


def test_a_broken_rule_keeps_the_reading() -> None:
    assert normalise(ValueKind.DATE, " 31/02/2020. ") == Value(
        value="31/02/2020", doubts=(BAD_FORMAT,)
    )
    assert normalise(ValueKind.ENTERPRISE_CODE, "0100109107").doubts == (BAD_FORMAT,)


@given(st.sampled_from(ValueKind), st.text())
def test_any_text_has_a_value_for_every_kind(kind: ValueKind, text: str) -> None:
    value = normalise(kind, text)
    assert value.value or not value.doubts


@pytest.mark.parametrize("text", ["Nam  Nữ", "Nam □ Nữ ☒", "x", ""])
def test_tick_boxes_are_not_guessed(text: str) -> None:
    assert parse_sex(text) is None


def test_sex_survives_a_lost_tone_mark() -> None:
    assert (parse_sex("Nu"), parse_sex("NAM / Male")) == ("Nữ", "Nam")


def test_a_person_keeps_case_and_loses_title_and_dots() -> None:
    assert person_name("Ông: NGUYỄN VĂN AN .......") == "NGUYỄN VĂN AN"
    assert person_name("Hộ bà 12") is None
    assert agency_name("| SỞ NỘI VỤ .") == "SỞ NỘI VỤ"


def test_the_number_of_the_next_item_is_no_amount() -> None:
    assert parse_money("5, Họ và tên đại diện hộ kinh doanh") is None
    assert parse_money("5") == "5"
    assert parse_money(".300.000.000 đồng. 5, Họ và tên") is None


@given(st.integers(1000, 999_999_999_999))
def test_grouped_amounts_are_read_whole(amount: int) -> None:
    assert parse_money(f"{amount:,} đồng".replace(",", ".")) == str(amount)


def test_amounts_in_words_and_in_units() -> None:
    assert parse_written_money("2 tỷ (Bằng chữ: Hai tỷ đồng chẵn)") == "2000000000"
    assert parse_written_money("(Bằng chữ: Hai tỷ năm trăm triệu đồng)") == "2500000000"
    assert parse_money("1,5 tỷ đồng") == "1500000000"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("hai nghìn không trăm mười", 2010),
        ("một nghìn chín trăm tám mươi lăm", 1985),
        ("ba mươi mốt", 31),
        ("mười", 10),
        ("trăm", None),
        ("hai tỷ triệu", None),
        ("con gà", None),
    ],
)
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert parse_number_words(words) == number


@pytest.mark.parametrize("text", ["0123456789", "091234567", "19001234", "12/03/2020"])
def test_other_digits_are_no_phone(text: str) -> None:
    assert parse_phone(text) is None


def test_leaders_alone_are_no_place() -> None:
    assert parse_place("....") is None
