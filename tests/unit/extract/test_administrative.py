"""Fields of administrative papers by their places: the decree's layout at every level of government, and unlike it."""

from dataclasses import replace

import pytest
from decree_pages import NATION, PARTY, first_page, last_page, reading, row
from factories import CHARACTER_WIDTH

from config.document_types import load_document_types
from config.provinces import load_provinces
from digitize.extract.administrative import extract_administrative
from digitize.model import Box, Field, PageReading, PageText, Word

TYPES = load_document_types()


def fields_of(*readings: PageReading, kind: str = "quyet_dinh") -> dict[str, Field]:
    found = extract_administrative(readings, TYPES[kind], provinces=load_provinces())
    return {field.key: field for field in found}


def values_of(*readings: PageReading, kind: str = "quyet_dinh") -> dict[str, str]:
    return {key: field.value for key, field in fields_of(*readings, kind=kind).items()}


@pytest.mark.parametrize("merged", [False, True], ids=["columns apart", "columns in one line"])
def test_whole_decision_is_understood(merged: bool) -> None:
    values = values_of(
        first_page(
            organ=["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG BÌNH"],
            reference="Số: 2311/QĐ-UBND",
            dateline="Quảng Bình, ngày 23 tháng 7 năm 2022",
            heading=["QUYẾT ĐỊNH"],
            subject=["Về việc ban hành Quy chế hoạt động của Kho quản lý", "dữ liệu điện tử"],
            merged=merged,
        ),
        last_page(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], name="Hồ An Phong"),
    )
    assert values == {
        "reference": "2311/QĐ-UBND",
        "issued_date": "2022-07-23",
        "issued_place": "Quảng Bình",
        "organ_name": "ỦY BAN NHÂN DÂN TỈNH QUẢNG BÌNH",
        "subject": "ban hành Quy chế hoạt động của Kho quản lý dữ liệu điện tử",
        "signer_name": "Hồ An Phong",
        "signer_title": "PHÓ CHỦ TỊCH",
        "recipients": "Như trên; Lưu: VT",
        "signing_authority": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
    }


@pytest.mark.parametrize(
    ("rows", "organ", "parent"),
    [
        (["CHÍNH PHỦ"], "CHÍNH PHỦ", None),
        (["THỦ TƯỚNG CHÍNH PHỦ"], "THỦ TƯỚNG CHÍNH PHỦ", None),
        (["ỦY BAN THƯỜNG VỤ QUỐC", "HỘI"], "ỦY BAN THƯỜNG VỤ QUỐC HỘI", None),
        (["HỘI ĐỒNG NHÂN DÂN", "TỈNH HÀ TĨNH"], "HỘI ĐỒNG NHÂN DÂN TỈNH HÀ TĨNH", None),
        (["UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ"], "SỞ NỘI VỤ", "UBND TỈNH HÀ TĨNH"),
        (
            ["ỦY BAN NHÂN DÂN", "HUYỆN LỆ THỦY", "PHÒNG TƯ PHÁP"],
            "PHÒNG TƯ PHÁP",
            "ỦY BAN NHÂN DÂN HUYỆN LỆ THỦY",
        ),
        (["BỘ TÀI CHÍNH", "TỔNG CỤC THUẾ"], "TỔNG CỤC THUẾ", "BỘ TÀI CHÍNH"),
        (
            ["UBND QUẬN 3", "TRƯỜNG TRUNG HỌC CƠ SỞ", "LÊ QUÝ ĐÔN"],
            "TRƯỜNG TRUNG HỌC CƠ SỞ LÊ QUÝ ĐÔN",
            "UBND QUẬN 3",
        ),
        (
            ["SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"],
            "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
            None,
        ),
        (
            ["TRƯỜNG", "ĐẠI HỌC VINH"],
            "TRƯỜNG ĐẠI HỌC VINH",
            None,
        ),
        (["UỶ BAN NHÂN DÂN", "XÃ HOÀ BÌNH"], "ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", None),
    ],
    ids=lambda value: " / ".join(value) if isinstance(value, list) else "",
)
def test_organ_and_superior_by_level(rows: list[str], organ: str, parent: str | None) -> None:
    values = values_of(first_page(organ=rows))
    assert values["organ_name"] == organ
    assert values.get("parent_organ_name") == parent


def test_speck_before_a_name_does_not_join_it_to_its_superior() -> None:
    values = values_of(first_page(organ=["ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "_SỞ NỘI VỤ"]))
    assert values["organ_name"] == "SỞ NỘI VỤ"
    assert values["parent_organ_name"] == "ỦY BAN NHÂN DÂN TỈNH BẮC NINH"


def test_words_run_into_one_make_an_organ_doubtful() -> None:
    field = fields_of(first_page(organ=["TRƯỜNG ĐẠI HỌC", "CÔNG NGHỆCÀN THƠ"]))["organ_name"]
    assert field.value == "TRƯỜNG ĐẠI HỌC CÔNG NGHỆ CẦN THƠ"
    assert "low_confidence" in field.doubts


def test_hyphen_without_blanks_makes_an_organ_doubtful() -> None:
    field = fields_of(first_page(organ=["TRƯỜNG ĐẠI HỌC", "BẾN-TRĂNG"]))["organ_name"]
    assert "low_confidence" in field.doubts


@pytest.mark.parametrize("width", [3, 12], ids=["speck", "hyphen"])
def test_only_a_dash_as_wide_as_a_hyphen_belongs_to_an_organ(width: int) -> None:
    page = first_page(organ=["LIÊN ĐOÀN LAO ĐỘNG", "SỞ Y TẾ"])
    name = next(line for line in page.text.lines if "LIÊN" in line.text)
    last = name.box
    box = Box(
        left=last.right + 9, top=last.top + 9, right=last.right + 9 + width, bottom=last.top + 12
    )
    dashed = replace(name, words=(*name.words, Word(text="-", box=box, confidence=0.9)))
    lines = tuple(dashed if line is name else line for line in page.text.lines)
    values = values_of(replace(page, text=PageText(lines=lines)))
    assert (" - " in values["organ_name"]) is (width > 3)


def test_organ_of_four_rows_goes_on_beside_the_date() -> None:
    rows = ["ỦY BAN NHÂN DÂN", "HUYỆN LỆ THỦY", "ỦY BAN NHÂN DÂN", "XÃ MỸ THỦY"]
    right = (*NATION, "Lệ Thủy, ngày 13 tháng 01 năm 2010")
    page = first_page(organ=rows, reference="", nation=right, dateline="")
    assert values_of(page)["organ_name"] == "ỦY BAN NHÂN DÂN XÃ MỸ THỦY"


def test_joint_circular_is_issued_by_all() -> None:
    values = values_of(
        first_page(
            organ=["TÒA ÁN NHÂN DÂN TỐI CAO", "BỘ TƯ PHÁP"],
            reference="Số: 01/2016/TTLT-TANDTC-BTP",
        ),
        kind="thong_tu_lien_tich",
    )
    assert values["organ_name"] == "TÒA ÁN NHÂN DÂN TỐI CAO - BỘ TƯ PHÁP"
    assert "parent_organ_name" not in values


def test_row_that_ends_with_a_hyphen_joins_two_organs() -> None:
    values = values_of(
        first_page(
            organ=["LIÊN ĐOÀN LAO ĐỘNG -", "SỞ Y TẾ", "TỈNH AN GIANG"], reference="Số: 154/KH-LN"
        )
    )
    assert values["organ_name"] == "LIÊN ĐOÀN LAO ĐỘNG - SỞ Y TẾ TỈNH AN GIANG"


def test_joint_document_with_two_blocks_names_no_signer() -> None:
    foot = reading(
        [
            row("CHÁNH ÁN", center=400, top=300),
            row("BỘ TRƯỞNG", center=1200, top=300),
            row("Nguyễn Hòa An", center=400, top=650),
            row("Trần Văn Bình", center=1200, top=650),
        ]
    )
    assert "signer_name" not in fields_of(first_page(), foot)


@pytest.mark.parametrize(
    ("read", "organ"),
    [
        (["UY BAN NHAN DAN", "TĨNH QUANG NGÀI"], "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"),
        (["ỦY BAN NHÂN DÂN", "THÀNH PHÓ CÀN THƠ"], "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ"),
        (["ỦY BAN NHÂN DÂN", "TỈNH HẬU GIANG"], "ỦY BAN NHÂN DÂN TỈNH HẬU GIANG"),
        (["BỘ TƯ PHÁR"], "BỘ TƯ PHÁP"),
    ],
)
def test_lost_marks_of_state_bodies_come_back(read: list[str], organ: str) -> None:
    assert values_of(first_page(organ=read))["organ_name"] == organ


def test_commune_that_shares_letters_with_a_province_keeps_its_own() -> None:
    values = values_of(first_page(organ=["ỦY BAN NHÂN DÂN", "XÃ HẠ NAM"]))
    assert values["organ_name"] == "ỦY BAN NHÂN DÂN XÃ HẠ NAM"


def test_party_document_has_its_own_heading_and_number() -> None:
    values = values_of(
        first_page(
            organ=["TỈNH ỦY QUẢNG BÌNH", "*"],
            nation=PARTY,
            reference="Số 48-NQ/TU",
            dateline="Đồng Hới, ngày 05 tháng 3 năm 2022",
            heading=["NGHỊ QUYẾT"],
            subject=["về chuyển đổi số tỉnh Quảng Bình"],
        ),
        last_page(["T/M BAN THƯỜNG VỤ", "BÍ THƯ"], name="Vũ Đại Thắng"),
        kind="nghi_quyet",
    )
    assert values["organ_name"] == "TỈNH ỦY QUẢNG BÌNH"
    assert values["reference"] == "48-NQ/TU"
    assert values["subject"] == "chuyển đổi số tỉnh Quảng Bình"
    assert (values["signer_title"], values["signer_name"]) == ("BÍ THƯ", "Vũ Đại Thắng")


def test_law_has_number_and_subject_in_capitals_and_no_date() -> None:
    values = values_of(
        first_page(
            organ=["QUỐC HỘI"],
            reference="Luật số: 20/2023/QH15",
            dateline="",
            heading=["LUẬT"],
            subject=["GIAO DỊCH ĐIỆN TỬ"],
        ),
        kind="luat",
    )
    assert values["reference"] == "20/2023/QH15"
    assert values["subject"] == "GIAO DỊCH ĐIỆN TỬ"
    assert "issued_date" not in values


def test_letter_takes_its_subject_from_under_the_number() -> None:
    values = values_of(
        first_page(
            organ=["THỦ TƯỚNG CHÍNH PHỦ"],
            reference="Số: 225/TTg-NN",
            about=["V/v chuyển mục đích sử dụng", "đất trồng lúa"],
            addressee="Kính gửi: Bộ Tài nguyên và Môi trường",
        ),
        kind="cong_van",
    )
    assert values["subject"] == "chuyển mục đích sử dụng đất trồng lúa"


@pytest.mark.parametrize("mark", ["V/v", "V /v", "VIv", "VWw", "Vv", "V|v:", "v/v"])
def test_the_mark_before_a_subject_is_known_however_its_stroke_was_read(mark: str) -> None:
    page = first_page(
        reference="Số: 225/TTg-NN",
        about=[f"{mark} chuyển mục đích sử dụng", "đất trồng lúa"],
        addressee="Kính gửi: Bộ Tài nguyên và Môi trường",
    )
    assert values_of(page, kind="cong_van")["subject"] == "chuyển mục đích sử dụng đất trồng lúa"


@pytest.mark.parametrize("word", ["Văn", "Vĩnh", "Vụ", "Viv.A", "Vui"])
def test_a_word_of_the_language_is_no_such_mark(word: str) -> None:
    page = first_page(
        reference="Số: 225/TTg-NN",
        about=[f"{word} thư nhận bản này"],
        addressee="Kính gửi: Bộ Tài nguyên và Môi trường",
    )
    assert "subject" not in values_of(page, kind="cong_van")


def test_subject_ends_where_the_deciding_organ_is_named() -> None:
    page = first_page(
        organ=["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"],
        heading=["QUYẾT ĐỊNH"],
        subject=["Quy định giá đất", "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ"],
    )
    assert values_of(page)["subject"] == "Quy định giá đất"


def test_subject_row_that_lost_words_is_doubted() -> None:
    page = first_page(heading=["QUYẾT ĐỊNH"], subject=["Về việc công bố danh mục văn bản"])
    cut = row("Về việc công bố danh", center=820, top=page.text.lines[-2].box.top)
    damaged = reading([*page.text.lines[:-2], cut, page.text.lines[-1]])
    assert fields_of(page)["subject"].doubts == ()
    assert "low_confidence" in fields_of(damaged)["subject"].doubts


def test_stamp_beside_the_subject_is_no_part_of_it() -> None:
    page = first_page(heading=["THÔNG TƯ"], subject=["Hướng dẫn thi hành Luật", "Lưu trữ"])
    stamp = row("CÔNG VĂN ĐẾN", center=300, top=page.text.lines[-2].box.top + 4)
    field = fields_of(reading([*page.text.lines, stamp]), kind="thong_tu")["subject"]
    assert (field.value, field.doubts) == ("Hướng dẫn thi hành Luật Lưu trữ", ())


def test_subject_row_broken_by_a_stamp_is_doubted() -> None:
    page = first_page(heading=["THÔNG TƯ"], subject=["Hướng dẫn thi hành", "Luật Lưu trữ năm 2024"])
    broken = row("CÔNG VĂN ĐẾN Luật Lưu trữ năm 2024", center=740, top=page.text.lines[-2].box.top)
    damaged = reading([*page.text.lines[:-2], broken, page.text.lines[-1]])
    assert "low_confidence" in fields_of(damaged, kind="thong_tu")["subject"].doubts


def test_specks_around_the_subject_are_left_off() -> None:
    page = first_page(heading=["THÔNG TƯ"], subject=["1? Hướng dẫn thi hành Luật ˆ"])
    assert values_of(page, kind="thong_tu")["subject"] == "Hướng dẫn thi hành Luật"


def test_full_stop_inside_a_subject_was_a_comma() -> None:
    page = first_page(heading=["QUYẾT ĐỊNH"], subject=["đối với cán bộ. công chức"])
    assert values_of(page)["subject"] == "đối với cán bộ, công chức"


@pytest.mark.parametrize(
    ("row", "last"),
    [("III", "III"), ("IH", "III"), ("súc", "súc")],
    ids=["number", "misread", "word"],
)
def test_one_short_word_on_a_row_of_its_own_ends_a_subject(row: str, last: str) -> None:
    page = first_page(
        heading=["NGHỊ ĐỊNH"],
        subject=["Quy định tạm dừng khai thác bến đò ngang quý", row, "và không gì khác"],
    )
    subject = values_of(page, kind="nghi_dinh")["subject"]
    assert subject == f"Quy định tạm dừng khai thác bến đò ngang quý {last}"


def test_a_word_taken_for_a_speck_leaves_a_subject_doubted() -> None:
    page = first_page(heading=["BÁO CÁO"], subject=["Mửở thêm làn đường dành riêng cho xe buýt"])
    weak = {word: replace(word, confidence=0.45) for word in page.text.words if word.text == "Mửở"}
    lines = [
        replace(line, words=tuple(weak.get(word, word) for word in line.words))
        for line in page.text.lines
    ]
    field = fields_of(reading(lines), kind="bao_cao")["subject"]
    assert "low_confidence" in field.doubts


def test_document_without_a_subject_has_none() -> None:
    assert "subject" not in values_of(first_page(heading=["QUYẾT ĐỊNH"]))


def test_recipients_end_with_the_archive() -> None:
    foot = last_page(["CHỦ TỊCH"], recipients=["- Như điều 3;", "- Lưu: VT, NC.", "12 bản"])
    assert values_of(first_page(), foot)["recipients"] == "Như điều 3; Lưu: VT, NC"


def test_set_phrase_gets_its_marks_back() -> None:
    page = first_page(heading=["THÔNG BÁO"], subject=["xử lý các kiên nghị của UBND tỉnh"])
    assert values_of(page, kind="thong_bao")["subject"] == "xử lý các kiến nghị của UBND tỉnh"


def test_doubtful_word_is_spelled_as_in_the_text() -> None:
    body = ["Nhà máy thủy điện Sông Tranh 2 báo cáo về nhà máy thủy điện và các công trình khác"]
    page = first_page(heading=["BÁO CÁO"], subject=["nhà máy thủy điên?"], body=body)
    assert values_of(page, kind="bao_cao")["subject"] == "nhà máy thủy điện"


# ---- figures by pen -------------------------------------------------------------------------------


def test_printed_number_and_date_are_not_doubted() -> None:
    fields = fields_of(first_page(), kind="thong_tu")
    assert fields["reference"].doubts == ()
    assert fields["issued_date"].doubts == ()


@pytest.mark.parametrize(
    "reference",
    ["Số: 04~ /CT-BTC", "Số: 842~/CT-BTC", "Số: 14? /CT-BTC"],
    ids=["tall and apart", "tall and glued", "read badly"],
)
def test_written_number_is_doubted(reference: str) -> None:
    field = fields_of(first_page(reference=reference), kind="chi_thi")["reference"]
    assert "handwriting" in field.doubts
    assert field.confidence < 0.5


@pytest.mark.parametrize(
    "day", ["07~", "3?", "O1"], ids=["tall", "read badly", "letter for a figure"]
)
def test_written_day_is_never_sure(day: str) -> None:
    field = fields_of(first_page(dateline=f"Hà Nội, ngày {day} tháng 01 năm 2010")).get(
        "issued_date"
    )
    assert field is None or "handwriting" in field.doubts


@pytest.mark.parametrize(
    "dateline", ["Hà Nội, ngày tháng 01 năm 2010", "Hà Nội, ngày 31 tháng 02 năm 2010"]
)
def test_empty_or_impossible_day_is_absent(dateline: str) -> None:
    assert "issued_date" not in fields_of(first_page(dateline=dateline))


def test_number_without_figures_is_absent() -> None:
    assert "reference" not in fields_of(first_page(reference="Số: /TT-BTC"))


def test_label_read_in_small_letters_still_opens_a_number() -> None:
    assert values_of(first_page(reference="số: 12/QĐ-BTC"))["reference"] == "12/QĐ-BTC"


def test_number_torn_in_its_symbol_is_one() -> None:
    page = first_page(reference="Số: 24/VPCP-QHĐP", organ=["VĂN PHÒNG CHÍNH PHỦ"])
    assert values_of(torn(page, "24/VPCP-QHĐP", after="24/V"), kind="cong_van")["reference"] == (
        "24/VPCP-QHĐP"
    )


def torn(page: PageReading, text: str, *, after: str) -> PageReading:
    """The word in two, no blank between them."""

    def parts(word: Word) -> list[Word]:
        if word.text != text:
            return [word]
        cut = word.box.left + CHARACTER_WIDTH * len(after)
        return [
            replace(word, text=after, box=replace(word.box, right=cut)),
            replace(word, text=text.removeprefix(after), box=replace(word.box, left=cut)),
        ]

    lines = [
        replace(line, words=tuple(part for word in line.words for part in parts(word)))
        for line in page.text.lines
    ]
    return replace(page, text=PageText(lines=tuple(lines)))


@pytest.mark.parametrize("place", ["Quảng Ngãi", "Quỳnh Ngà", "Nga Sơn"])
def test_place_may_sound_like_a_day(place: str) -> None:
    values = values_of(first_page(dateline=f"{place}, ngày 13 tháng 01 năm 2010"))
    assert values["issued_place"] == place


def test_place_one_letter_off_a_province_is_doubted() -> None:
    field = fields_of(first_page(dateline="Đồng Thúp, ngày 13 tháng 01 năm 2010"))["issued_place"]
    assert field.value == "Đồng Thúp"
    assert "low_confidence" in field.doubts


@pytest.mark.parametrize(
    ("place", "is_doubted"),
    [("Trầm", True), ("Chí Minh", True), ("Huế", False), ("Vinh", False), ("Vũng Tàu", False)],
)
def test_a_place_of_one_syllable_or_that_ends_a_province_may_have_lost_its_first(
    place: str, *, is_doubted: bool
) -> None:
    field = fields_of(first_page(dateline=f"{place}, ngày 13 tháng 01 năm 2010"))["issued_place"]
    assert bool(field.doubts) is is_doubted


@pytest.mark.parametrize(
    ("read", "place", "is_doubted"),
    [
        ("Đồng — Nai", "Đồng Nai", False),
        ("_ Xuân Khuê", "Xuân Khuê", False),
        ("Xuân ˆ Khuê", "Xuân Khuê", True),
    ],
)
def test_a_sign_without_letters_is_no_part_of_a_place(
    read: str, place: str, *, is_doubted: bool
) -> None:
    field = fields_of(first_page(dateline=f"{read}, ngày 13 tháng 01 năm 2010"))["issued_place"]
    assert (field.value, bool(field.doubts)) == (place, is_doubted)


def test_a_stamp_under_a_letters_subject_is_no_part_of_it_and_doubts_it() -> None:
    about = ["V/v tổ chức hội nghị đối thoại với", "doanh nghiệp quý II năm 2021"]
    whole, stamped = (
        fields_of(first_page(about=rows, addressee="Kính gửi: Bộ Y tế"), kind="cong_van")["subject"]
        for rows in (about, [*about, "VĂN PHÒNG ĐĂNG KÝ"])
    )
    assert stamped.value == whole.value
    assert (bool(whole.doubts), bool(stamped.doubts)) == (False, True)


def test_a_badly_read_row_of_an_organ_is_not_left_out() -> None:
    field = fields_of(first_page(organ=["TRƯỜNG ĐẠI HỌC BẾN", "_TRĂNG_?"]))["organ_name"]
    assert "TRĂNG" in field.value


def test_a_subject_whose_words_a_speck_joined_is_doubted() -> None:
    said = "Về việc chấm dứt hợp đồng và bàn-giao hạ tầng"
    assert fields_of(first_page(heading=["QUYẾT ĐỊNH"], subject=[said]))["subject"].doubts
    assert not fields_of(first_page(heading=["QUYẾT ĐỊNH"], subject=[said.replace("-", " ")]))[
        "subject"
    ].doubts


# ---- one part against another ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("Số: 06/2011/TT-BTC", "thong_tu"),
        ("Số: 06/QĐ-BTC", "chi_thi"),
        ("Số: 06/QĐ-BYT", "quyet_dinh"),
    ],
    ids=["other year", "other type", "other organ"],
)
def test_number_that_contradicts_is_doubted(reference: str, kind: str) -> None:
    field = fields_of(first_page(reference=reference), kind=kind)["reference"]
    assert "contradiction" in field.doubts


def test_symbol_that_lost_the_stroke_of_its_organ_is_doubted() -> None:
    page = first_page(organ=["TRƯỜNG ĐẠI HỌC VINH"], reference="Số: 12/TB-DHV")
    assert "contradiction" in fields_of(page, kind="thong_bao")["reference"].doubts


@pytest.mark.parametrize(
    ("organ", "reference", "kind"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH"], "Số: 5/2010/QĐ-UBND", "quyet_dinh"),
        (["THỦ TƯỚNG CHÍNH PHỦ"], "Số: 25/QĐ-TTg", "quyet_dinh"),
        (["VĂN PHÒNG CHÍNH PHỦ"], "Số: 163/TB-VPCP", "thong_bao"),
        (["ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH"], "Số: 163/QĐ-CTUBND", "quyet_dinh"),
        (["SỞ KẾ HOẠCH VÀ ĐẦU TƯ"], "Số: 12/SKHĐT-DN", "cong_van"),
        (["QUỐC HỘI"], "Nghị quyết số: 55/2010/QH12", "nghi_quyet"),
        (["BỘ TƯ PHÁP"], "Số: 607/HD-BTP", "huong_dan"),
    ],
)
def test_number_that_fits_its_organ_is_not_doubted(
    organ: list[str], reference: str, kind: str
) -> None:
    assert (
        fields_of(first_page(organ=organ, reference=reference), kind=kind)["reference"].doubts == ()
    )


# ---- signature ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "printed", "title", "name"),
    [
        (["BỘ TRƯỞNG"], "Đại tướng Tô Lâm", "BỘ TRƯỞNG", "Đại tướng Tô Lâm"),
        (["HIỆU TRƯỞNG"], "NGND.PGS.TS. Huỳnh Thanh Nhã", "HIỆU TRƯỞNG", "Huỳnh Thanh Nhã"),
        (["HIỆU TRƯỞNG"], "NGNP PGS TS Huỳnh Thanh Nhã", "HIỆU TRƯỞNG", "Huỳnh Thanh Nhã"),
        (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"], "Đỗ Hoàng Anh Tuấn", "THỨ TRƯỞNG", "Đỗ Hoàng Anh Tuấn"),
        (
            ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
            "Ngũyễn Quốc Việt",
            "CHÁNH VĂN PHÒNG",
            "Nguyễn Quốc Việt",
        ),
        (["TM. CHÍNH PHỦ", "THỦ TƯỚNG"], '"Trân Ngọc Căng', "THỦ TƯỚNG", "Trần Ngọc Căng"),
        (["CHỦ TỊCH"], "ĐỖ VĂN BÌNH", "CHỦ TỊCH", "ĐỖ VĂN BÌNH"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_signer_and_office(block: list[str], printed: str, title: str, name: str) -> None:
    values = values_of(first_page(), last_page(block, name=printed))
    assert (values["signer_title"], values["signer_name"]) == (title, name)


def test_authority_misread_is_not_taken_for_the_office() -> None:
    values = values_of(first_page(), last_page(["KL THỦ TƯỚNG"]))
    assert "signer_title" not in values


def test_signature_comes_from_the_page_before_the_annexes() -> None:
    annex = last_page(["GIÁM ĐỐC"], name="Lê Thị Hoa", page_index=2)
    values = values_of(first_page(), last_page(["CHỦ TỊCH"], name="Trần Văn Bình"), annex)
    assert values["signer_name"] == "Trần Văn Bình"


def test_name_without_a_surname_in_use_is_doubted() -> None:
    field = fields_of(first_page(), last_page(["CHỦ TỊCH"], name="Euyễn Tấn Dũng"))["signer_name"]
    assert "low_confidence" in field.doubts


@pytest.mark.parametrize(
    ("read", "proposed"),
    [
        ("Nguyễn Thị Chỉ", "Nguyễn Thị Chi"),
        ("Nguyễn Tân Dũng", "Nguyễn Tân Dũng"),
        ("Đặng Hữu Băng", "Đặng Hữu Bằng"),
        ("Hoàng Thị Uyến", "Hoàng Thị Uyển"),
        ("NGUYỄN VĂN SỨU", "NGUYỄN VĂN SỬU"),
        ("Quàng Vượng", "Quàng Vượng"),
        ("Lê Thị Hầu", "Lê Thị Hầu"),
    ],
    ids=[
        "gained hook",
        "may have lost an acute",
        "lost grave",
        "hook as acute",
        "hook over a horn as acute",
        "lost a word",
        "unusual, but no usual one was read so",
    ],
)
def test_name_of_an_unusual_or_frail_syllable_is_doubted(read: str, proposed: str) -> None:
    field = fields_of(first_page(), last_page(["BỘ TRƯỞNG"], name=read))["signer_name"]
    assert (field.value, field.raw) == (proposed, read)
    assert "low_confidence" in field.doubts


@pytest.mark.parametrize(
    ("read", "proposed"),
    [
        ("rần Hồng Hà", "Trần Hồng Hà"),
        ("lần Hồng Hà", "Trần Hồng Hà"),
        ("tgfiyễn Văn Hiệp", "Nguyễn Văn Hiệp"),
        ("Bảo Khánh Duyên", "Bảo Khánh Duyên"),
        ("ơng Văn Quang", None),
        ("tần Hà", None),
    ],
    ids=[
        "marked end",
        "marked end of a bare name",
        "end of three letters",
        "whole word",
        "ends several",
        "too short a row",
    ],
)
def test_surname_under_a_seal_is_proposed_by_its_end(read: str, proposed: str | None) -> None:
    field = fields_of(first_page(), last_page(["CHỦ TỊCH"], name=read)).get("signer_name")
    assert (field.value if field else None) == proposed
    assert field is None or "low_confidence" in field.doubts


@pytest.mark.parametrize("name", ["Nguyễn Tấn Dũng", "Phạm Minh Chính", "Hồ Thục Xuyến"])
def test_usual_name_is_not_doubted(name: str) -> None:
    fields = fields_of(first_page(), last_page(["BỘ TRƯỞNG"], name=name))
    assert fields["signer_name"].doubts == ()


def test_name_is_found_where_the_seal_hides_the_office() -> None:
    values = values_of(first_page(), last_page([], name="Vũ Huy Hoàng"))
    assert values["signer_name"] == "Vũ Huy Hoàng"


def test_page_without_letterhead_yields_no_letterhead_fields() -> None:
    page = reading([row("Danh sách kèm theo", center=880, top=200)])
    assert fields_of(page) == {}


def test_no_pages_yield_no_fields() -> None:
    assert fields_of() == {}


def test_fields_point_to_their_words() -> None:
    page = first_page()
    field = fields_of(page)["reference"]
    words = [word for word in page.text.words if word.text == "06/2010/TT-BTC"]
    assert (field.box, field.raw) == (words[0].box, "06/2010/TT-BTC")
