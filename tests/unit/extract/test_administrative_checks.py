"""What the parts of one administrative paper say of each other, and what is dropped rather than believed."""

import pytest
from decree_pages import first_page, last_page
from factories import page, word

from config.document_types import load_document_types
from config.provinces import load_provinces
from digitize.extract.dispatch import extract
from digitize.extract.own_words import has_frail_word, loses_hooks
from digitize.extract.references import parse_reference
from digitize.model import Field, PageReading, Verdict

TYPES = load_document_types()


def fields_of(*pages: PageReading, kind: str = "quyet_dinh") -> dict[str, Field]:
    verdict = Verdict(type_code=kind, confidence=1)
    found = extract(pages, verdict, types=TYPES, provinces=load_provinces())
    return {field.key: field for field in found}


def test_number_of_another_organ_doubts_both() -> None:
    found = fields_of(first_page(organ=["TRƯỜNG CAO ĐẲNG NGHỀ SUỐI"], reference="Số: 7/QĐ-CĐNSM"))
    assert "contradiction" in found["reference"].doubts
    assert "contradiction" in found["organ_name"].doubts


def test_place_with_other_marks_than_in_its_organ_doubts_both() -> None:
    found = fields_of(
        first_page(
            organ=["ỦY BAN NHÂN DÂN", "XÃ MỸ LÃNG"],
            reference="Số: 7/QĐ-UBND",
            dateline="Mỹ Làng, ngày 13 tháng 01 năm 2010",
        )
    )
    assert "contradiction" in found["issued_place"].doubts
    assert "contradiction" in found["organ_name"].doubts


@pytest.mark.parametrize(("title", "is_doubted"), [("THỦ TƯỚNG", True), ("PHÓ THỦ TƯỚNG", False)])
def test_who_signs_for_the_head_is_not_the_head(title: str, is_doubted: bool) -> None:
    found = fields_of(first_page(), last_page(["TM. CHÍNH PHỦ", "KT. THỦ TƯỚNG", title]))
    assert ("contradiction" in found["signer_title"].doubts) is is_doubted


@pytest.mark.parametrize(("title", "is_doubted"), [("CHỦ NHIỆM", True), ("PHÓ CHỦ NHIỆM", False)])
def test_the_end_of_the_heads_office_is_no_deputys(title: str, is_doubted: bool) -> None:
    found = fields_of(first_page(), last_page(["KT. BỘ TRƯỞNG, CHỦ NHIỆM", title]))
    assert ("contradiction" in found["signer_title"].doubts) is is_doubted


def test_joint_circular_of_one_organ_is_doubted() -> None:
    found = fields_of(
        first_page(organ=["BỘ TÀI CHÍNH"], reference="Số: 6/2010/TTLT-BYT-BTC"),
        kind="thong_tu_lien_tich",
    )
    assert found["organ_name"].doubts


def test_an_organ_with_a_row_under_it_that_is_no_capitals_may_go_on_there() -> None:
    whole = fields_of(first_page(organ=["ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", "SỞ NỘI VỤ"]))
    torn = fields_of(first_page(organ=["ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", "SỞ NỘI vụ"]))
    assert "low_confidence" not in whole["organ_name"].doubts
    assert "low_confidence" in torn["organ_name"].doubts


@pytest.mark.parametrize(
    "organ", ["SỞ XÂY.DỰNG", "TRƯỜNG TRUNG CẤP ĐỒI, GIÓ", "ỦY BAN NHÂN DÂN - TỈNH THANH HÓA"]
)
def test_specks_in_an_organs_name_are_doubted(organ: str) -> None:
    assert "low_confidence" in fields_of(first_page(organ=[organ]))["organ_name"].doubts


@pytest.mark.parametrize(
    ("organ", "is_doubted"),
    [
        (["TRƯƠNG ĐẠI HỌC", "BẾN TRĂNG"], True),
        (["UY BAN NHÂN DÂN", "PHƯỜNG QUỲNH HẠC"], True),
        (["TRƯỜNG ĐẠI HỌC", "BẾN TRĂNG."], False),
        (["ỦY BAN NHÂN DÂN", "PHƯỜNG QUỲNH HẠC"], False),
        (["UỶ BAN NHÂN DÂN", "PHƯỜNG QUỲNH HẠC"], False),
        (["UY BAN NHÂN DÂN", "TÍNH CÀ MAU"], False),
    ],
)
def test_a_free_name_behind_words_that_a_list_mended_is_doubted(
    organ: list[str], is_doubted: bool
) -> None:
    doubts = fields_of(first_page(organ=organ))["organ_name"].doubts
    assert ("low_confidence" in doubts) == is_doubted


def test_name_that_begins_with_a_middle_name_is_doubted() -> None:
    found = fields_of(first_page(), last_page(["CHỦ TỊCH"], name="Thi Bích Xuyến"))
    assert "low_confidence" in found["signer_name"].doubts


def test_superior_that_was_read_badly_is_left_out() -> None:
    organ = ["UIND? TỈNH HÀ TĨNH", "SỞ NỘI VỤ"]
    assert "parent_organ_name" not in fields_of(first_page(organ=organ))
    assert "parent_organ_name" in fields_of(first_page(organ=["UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ"]))


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Số: 2264/CĐ-CĐÐNSM", "2264/CĐ-CĐNSM"),
        ("Số: 3838/ĐA:SXD", "3838/ĐA-SXD"),
    ],
)
def test_a_letter_read_twice_and_a_dash_read_as_colon(text: str, reference: str) -> None:
    found = parse_reference(text)
    assert found is not None
    assert found.text == reference


@pytest.mark.parametrize(("text", "is_lost"), [("việc kiếm tra", True), ("việc kiểm tra", False)])
def test_page_that_loses_a_known_hook_makes_unknown_acutes_frail(text: str, is_lost: bool) -> None:
    assert loses_hooks([page(text)]) is is_lost
    assert (
        has_frail_word([word("bến"), word("đò")], hooks_lost=loses_hooks([page(text)])) is is_lost
    )


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (["KT. BỘ TRƯỞNG", "HỨHỨ TRƯỞNG"], "THỨ TRƯỞNG"),
        (["TT, THỦ TƯỚNG", "XÚ TƯỚNG"], "PHÓ THỦ TƯỚNG"),
        (["THỦ TƯỚNG", "1Ù TƯỚNG"], "PHÓ THỦ TƯỚNG"),
        (["KT. GIÁM ĐỐC", "GIÁM ĐỐC"], None),
    ],
    ids=["half under a seal", "both under a seal", "for whom is lost", "contradicted"],
)
def test_title_of_a_deputy_is_proposed_from_what_is_left_of_it(
    rows: list[str], title: str | None
) -> None:
    found = fields_of(first_page(), last_page(rows))["signer_title"]
    assert found.doubts
    assert title is None or found.value == title


def test_title_that_left_nothing_is_not_made_up() -> None:
    assert "signer_title" not in fields_of(first_page(), last_page(["KT. BỘ TRƯỞNG"]))


@pytest.mark.parametrize(
    ("organ", "row", "title"),
    [
        ("BỘ CÔNG AN", "3Q TRƯỞNG", "BỘ TRƯỞNG"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "#Ù TƯỚNG", "THỦ TƯỚNG"),
        ("BỘ CÔNG AN", "CÁC ĐƠN VỊ TRƯỞNG", None),
        ("CÔNG TY CẤP NƯỚC", "3Q TRƯỞNG", None),
    ],
    ids=["ministry", "prime minister", "longer than the office", "organ of no one title"],
)
def test_title_of_the_head_is_proposed_from_its_end(organ: str, row: str, title: str) -> None:
    field = fields_of(first_page(organ=[organ]), last_page([row])).get("signer_title")
    assert (field.value if field else None) == title
    assert field is None or "low_confidence" in field.doubts


def test_office_below_one_who_acts_by_order_is_no_deputy() -> None:
    assert "signer_title" not in fields_of(first_page(), last_page(["TL. BỘ TRƯỞNG", "3Q TRƯỞNG"]))
