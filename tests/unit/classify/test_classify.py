"""A type is told by the marks of its page, through lost marks and bad order, and never by what a text cites."""

from pathlib import Path

import pytest
from decree_pages import BODY, PARTY, first_page, last_page, reading, row
from factories import page, qr

from config.document_types import load_document_types
from digitize.classify import classify
from digitize.doctype import OTHER, DocumentTypes
from digitize.model import PageReading, Verdict


@pytest.fixture(scope="module")
def types() -> DocumentTypes:
    return load_document_types()


def verdict_of(*readings: PageReading, types: DocumentTypes) -> Verdict:
    return classify(readings, types=types)


ADMINISTRATIVE = sorted(
    (code, item.headings[0], item.symbol)
    for code, item in load_document_types().items()
    if item.family == "administrative" and item.headings
)


@pytest.mark.parametrize(("code", "heading", "symbol"), ADMINISTRATIVE, ids=lambda value: value)
def test_heading_and_number_tell_every_kind(
    code: str, heading: str, symbol: str, types: DocumentTypes
) -> None:
    number = f"Số: 12/2021/{symbol}-UBND" if symbol else "Số: 12/UBND"
    found = verdict_of(
        first_page(reference=number, heading=[heading], subject=["Về việc sắp xếp"]), types=types
    )
    assert found.type_code == code
    assert found.confidence >= 0.9


FORMS = sorted(
    (code, heading)
    for code, item in load_document_types().items()
    if item.family not in ("administrative", "other")
    for heading in item.headings
)


@pytest.mark.parametrize(("code", "heading"), FORMS, ids=lambda value: value)
def test_heading_alone_tells_every_form(code: str, heading: str, types: DocumentTypes) -> None:
    found = verdict_of(first_page(reference="", dateline="", heading=[heading]), types=types)
    assert found.type_code == code
    assert found.confidence >= 0.8


@pytest.mark.parametrize(
    "heading",
    [
        ["QUYET DINH"],
        ["QUYÊT ĐỊNH"],
        ["Q U Y Ế T  Đ Ị N H"],
        ["QUYẾT", "ĐỊNH"],
        ["QUYẾI ĐỊNH"],
    ],
    ids=["no marks", "wrong mark", "letter-spaced", "two rows", "wrong letter"],
)
def test_heading_survives_bad_reading(heading: list[str], types: DocumentTypes) -> None:
    found = verdict_of(
        first_page(reference="Số: /UBND", heading=heading, subject=["Về việc giao đất"]),
        types=types,
    )
    assert found.type_code == "quyet_dinh"


def test_columns_read_as_one_line_change_nothing(types: DocumentTypes) -> None:
    found = verdict_of(
        first_page(
            organ=["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG BÌNH"],
            reference="Số: 05/CT-UBND",
            heading=["CHỈ THỊ"],
            merged=True,
        ),
        types=types,
    )
    assert found.type_code == "chi_thi"


def test_letter_has_about_and_addressee_and_no_heading(types: DocumentTypes) -> None:
    found = verdict_of(
        first_page(
            reference="Số: 574/UBND-KTTH",
            about=["V/v đăng ký bổ sung", "nội dung kỳ họp"],
            addressee="Kính gửi: Thường trực HĐND tỉnh",
        ),
        types=types,
    )
    assert found.type_code == "cong_van"
    assert found.confidence >= 0.9


def test_party_letter_prints_its_kind(types: DocumentTypes) -> None:
    found = verdict_of(
        first_page(
            organ=["TỈNH ỦY QUẢNG BÌNH"],
            nation=PARTY,
            reference="Số 112-CV/TU",
            about=["V/v tổ chức hội nghị"],
        ),
        types=types,
    )
    assert found.type_code == "cong_van"


def test_party_resolution_is_told_by_its_number(types: DocumentTypes) -> None:
    found = verdict_of(
        first_page(
            organ=["TỈNH ỦY QUẢNG BÌNH"],
            nation=PARTY,
            reference="Số 48-NQ/TU",
            heading=["NGHỊ QUYẾT"],
            subject=["về chuyển đổi số"],
        ),
        types=types,
    )
    assert (found.type_code, "symbol NQ" in found.marks) == ("nghi_quyet", True)


def test_report_that_cites_resolutions_is_a_report(types: DocumentTypes) -> None:
    body = [
        "Thực hiện Nghị quyết số 18-NQ/TW và Quyết định số 15/QĐ-UBND của tỉnh về cải cách,"
    ] * 3
    found = verdict_of(
        first_page(reference="Số: 98/BC-SNV", heading=["BÁO CÁO"], body=body), types=types
    )
    assert found.type_code == "bao_cao"


def test_articles_of_a_decision_inside_a_circular_are_no_heading(types: DocumentTypes) -> None:
    found = verdict_of(
        first_page(heading=["THÔNG TƯ"], body=[*BODY, "QUYẾT ĐỊNH:", "Điều 1. Phạm vi"]),
        types=types,
    )
    assert found.type_code == "thong_tu"


def test_sentence_that_begins_like_a_heading_is_none(types: DocumentTypes) -> None:
    found = verdict_of(
        first_page(
            reference="Số: 574/UBND-KTTH",
            about=["V/v đăng ký"],
            addressee="Kính gửi: Thường trực HĐND tỉnh",
            body=["Nghị quyết về giao dự toán ngân sách năm 2025 cho Sở Dân tộc - Tôn giáo;"],
        ),
        types=types,
    )
    assert found.type_code == "cong_van"


def test_annex_after_a_decision_does_not_change_it(types: DocumentTypes) -> None:
    decision = first_page(reference="Số: 15/QĐ-UBND", heading=["QUYẾT ĐỊNH"])
    annex = reading([row("QUY CHẾ", center=880, top=200)], page_index=1)
    assert verdict_of(decision, annex, types=types).type_code == "quyet_dinh"


def test_kind_in_the_number_speaks_when_its_figures_are_lost(types: DocumentTypes) -> None:
    found = verdict_of(first_page(reference="Số: ⁄‡ /QĐ-UBND", heading=["QUYẾT ĐỊNH"]), types=types)
    assert "symbol QĐ" in found.marks


def test_lost_heading_is_known_by_wording_but_not_surely(types: DocumentTypes) -> None:
    found = verdict_of(
        page(
            "Hôm nay, vào hồi 8 giờ 30 phút, chúng tôi gồm:",
            "",
            "Biên bản này được lập thành hai bản",
        ),
        types=types,
    )
    assert found.confidence < 0.8


def test_heading_against_number_lowers_confidence(types: DocumentTypes) -> None:
    agreeing = first_page(reference="Số: 12/TB-UBND", heading=["THÔNG BÁO"])
    against = first_page(reference="Số: 12/KH-UBND", heading=["THÔNG BÁO"])
    assert verdict_of(agreeing, types=types).confidence > 0.9
    assert verdict_of(against, types=types).confidence < 0.5


@pytest.mark.parametrize(
    "reading_",
    [page("Giấy viết tay của một người gửi một người khác"), page(), last_page(["CHỦ TỊCH"])],
    ids=["letter of a citizen", "empty page", "page without a head"],
)
def test_unknown_paper_is_other_and_unsure(reading_: PageReading, types: DocumentTypes) -> None:
    found = verdict_of(reading_, types=types)
    assert found.type_code == OTHER
    assert found.confidence < 0.5


def test_type_added_by_an_agency_is_recognised(tmp_path: Path) -> None:
    extra = tmp_path / "agency.toml"
    extra.write_text(
        '[type.phieu_khao_sat]\ntitle = "Phiếu khảo sát"\nfamily = "counter"\n'
        'headings = ["PHIẾU KHẢO SÁT SỰ HÀI LÒNG"]\n',
        encoding="utf-8",
    )
    found = verdict_of(
        first_page(reference="", heading=["PHIẾU KHẢO SÁT", "SỰ HÀI LÒNG"]),
        types=load_document_types(extra),
    )
    assert found.type_code == "phieu_khao_sat"


CARD = "044199001234||NGUYỄN THỊ AN|12031999|Nữ|Thôn 3, xã Hoa Thủy|10052021"


def test_a_card_code_tells_a_card_whose_face_was_not_read(types: DocumentTypes) -> None:
    found = verdict_of(page(barcodes=(qr(CARD),)), types=types)
    assert (found.type_code, found.confidence) == ("can_cuoc", 0.9)
    assert verdict_of(page("CĂN CƯỚC"), page(barcodes=(qr(CARD),)), types=types).confidence > 0.9


def test_a_card_copied_onto_another_paper_leaves_the_type_to_a_person(types: DocumentTypes) -> None:
    found = verdict_of(page("              GIẤY KHAI SINH", barcodes=(qr(CARD),)), types=types)
    assert found.confidence < 0.8


def test_a_card_enclosed_in_a_long_paper_does_not_speak(types: DocumentTypes) -> None:
    pages = (page("Tên hồ sơ"), page("Thành phần"), page(barcodes=(qr(CARD),)))
    assert verdict_of(*pages, types=types).type_code == OTHER


def test_a_birth_certificate_whose_red_heading_is_lost_is_known_by_its_labels(
    types: DocumentTypes,
) -> None:
    found = verdict_of(
        page(
            "Họ, chữ đệm, tên: NGUYỄN THỊ MINH AN",
            "Họ, chữ đệm, tên người mẹ: TRẦN THỊ BÌNH",
            "Họ, chữ đệm, tên người cha: NGUYỄN VĂN CƯỜNG",
            "Họ, chữ đệm, tên người đi khai sinh: TRẦN THỊ BÌNH",
            "Nơi đăng ký khai sinh: Ủy ban nhân dân xã Hoa Thủy",
            "Ngày, tháng, năm đăng ký: 20/08/2010",
        ),
        types=types,
    )
    assert (found.type_code, found.confidence) == ("giay_khai_sinh", 0.832)


def test_a_clear_heading_silences_wordings_of_other_types(types: DocumentTypes) -> None:
    found = verdict_of(
        page(
            f"{51 * ' '}TRÍCH LỤC KHAI SINH",
            "Họ, chữ đệm, tên người mẹ: TRẦN THỊ BÌNH",
            "Nơi đăng ký khai sinh: Ủy ban nhân dân xã Hoa Thủy",
        ),
        types=types,
    )
    assert (found.type_code, found.confidence) == ("trich_luc_khai_sinh", 0.9)


def test_a_booklet_is_known_by_its_second_page(types: DocumentTypes) -> None:
    cover = page("I. Người sử dụng đất", "Ông: Nguyễn Văn An")
    inside = page(
        "a) Thửa đất số: 12, tờ bản đồ số: 5",
        "d) Hình thức sử dụng: riêng",
        "đ) Mục đích sử dụng: Đất ở",
        "e) Thời hạn sử dụng: Lâu dài",
    )
    assert verdict_of(cover, inside, types=types).type_code == "giay_chung_nhan_qsdd"


def test_a_wording_does_not_reach_over_a_colon(types: DocumentTypes) -> None:
    wife = verdict_of(page("Họ, chữ đệm, tên vợ", "Nơi đăng ký kết hôn: xã Hoa Thủy"), types=types)
    child = verdict_of(page("Họ, chữ đệm, tên: VÕ THỊ AN"), types=types)
    assert wife.type_code == "giay_chung_nhan_ket_hon"
    assert child.confidence == 0.0
