from dataclasses import replace

import pytest
from decree_pages import reading, row
from hypothesis import given
from hypothesis import strategies as st

from digitize.extract.machine_lines import (
    confirmed_by_face,
    has_check_digit,
    machine_line_fields,
)
from digitize.model import Field, FieldSource, PageReading


def card_back(*lines: str) -> PageReading:
    return reading([row(line, center=800, top=1000 + 60 * at) for at, line in enumerate(lines)])


def values(*lines: str) -> dict[str, str]:
    return {key: field.value for key, field in machine_line_fields([card_back(*lines)]).items()}


def check_digit(digits: str) -> str:
    return next(check for check in "0123456789" if has_check_digit(digits, check))


def number_line(number: str) -> str:
    return f"IDVNM{number[3:]}{check_digit(number[3:])}{number}<<<"


def birth_line(birth: str, sex: str) -> str:
    return f"{birth}{check_digit(birth)}{sex}400101{check_digit('400101')}VNM<<<<<<<<<<<0"


def test_check_digits_are_those_of_the_standards_examples():
    assert has_check_digit("740812", "2")
    assert has_check_digit("120415", "9")
    assert not has_check_digit("120416", "9")


def test_lines_give_number_birth_and_sex():
    found = values(number_line("001084081234"), birth_line("840812", "M"), "NGUYEN<<VAN<AN<<<<<")
    assert found == {"personal_id": "001084081234", "date_of_birth": "1984-08-12", "sex": "Nam"}


@given(st.integers(0, 8), st.integers(1, 9))
def test_no_number_is_taken_with_one_digit_of_it_read_wrong(place, by):
    line = number_line("001084081234")
    wrong = str((int(line[5 + place]) + by) % 10)
    assert values(line[: 5 + place] + wrong + line[6 + place :]) == {}


@pytest.mark.parametrize(
    "second",
    [birth_line("850812", "M"), birth_line("840812", "F"), "8408129M4001013VNM<<<<<<<<<<<0"],
    ids=["other_year", "other_sex", "check_digit"],
)
def test_a_birth_that_the_number_does_not_bear_out_is_left_to_the_face(second):
    assert values(number_line("001084081234"), second) == {"personal_id": "001084081234"}


def test_letters_read_for_digits_are_digits_again():
    line = number_line("001084081234").replace("001084081234", "OO1O84O81234")
    assert values(line)["personal_id"] == "001084081234"


def face(number: str) -> dict[str, Field]:
    [found] = machine_line_fields([card_back(number_line(number))]).values()
    return {"personal_id": replace(found, how=FieldSource.LABEL, confidence=0.6)}


def test_the_face_proves_or_doubts_the_number():
    ours = machine_line_fields([card_back(number_line("001084081234"))])
    agreed = confirmed_by_face(ours, face("001084081234"))["personal_id"]
    other = confirmed_by_face(ours, face("002084081234"))["personal_id"]
    assert (agreed.confidence, agreed.doubts) == (0.99, ())
    assert (other.value, other.doubts) == ("001084081234", ("contradiction",))
