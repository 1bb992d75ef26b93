"""What a sheet says comes back whole, or not at all; no text in the world makes the parser fail."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.sheets.payload import (
    MAX_SHEETS,
    SEPARATOR_TEXT,
    Sheet,
    SheetFault,
    is_sheet_text,
    payload_of,
    read_payload,
)

CODES = st.text("abcxyzABCXYZ0123456789._-", max_size=40)
SHEET = Sheet(
    print_id="K7M2QX",
    sheet_number=3,
    sheet_count=5,
    dossier_code="000.00.19.H46-231225-0001",
    procedure_code="1.001193",
    component="to_khai",
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    count = draw(st.integers(1, MAX_SHEETS))
    return Sheet(
        print_id=draw(st.text("ABCXYZ0189", min_size=4, max_size=12)),
        sheet_number=draw(st.integers(1, count)),
        sheet_count=count,
        dossier_code=draw(CODES),
        procedure_code=draw(CODES),
        component=draw(CODES),
    )


def test_a_payload_is_short_ascii_that_begins_with_the_separating_word() -> None:
    assert payload_of(SHEET) == (
        "TACH-TAI-LIEU:1:K7M2QX:3/5:000.00.19.H46-231225-0001:1.001193:to_khai:F3237057"
    )


@given(sheets())
def test_what_was_printed_is_what_is_read(sheet: Sheet) -> None:
    assert payload_of(sheet).isascii()
    assert read_payload(f" {payload_of(sheet)}\n") == sheet


@given(st.text())
def test_any_text_is_foreign_or_a_fault(text: str) -> None:
    assert read_payload(text) is None
    said = read_payload(f"{SEPARATOR_TEXT}:{text}")
    assert said is None or isinstance(said, SheetFault)
    assert is_sheet_text(f"{SEPARATOR_TEXT}:{text}")


@given(sheets(), st.data())
def test_one_changed_character_is_never_another_sheet(sheet: Sheet, data: st.DataObject) -> None:
    text = payload_of(sheet)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="ascii").filter(lambda c: c != text[place]))
    said = read_payload(text[:place] + letter + text[place + 1 :])
    assert said == sheet or not isinstance(said, Sheet)


@given(sheets(), st.data())
def test_a_cut_payload_yields_no_data(sheet: Sheet, data: st.DataObject) -> None:
    text = payload_of(sheet)
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    assert not isinstance(read_payload(cut), Sheet)


@pytest.mark.parametrize("text", ["TACH-TAI-LIEU", "TACH-TAI-LIEU/12", " TACH-TAI-LIEU "])
def test_older_sheets_separate_and_say_nothing(text: str) -> None:
    assert is_sheet_text(text)
    assert read_payload(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "001099012345|123456789|NGUYEN VAN AN|01011999|Nam|Ha Noi|01012022",
        "https://dichvucong.gov.vn/tra-cuu?ma=000.00.19.H46-231225-0001",
        "000.00.19.H46-231225-0001",
        "8934563138165",
        "tach-tai-lieu:1:K7M2QX",
        "X TACH-TAI-LIEU",
    ],
)
def test_codes_of_other_systems_are_foreign(text: str) -> None:
    assert not is_sheet_text(text)
    assert read_payload(text) is None


@pytest.mark.parametrize(
    "said",
    [
        "TACH-TAI-LIEU:1:K7M2QX:3/5::::",
        "TACH-TAI-LIEU:1:K7M2QX:6/5:H46:::",
        "TACH-TAI-LIEU:1:k7:3/5:H46::",
        "TACH-TAI-LIEU:1:K7M2QX:03/5:H46::",
        "TACH-TAI-LIEU:1:K7M2QX:3/5:H46 1::",
        "TACH-TAI-LIEU:1",
    ],
    ids=["a part more", "sixth of five", "a print's name", "a leading zero", "a blank", "nothing"],
)
def test_a_checksum_that_holds_over_nonsense_makes_no_sheet(said: str) -> None:
    text = f"{said}:{zlib.crc32(said.encode()):08X}"
    assert read_payload(text) is SheetFault.BAD_FIELDS


def test_a_newer_sheet_separates_without_data() -> None:
    assert read_payload("TACH-TAI-LIEU:2:whatever") is SheetFault.OTHER_VERSION


@pytest.mark.parametrize(
    "wrong",
    [
        {"print_id": "k7m2"},
        {"sheet_number": 6},
        {"sheet_number": 0},
        {"sheet_count": 1000},
        {"component": "tờ khai"},
        {"dossier_code": "a:b"},
    ],
)
def test_a_sheet_that_could_not_be_read_back_is_not_made(wrong: dict[str, object]) -> None:
    values = {"print_id": "K7M2", "sheet_number": 1, "sheet_count": 5, **wrong}
    with pytest.raises(ValueError, match="is"):
        Sheet(**values)
