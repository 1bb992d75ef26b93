"""What keeps the rule of its kind and still cannot be what was printed sends the paper to a person."""

import pytest
from factories import page, qr

from config.document_types import load_document_types
from config.provinces import load_provinces
from digitize.extract.cross_checks import contradictions
from digitize.extract.dispatch import extract
from digitize.extract.organ_words import is_no_department
from digitize.extract.plausibility import (
    has_whole_end,
    is_misread,
    is_whole_agency,
    misspells_province,
)
from digitize.extract.values import BAD_FORMAT, LOW_CONFIDENCE
from digitize.model import Box, Field, FieldSource, PageReading, Verdict

TYPES, PROVINCES = load_document_types(), load_provinces()


def fields(code: str, reading: PageReading) -> dict[str, Field]:
    verdict = Verdict(type_code=code, confidence=1.0)
    return {f.key: f for f in extract([reading], verdict, types=TYPES, provinces=PROVINCES)}


@pytest.mark.parametrize("word", ["ĐẠITRÚC", "CÔNGAN", "MIT", "Hoàgn"])
def test_a_word_that_is_no_syllable_was_misread(word: str) -> None:
    assert is_misread(word)


@pytest.mark.parametrize(
    "word", ["Nghiêng", "quyết", "Đắk", "Lắk", "Krông", "Bru", "Lâm", "TNHH", "m"]
)
def test_syllables_abbreviations_and_names_of_the_highlands_are_words(word: str) -> None:
    assert not is_misread(word)


@pytest.mark.parametrize(
    ("place", "is_whole"),
    [
        ("Thôn 3, xã Hoa Thủy, huyện Lệ Thủy, tỉnh Quảng Bình", True),
        ("Hoa Thủy, Lệ Thủy, Quảng Bình", True),
        ("xã Bình Đào, huyện Thạch Nguyệt, tỉnh Quảng", False),
        ("phường Ngọc Lãng, tỉnh Cà Mau, Việt", False),
        ("phường Ngọc Lãng, tỉnh Cà Mau, Việt Nam", True),
        ("phường Ngọc Lãng, thành phố Cà Mau", True),
        ("Số 183 đường Hoa Sấu, xã Đại Thược, huyện Quỳnh Hạc", False),
        ("Số 46 đường Bến Trăng", False),
        ("Bệnh viện đa khoa huyện Ngọc Trúc", False),
        ("Cà Mau", True),
        ("Tại nhà riêng", True),
    ],
)
def test_an_address_ends_in_a_whole_place(place: str, *, is_whole: bool) -> None:
    assert has_whole_end(place, {"quang binh", "quang ngai", "ca mau"}) is is_whole


@pytest.mark.parametrize(
    ("name", "is_whole"),
    [
        ("ỦY BAN NHÂN DÂN XÃ HOA THỦY", True),
        ("ỦY BAN NHÂN DÂN", False),
        ("ỦY BAN NHÂN DÂN QUỲNH SƯA", False),
        ("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QU Ả", False),
        ("SỞ Y TẾ", True),
        ("Công an huyện Lệ Thủy", True),
        ("TRẠM CHỦ TỊCH", False),
    ],
)
def test_a_committee_says_of_which_place_it_is(name: str, *, is_whole: bool) -> None:
    assert is_whole_agency(name) is is_whole


def test_a_name_that_the_paper_spells_in_two_ways_is_doubted() -> None:
    reading = page("Người nộp hồ sơ: Đặng Thị Bích Nhiễu", "Họ và tên: Đặng Thị Bích Nhiều")
    assert fields("giay_tiep_nhan", reading)["applicant_name"].doubts == (LOW_CONFIDENCE,)


def test_a_surname_without_its_marks_is_doubted() -> None:
    reading = page("Tiếp nhận hồ sơ của: Đồ Bảo Sửu")
    assert fields("giay_tiep_nhan", reading)["applicant_name"].doubts == (LOW_CONFIDENCE,)


def test_a_business_is_as_doubtful_as_the_name_it_bears() -> None:
    reading = page("Tên hộ kinh doanh: HỘ KINH DOANH ĐỖ TRỌNG KIẾM", "Họ và tên: Đỗ Trọng Kiếm")
    assert fields("dang_ky_ho_kinh_doanh", reading)["business_name"].doubts == (LOW_CONFIDENCE,)


def test_an_optional_field_that_was_read_badly_is_left_out() -> None:
    reading = page("Nguyên nhân chết: Suy tỉm", "Giới tính: Nam", doubtful="tỉm")
    assert "cause_of_death" not in fields("trich_luc_khai_tu", reading)


def test_a_sentence_that_opens_with_a_day_is_no_date_line() -> None:
    reading = page("Ngày 19/07/2025, Bộ phận Một cửa tiếp nhận hồ sơ của ông (bà)")
    assert "issued_date" not in fields("phieu_xin_loi", reading)
    assert "issued_date" in fields("phieu_xin_loi", page("Đồng Nai, ngày 19 tháng 7 năm 2025"))


def test_the_letters_of_a_label_inside_a_heading_are_none() -> None:
    reading = page(
        "          GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN :",
        "          ỦY BAN NHÂN DÂN XÃ QUỲNH HẠC",
        "Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai",
    )
    found = fields("giay_xac_nhan_hon_nhan", reading)
    assert found["marital_status"].value == "Chưa đăng ký kết hôn với ai"


def test_a_class_of_one_letter_keeps_the_rule_of_licences() -> None:
    assert fields("giay_phep_lai_xe", page("Hạng/Class: C"))["licence_class"].doubts == ()


@pytest.mark.parametrize("stop", [";", ":"])
def test_parts_of_an_address_are_set_apart_by_commas(stop: str) -> None:
    address = f"Số 153 đường Giếng Mít, phường Phước Quế, huyện Bình Trúc{stop} tỉnh Hà Tĩnh"
    found = fields("phieu_ly_lich_tu_phap", page(f"Nơi thường trú: {address}"))["residence"]
    assert found.doubts == (LOW_CONFIDENCE,)
    with_commas = page(f"Nơi thường trú: {address.replace(stop, ',')}")
    assert fields("phieu_ly_lich_tu_phap", with_commas)["residence"].doubts == ()


def test_a_code_is_no_part_of_a_word() -> None:
    """`B2` misread as `Có` is not class C."""
    assert BAD_FORMAT in fields("giay_phep_lai_xe", page("Hạng/Class: Có"))["licence_class"].doubts
    assert fields("giay_phep_lai_xe", page("Hạng/Class: B2, C."))["licence_class"].value == "B2, C"


@pytest.mark.parametrize(
    "reading",
    [
        page("Có hiệu lực đến ngày 22 tháng 12 năm 2027"),
        page("cấp lại từ ngày 22 tháng 12 năm 2027"),
    ],
    ids=["until", "from"],
)
def test_a_day_in_a_sentence_is_not_the_day_of_issue(reading: PageReading) -> None:
    assert "issued_date" not in fields("giay_chung_nhan_attp", reading)


def test_the_code_of_a_card_is_not_doubted_by_its_face() -> None:
    code = qr(
        "044199001234||Nguyễn Thị An|12031999|Nữ|Thôn 3, xã Hoa Thủy, tỉnh Quảng Bình|10052021"
    )
    reading = page("Họ và tên: NGUYÊN THI AN", barcodes=(code,))
    assert fields("can_cuoc", reading)["full_name"].doubts == ()


def test_a_line_that_begins_small_goes_on_with_the_value_above() -> None:
    reading = page(
        "SỞ Y TẾ                                              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Nội dung yêu cầu giải quyết: Cấp Giấy chứng nhận an toàn thực",
        "phẩm",
    )
    assert fields("giay_tiep_nhan", reading)["procedure_name"].value.endswith("thực phẩm")


def test_an_address_under_its_label_runs_on() -> None:
    reading = page(
        "2. Địa chỉ trụ sở chính",
        "Số 5 Trần Phú, phường Hải Thành, tỉnh Quảng Bình,",
        "Việt Nam",
    )
    found = fields("dang_ky_doanh_nghiep", reading)["head_office"]
    assert found.value.endswith("tỉnh Quảng Bình, Việt Nam")


def test_a_name_whose_last_word_slipped_to_the_next_line_is_doubted() -> None:
    found = fields("don_de_nghi", page("Tôi tên là: NGUYỄN THỊ BÍCH", "            XUYẾN"))
    assert found["applicant_name"].doubts == (LOW_CONFIDENCE,)


def test_words_before_a_comma_are_no_label() -> None:
    reading = page("XÁC NHẬN:", "tình trạng hôn nhân, XÁC", "Tình trạng hôn nhân: Chưa kết hôn")
    assert fields("giay_xac_nhan_hon_nhan", reading)["marital_status"].value == "Chưa kết hôn"


def test_an_organisation_may_apply_where_the_form_allows_one() -> None:
    reading = page("Tổ chức, cá nhân nộp hồ sơ: Công ty cổ phần Xây dựng số 5 Quảng Bình")
    found = fields("giay_tiep_nhan", reading)["applicant_name"]
    assert (found.value, found.doubts) == ("Công ty cổ phần Xây dựng số 5 Quảng Bình", ())


def test_a_family_is_no_school() -> None:
    reading = page("Người nộp hồ sơ: Trương Văn An, sinh năm 1970")
    assert fields("giay_tiep_nhan", reading)["applicant_name"].value == "Trương Văn An"


def test_a_day_that_slipped_to_the_next_line_of_a_sentence_is_found() -> None:
    reading = page(
        "Chúng tôi xin lỗi vì sự chậm trễ và sẽ trả kết quả cho ông (bà) vào ngày",
        "14/06/2020.",
    )
    assert fields("phieu_xin_loi", reading)["due_date"].value == "2020-06-14"


@pytest.mark.parametrize(
    ("address", "is_wrong"),
    [
        ("xã Thạch Trúc, tỉnh Quảng Ngài", True),
        ("xã Thạch Trúc, tỉnh Quảng Ngãi", False),
        ("xã Thạch Trúc, tỉnh Thanh Hoá", False),
        ("xã Thạch Trúc", False),
    ],
)
def test_a_province_with_other_marks_is_misread(address: str, is_wrong: bool) -> None:
    assert misspells_province(address, load_provinces()) is is_wrong


@pytest.mark.parametrize(
    ("name", "is_none"),
    [
        ("SỞ TÀI VÀ MÔI TRƯỜNG", True),
        ("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", False),
        ("Sở Y tế tỉnh Lào Cai", False),
        ("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", False),
        ("BỘ CHỈ HUY QUÂN SỰ TỈNH CÀ MAU", False),
        ("BỘ CÔNG", True),
        ("ỦY BAN NHÂN DÂN XÃ HOA THỦY", False),
    ],
)
def test_ministries_and_departments_are_those_of_the_law(name: str, *, is_none: bool) -> None:
    assert is_no_department(name) is is_none


@pytest.mark.parametrize(
    ("printed", "is_doubted"),
    [("1/03/1995", True), ("11/03/1995", False), ("1/3/1995", False), ("01/03/1995", False)],
)
def test_a_day_without_the_nought_that_its_month_has_lost_a_figure(
    printed: str, *, is_doubted: bool
) -> None:
    found = fields("can_cuoc", page(f"Ngày, tháng, năm sinh: {printed}"))
    assert bool(found["date_of_birth"].doubts) is is_doubted


@pytest.mark.parametrize("speck", ["đường-Cầu Vồng,", "đường Cầu Vồng,."])
def test_an_address_whose_words_a_speck_joined_is_doubted(speck: str) -> None:
    row = f"Nơi thường trú: Số 72 {speck} xã Hòa Hạc, tỉnh Quảng Ngãi"
    assert fields("so_ho_khau", page(row))["residence"].doubts


@pytest.mark.parametrize(
    ("residence", "is_doubted"),
    [
        ("xã Hòa Hạc, tỉnh Quảng Ngãi", False),
        ("tỉnh Quảng Ngãi", True),
        ("Số 9 đường Cầu Vồng, xã Hòa Hạc. tỉnh Quảng Ngãi", True),
        ("Số 9 đường Cầu Vồng, P. Hòa Hạc, tỉnh Quảng Ngãi", False),
    ],
    ids=["whole", "province alone", "stop for a comma", "abbreviated"],
)
def test_an_address_begins_below_its_province(residence: str, *, is_doubted: bool) -> None:
    found = fields("so_ho_khau", page(f"Nơi thường trú: {residence}"))
    assert bool(found["residence"].doubts) is is_doubted


@pytest.mark.parametrize(("grade", "is_doubted"), [("II", False), ("H", True), ("Il", True)])
def test_letters_like_a_roman_number_are_doubted(grade: str, *, is_doubted: bool) -> None:
    said = page(
        f"Lĩnh vực hành nghề: Giám sát công trình dân dụng hạng {grade}",
        "Chứng chỉ này có giá trị trên toàn quốc và được cấp lại khi bị mất hoặc hư hỏng",
    )
    assert bool(fields("chung_chi_hanh_nghe", said)["profession"].doubts) is is_doubted


@pytest.mark.parametrize(("sign", "is_one"), [("CA", True), ("PC06", True), ("GA", False)])
def test_the_police_sign_as_police(sign: str, *, is_one: bool) -> None:
    read = {"reference": f"1275/XN-{sign}", "organ_name": "CÔNG AN XÃ XUÂN QUẾ"}
    found = {key: _field(key, value) for key, value in read.items()}
    assert (contradictions(found) == []) is is_one


def _field(key: str, value: str) -> Field:
    box = Box(left=0, top=0, right=9, bottom=9)
    return Field(
        key=key,
        value=value,
        confidence=0.97,
        page_index=0,
        box=box,
        how=FieldSource.LABEL,
        raw=value,
        doubts=(),
    )
