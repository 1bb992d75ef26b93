"""What else the reader found that a field may be: values of the field's kind, nearest first, never what the field has already."""

from dataclasses import replace

from factories import page

from digitize.doctype import FieldSpec, ValueKind
from digitize.extract.alternatives import MOST, alternatives
from digitize.model import Box, Field, FieldSource


def found(key: str, value: str, *, raw: str = "", top: int = 100) -> Field:
    return Field(
        key=key,
        value=value,
        confidence=0.5,
        page_index=0,
        box=Box(left=100, top=top, right=300, bottom=top + 24),
        how=FieldSource.LABEL,
        raw=raw,
    )


def spec(key: str, kind: ValueKind) -> FieldSpec:
    return FieldSpec(key=key, kind=kind)


def test_dates_of_the_page_are_offered_nearest_first_and_not_the_present_one() -> None:
    reading = page(
        "Quảng Bình, ngày 05 tháng 3 năm 2022",
        "Căn cứ Luật ngày 19/6/2015",
        "hết hạn 31/12/2025",
    )
    field = found("issued_date", "2022-03-05")
    date = spec("issued_date", ValueKind.DATE)
    assert alternatives(date, field, [reading]) == ("2015-06-19", "2025-12-31")


def test_a_lone_year_is_no_date_to_offer() -> None:
    reading = page("Luật Đất đai năm 2013", "nhiệm kỳ 2021")
    assert alternatives(spec("issued_date", ValueKind.DATE), None, [reading]) == ()


def test_references_of_the_page_are_offered() -> None:
    reading = page("Số: 23/QĐ-UBND", "Căn cứ Nghị định số 30/2020/NĐ-CP")
    reference = spec("reference", ValueKind.REFERENCE)
    assert alternatives(reference, found("reference", "28/QĐ-UBND"), [reading]) == (
        "23/QĐ-UBND",
        "30/2020/NĐ-CP",
    )


def test_only_what_people_are_called_is_offered_as_a_name() -> None:
    reading = page("KT. CHỦ TỊCH", "Nguyễn Thị Hòa", "Ủy Ban Nhân Dân", "Sở Nội Vụ")
    name = spec("signer_name", ValueKind.PERSON_NAME)
    assert alternatives(name, None, [reading]) == ("Nguyễn Thị Hòa",)


def test_numbers_that_break_their_rule_are_not_offered() -> None:
    reading = page("0101243150", "0101243151")
    code = spec("enterprise_code", ValueKind.ENTERPRISE_CODE)
    assert alternatives(code, None, [reading]) == ("0101243150",)


def test_the_words_as_read_come_first_and_the_other_sex_is_a_key_away() -> None:
    name = spec("full_name", ValueKind.PERSON_NAME)
    assert alternatives(name, found("full_name", "Lê Thị Uyến", raw="Lê Thị Uyển"), []) == (
        "Lê Thị Uyển",
    )
    assert alternatives(spec("sex", ValueKind.SEX), found("sex", "Nam"), []) == ("Nữ",)


def test_a_page_full_of_dates_offers_a_handful() -> None:
    reading = page(*(f"{day:02}/01/2020" for day in range(1, 20)))
    offered = alternatives(spec("issued_date", ValueKind.DATE), None, [reading])
    assert len(offered) == MOST
    assert offered[0] == "2020-01-01"


def test_the_engines_second_thoughts_of_an_unsure_word_are_offered_first() -> None:
    reading = page("Nguyễn Thị Hoà", "Trần Văn Bình")
    (line, other) = reading.text.lines
    unsure = replace(line.words[2], confidence=0.6, others=("Hoa", "Hóa"))
    words = (*line.words[:2], unsure)
    lines = (replace(line, words=words), other)
    reading = replace(reading, text=replace(reading.text, lines=lines))
    box = line.box
    name = replace(found("signer_name", "Nguyễn Thị Hoà", raw="Nguyễn Thị Hoà"), box=box)
    offered = alternatives(spec("signer_name", ValueKind.PERSON_NAME), name, [reading])
    assert offered[:2] == ("Nguyễn Thị Hoa", "Nguyễn Thị Hóa")


def test_a_sure_word_has_no_second_thoughts() -> None:
    reading = page("23/QĐ-UBND")
    field = replace(
        found("reference", "23/QĐ-UBND", raw="23/QĐ-UBND"), box=reading.text.lines[0].box
    )
    assert alternatives(spec("reference", ValueKind.REFERENCE), field, [reading]) == ()
