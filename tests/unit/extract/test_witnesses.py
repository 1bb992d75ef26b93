"""What stands elsewhere on a paper makes a name surer or doubted; the name itself stays as it was read."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from factories import line, page, word

from config.document_types import load_document_types
from config.provinces import load_provinces
from digitize.extract.witnesses import held_to_pages
from digitize.model import Box, Field, FieldSource, PageText

TYPES, PROVINCES = load_document_types(), load_provinces()
PERSON, ORGAN = "full_name", "organ_name"
TYPE_OF = {PERSON: "can_cuoc", ORGAN: "quyet_dinh"}
READ = 0.9


def read(key: str, value: str, *, how: FieldSource = FieldSource.LAYOUT) -> Field:
    """A field of the first row of a page: its box is that of its words."""
    first = word(value)
    return Field(
        key=key, value=value, confidence=READ, page_index=0, box=first.box, how=how, raw=value
    )


def held(field: Field, *rows: str, confidence: float = 0.95) -> Field:
    pages = [page(field.value, *rows, confidence=confidence)]
    return only(held_to_pages([field], pages, TYPES[TYPE_OF[field.key]], provinces=PROVINCES))


def only(fields: Sequence[Field]) -> Field:
    (field,) = fields
    return field


def test_a_name_that_stands_nowhere_else_stays_as_sure_as_it_was() -> None:
    field = read(PERSON, "Lê Văn Thuấn")
    assert held(field, "Họ và tên mẹ: Trần Thị Lựu") == field


@pytest.mark.parametrize(
    "row",
    ["Người đề nghị: Lê Văn Thuấn", "Tôi là Lê Văn Thuấn, sinh năm 1980", "LÊ VĂN THUẤN ký"],
    ids=["at the end", "before a comma", "in capitals"],
)
def test_a_name_that_stands_there_again_is_surer(row: str) -> None:
    field = held(read(PERSON, "Lê Văn Thuấn"), row)
    assert field.confidence > READ
    assert not field.doubts


def test_a_place_that_was_read_badly_is_no_witness() -> None:
    field = read(PERSON, "Lê Văn Thuấn")
    assert held(field, "Tôi là Lê Văn Thuấn,", confidence=0.7) == field


def test_a_name_that_another_place_has_longer_lost_its_end() -> None:
    field = held(read(PERSON, "Quách Thị Ngọc"), "Đã nhận của Quách Thị Ngọc Lựu hồ sơ gồm")
    assert field.doubts
    assert field.value == "Quách Thị Ngọc"


def test_a_name_before_what_is_no_name_is_whole() -> None:
    assert not held(read(PERSON, "Quách Thị Ngọc"), "Bà Quách Thị Ngọc TH").doubts


def test_a_name_that_is_spelled_with_other_marks_elsewhere_is_doubted() -> None:
    assert held(read(PERSON, "Phan Quang Bảng"), "Ông Phan Quang Bằng").doubts


def test_a_barcode_needs_no_witness() -> None:
    field = read(PERSON, "Quách Thị Ngọc", how=FieldSource.BARCODE)
    assert held(field, "Quách Thị Ngọc Lựu") == field


def test_a_body_whose_every_word_a_closed_list_spells_is_surer() -> None:
    assert held(read(ORGAN, "SỞ GIÁO DỤC VÀ ĐÀO TẠO")).confidence > READ


def test_a_body_named_after_a_place_waits_for_the_place_to_be_said_again() -> None:
    field = read(ORGAN, "ỦY BAN NHÂN DÂN XÃ YÊN THƯỢC")
    assert held(field) == field
    assert held(field, "", "Yên Thược, ngày 12 tháng 3 năm 2020").confidence > READ
    assert held(field, "", "Yên Thước, ngày 12 tháng 3 năm 2020").doubts


def test_a_body_said_with_its_province_is_not_cut() -> None:
    field = held(read(ORGAN, "TRƯỜNG ĐẠI HỌC BẾN TRĂNG"), "Trường Đại học Bến Trăng Khánh Hòa")
    assert not field.doubts


def test_a_word_that_was_passed_over_between_those_of_a_body_is_missed() -> None:
    whole = line(
        word("SỞ", left=100), word("NỘI", left=150), word("TỈNH", left=220, confidence=0.3),
        word("VỤ", left=300),
    )  # fmt: skip
    pages = [replace(page(), text=PageText(lines=(whole,)))]
    field = Field(
        key=ORGAN, value="SỞ NỘI VỤ", confidence=READ, page_index=0, how=FieldSource.LAYOUT,
        box=Box(left=100, top=90, right=330, bottom=130), raw="SỞ NỘI VỤ",
    )  # fmt: skip
    found = only(held_to_pages([field], pages, TYPES["quyet_dinh"], provinces=PROVINCES))
    assert found.doubts
