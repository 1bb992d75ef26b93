"""Forms as the law prints them, composed as word boxes: what each label's value is, and what is left alone."""

from dataclasses import replace

from factories import page, qr

from config.document_types import load_document_types
from config.provinces import load_provinces
from digitize.extract.dispatch import extract
from digitize.extract.values import BAD_FORMAT, CONTRADICTION, HANDWRITING, LOW_CONFIDENCE
from digitize.model import Field, FieldSource, Line, PageReading, PageText, Verdict, Word

TYPES, PROVINCES = load_document_types(), load_provinces()


def fields(code: str, *pages: PageReading) -> dict[str, Field]:
    verdict = Verdict(type_code=code, confidence=1.0)
    return {f.key: f for f in extract(pages, verdict, types=TYPES, provinces=PROVINCES)}


def values(code: str, *pages: PageReading) -> dict[str, str]:
    return {key: field.value for key, field in fields(code, *pages).items()}


BIRTH = (
    "                   GIẤY KHAI SINH",
    "                                        Số: 45/2010",
    "Họ, chữ đệm, tên: NGUYỄN THỊ MINH AN .........................",
    "Ngày, tháng, năm sinh: 12/08/2010    ghi bằng chữ: Ngày mười hai tháng tám",
    "năm hai nghìn không trăm mười",
    "Giới tính: Nữ     Dân tộc: Kinh      Quốc tịch: Việt Nam",
    "Nơi sinh: Bệnh viện đa khoa huyện Lệ Thủy, tỉnh Quảng Bình thuộc khu vực miền Trung",
    "nước Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Số định danh cá nhân: 044310001234",
    "Họ, chữ đệm, tên người mẹ: TRẦN THỊ BÌNH",
    "Năm sinh: 1985    Dân tộc: Tày     Quốc tịch: Việt Nam",
    "Họ, chữ đệm, tên người cha: NGUYỄN VĂN CƯỜNG",
    "Nơi đăng ký khai sinh: Ủy ban nhân dân xã Hoa Thủy",
    "Ngày, tháng, năm đăng ký: 20/08/2010",
)


def test_a_birth_certificate_yields_child_and_parents() -> None:
    found = values("giay_khai_sinh", page(*BIRTH))
    assert (found["full_name"], found["sex"]) == ("NGUYỄN THỊ MINH AN", "Nữ")
    assert (found["mother_name"], found["father_name"]) == ("TRẦN THỊ BÌNH", "NGUYỄN VĂN CƯỜNG")
    assert (found["date_of_birth"], found["issued_date"]) == ("2010-08-12", "2010-08-20")
    assert (found["certificate_number"], found["personal_id"]) == ("45/2010", "044310001234")
    assert found["organ_name"] == "Ủy ban nhân dân xã Hoa Thủy"


def test_the_child_stands_before_its_parents() -> None:
    assert values("giay_khai_sinh", page(*BIRTH))["ethnicity"] == "Kinh"


def test_a_full_line_runs_on_and_a_short_one_does_not() -> None:
    found = values("giay_khai_sinh", page(*BIRTH))
    assert found["place_of_birth"].endswith("miền Trung nước Cộng hòa xã hội chủ nghĩa Việt Nam")
    assert found["organ_name"].endswith("Hoa Thủy")


def test_lost_tone_marks_and_joined_words_do_not_hide_a_label() -> None:
    found = values("giay_khai_sinh", page("Ho, chu dem,tên: NGUYỄN VĂN AN", "Giới tinh:Nam"))
    assert found == {"full_name": "NGUYỄN VĂN AN", "sex": "Nam"}


def test_digits_and_words_of_a_date_must_agree() -> None:
    rows = [row.replace("12/08/2010", "13/08/2010") for row in BIRTH]
    assert fields("giay_khai_sinh", page(*rows))["date_of_birth"].doubts == (CONTRADICTION,)


def test_an_id_that_says_another_sex_is_doubted_on_both() -> None:
    rows = [row.replace("Giới tính: Nữ", "Giới tính: Nam") for row in BIRTH]
    found = fields("giay_khai_sinh", page(*rows))
    assert CONTRADICTION in found["sex"].doubts
    assert CONTRADICTION in found["personal_id"].doubts


def test_an_id_of_no_province_breaks_its_rule() -> None:
    found = fields("giay_xac_nhan_hon_nhan", page("Số CCCD: 003199001234"))
    assert found["personal_id"].doubts == (BAD_FORMAT,)


def test_a_dotted_blank_is_absent() -> None:
    assert "full_name" not in fields("giay_khai_sinh", page("Họ, chữ đệm, tên: ..............."))


def test_handwriting_on_a_dotted_line_is_doubted() -> None:
    reading = page("Họ và tên: Nguyễn Văn An ..........", doubtful="Nguyễn Văn An")
    assert fields("don_de_nghi", reading)["applicant_name"].doubts == (HANDWRITING,)


def test_what_is_not_printed_is_absent() -> None:
    assert fields("giay_khai_sinh", page("GIẤY KHAI SINH")) == {}
    assert fields("giay_khai_sinh") == {}


MARRIAGE = (
    "Số: 12/2022",
    "Họ, chữ đệm, tên vợ: TRẦN THỊ BÌNH          Họ, chữ đệm, tên chồng: NGUYỄN VĂN CƯỜNG",
    "Ngày, tháng, năm sinh: 01/02/1985           Ngày, tháng, năm sinh: 03/04/1983",
    "Giấy tờ tùy thân: CCCD số                   Giấy tờ tùy thân: CCCD số",
    "044185001234                                044083001234",
)


def test_a_label_belongs_to_the_spouse_of_its_column() -> None:
    found = values("giay_chung_nhan_ket_hon", page(*MARRIAGE))
    assert found["wife_date_of_birth"] == "1985-02-01"
    assert found["husband_date_of_birth"] == "1983-04-03"
    assert found["wife_personal_id"] == "044185001234"
    assert found["husband_personal_id"] == "044083001234"


def test_a_table_gives_each_spouse_the_cell_of_their_column() -> None:
    table = page(
        "                     CHỒNG                  VỢ",
        "Họ và tên            NGUYỄN VĂN CƯỜNG       TRẦN THỊ BÌNH",
        "Ngày sinh            03/04/1983             01/02/1985",
    )
    found = values("giay_chung_nhan_ket_hon", table)
    assert (found["husband_name"], found["wife_name"]) == ("NGUYỄN VĂN CƯỜNG", "TRẦN THỊ BÌNH")
    assert found["husband_date_of_birth"] == "1983-04-03"


def test_spouses_with_one_number_contradict() -> None:
    rows = [row.replace("044185001234", "044083001234") for row in MARRIAGE]
    found = fields("giay_chung_nhan_ket_hon", page(*rows))
    assert CONTRADICTION in found["wife_personal_id"].doubts
    assert CONTRADICTION in found["husband_personal_id"].doubts


def test_a_land_certificate_has_two_labels_in_a_row() -> None:
    found = values(
        "giay_chung_nhan_qsdd",
        page(
            "Ông: Nguyễn Văn An, sinh năm 1970, CCCD số: 044070001234",
            "a) Thửa đất số: 12, tờ bản đồ số: 5",
            "c) Diện tích: 1.234,5 m2 (bằng chữ: một nghìn hai trăm ba mươi tư)",
            "đ) Mục đích sử dụng: Đất ở tại nông thôn",
            "Số vào sổ cấp GCN: CS 01234                      BM 123456",
        ),
    )
    assert (found["parcel_number"], found["map_sheet_number"]) == ("12", "5")
    assert (found["owner_name"], found["owner_personal_id"]) == ("Nguyễn Văn An", "044070001234")
    assert (found["area_m2"], found["land_use"]) == ("1234.5", "Đất ở tại nông thôn")
    assert (found["book_number"], found["serial_number"]) == ("CS 01234", "BM 123456")


def test_a_receipt_may_not_be_due_before_it_was_given() -> None:
    reading = page("Ngày tiếp nhận: 25/12/2023", "Ngày hẹn trả kết quả: 20/12/2023")
    assert fields("giay_tiep_nhan", reading)["due_date"].doubts == (CONTRADICTION,)


def test_the_name_under_a_signature_title_is_its_bearers() -> None:
    found = values(
        "giay_tiep_nhan",
        page(
            "NGƯỜI NỘP HỒ SƠ               NGƯỜI TIẾP NHẬN HỒ SƠ",
            "(Ký)                          (Ký và ghi rõ họ tên)",
            "",
            "Nguyễn Văn An                  Lê Thị Hoa",
        ),
    )
    assert (found["applicant_name"], found["receiver_name"]) == ("Nguyễn Văn An", "Lê Thị Hoa")


def test_a_receipts_code_comes_from_its_qr() -> None:
    reading = page("Mã hồ sơ: H46.12.34-240105-00l2", barcodes=(qr("H46.12.34-240105-0012"),))
    found = fields("giay_tiep_nhan", reading)["dossier_code"]
    assert (found.value, found.how) == ("H46.12.34-240105-0012", FieldSource.BARCODE)


CARD = "044199001234|191234567|Nguyễn Thị An|12031999|Nữ|Thôn 3, Hoa Thủy, Lệ Thủy|01022021"


def test_the_code_of_a_card_beats_its_reading() -> None:
    found = fields("can_cuoc", page("Họ và tên / Full name: NGUYEN THI AM", barcodes=(qr(CARD),)))
    assert (found["full_name"].value, found["full_name"].how) == (
        "Nguyễn Thị An",
        FieldSource.BARCODE,
    )
    assert found["date_of_birth"].value == "1999-03-12"
    assert found["issued_date"].value == "2021-02-01"


def test_a_card_of_2024_may_say_more() -> None:
    found = values("can_cuoc", page("CĂN CƯỚC", barcodes=(qr(CARD + "|cha|mẹ"),)))
    assert found["residence"] == "Thôn 3, Hoa Thủy, Lệ Thủy"


def test_another_code_is_no_card() -> None:
    assert fields("can_cuoc", page("CĂN CƯỚC", barcodes=(qr("https://vi.vn|1|2|3|4|5|6"),))) == {}


def test_a_card_without_code_is_read_by_its_labels() -> None:
    found = values(
        "can_cuoc",
        page(
            "Số / No.: 044199001234",
            "Họ và tên / Full name:",
            "NGUYỄN THỊ AN",
            "Giới tính / Sex: Nữ   Quốc tịch / Nationality: Việt Nam",
            "Quê quán / Place of origin:",
            "Hoa Thủy, Lệ Thủy, Quảng Bình",
        ),
    )
    assert (found["personal_id"], found["full_name"]) == ("044199001234", "NGUYỄN THỊ AN")
    assert (found["sex"], found["nationality"]) == ("Nữ", "Việt Nam")
    assert found["place_of_origin"] == "Hoa Thủy, Lệ Thủy, Quảng Bình"


def test_a_card_whose_labels_are_lost_is_read_by_its_order_and_doubted() -> None:
    card = page(
        "                  CĂN CƯỚC CÔNG DÂN",
        "                  C0 / Nn: 0480805572",
        "      |           PHẠM KHẮC QUỲ",
        "                  Mày sen / Dan",
        "      |           29/05/1980.",
        "                  am tỳ /Sex — Quốc",
        "      |           Nam          Việt Nam",
        "      Mỹ có giá   29/05/2040",
    )
    found = fields("can_cuoc", card)
    assert {key: field.value for key, field in found.items()} == {
        "full_name": "PHẠM KHẮC QUỲ",
        "date_of_birth": "1980-05-29",
        "sex": "Nam",
        "nationality": "Việt Nam",
    }
    assert all(LOW_CONFIDENCE in field.doubts for field in found.values())


def test_rows_of_a_card_without_its_title_say_nothing() -> None:
    assert values("can_cuoc", page("PHẠM KHẮC QUỲ", "29/05/1980", "Nam     Việt Nam")) == {}


def test_specks_beside_a_label_are_neither_a_label_nor_a_value() -> None:
    receipt = page(
        "Nội dung yêu cầu giải quyết: t: Đăng ký biến động về sử dụng đất",
        "Địa chỉ: ^",
        "Ấp Giồng Tre, xã Hòa Ngà, tỉnh Lào Cai",
    )
    found = values("giay_tiep_nhan", receipt)
    assert found["procedure_name"].endswith("Đăng ký biến động về sử dụng đất")
    assert found["applicant_address"] == "Ấp Giồng Tre, xã Hòa Ngà, tỉnh Lào Cai"


def test_a_speck_behind_the_number_of_a_house_opens_no_label() -> None:
    certificate = page(
        "2. Địa điểm kinh doanh: Số 104: đường Bến Tre, phường Thạch Khuê, huyện Đại",
        "Ngà, tỉnh Đắk Lắk",
    )
    place = values("dang_ky_ho_kinh_doanh", certificate)["head_office"]
    assert place.endswith("đường Bến Tre, phường Thạch Khuê, huyện Đại Ngà, tỉnh Đắk Lắk")


def test_a_year_alone_on_its_row_ends_the_line_of_place_and_date() -> None:
    permit = page(
        "          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "                        GIẤY CHỨNG NHẬN",
        "Chủ cơ sở: Ngô Nhật Toàn",
        "                        Thừa Thiên Huế, ngày 01 tháng 12 năm",
        "                        2019",
        "                        CHI CỤC TRƯỞNG",
    )
    assert values("giay_chung_nhan_attp", permit)["issued_date"] == "2019-12-01"


def test_a_translation_on_a_card_is_no_value() -> None:
    card = page(
        "                  CĂN CƯỚC",
        "                  Giới tính / Sex",
        "                  Nam",
        "                  Quốc tịch / Nationality",
        "                  Việt Nam",
    )
    assert values("can_cuoc", card) == {"sex": "Nam", "nationality": "Việt Nam"}


def test_a_day_that_ends_an_indented_sentence_stands_at_its_left() -> None:
    apology = page(
        "      Chúng tôi xin lỗi vì sự chậm trễ này và sẽ trả kết quả cho ông (bà) vào ngày",
        "29/01/2023.",
        "      Mong nhận được sự thông cảm của ông (bà) vì sự chậm trễ này",
    )
    assert values("phieu_xin_loi", apology)["due_date"] == "2023-01-29"


def test_capital_and_its_words_must_agree() -> None:
    reading = page("Vốn điều lệ: 2.000.000.000 đồng", "Bằng chữ: Ba tỷ đồng")
    found = fields("dang_ky_doanh_nghiep", reading)["charter_capital_vnd"]
    assert (found.value, found.doubts) == ("2000000000", (CONTRADICTION,))


def test_a_field_lies_where_its_words_are() -> None:
    found = fields("dang_ky_doanh_nghiep", page("Mã số doanh nghiệp: 0100109106"))
    field = found["enterprise_code"]
    assert (field.raw, field.box.left, field.box.width) == ("0100109106", 340, 120)


def test_a_leaning_page_keeps_its_rows() -> None:
    upright = page("Họ và tên: NGUYỄN VĂN AN" + " " * 30 + "Giới tính: Nam", "Dân tộc: Kinh")
    lines = tuple(Line(words=tuple(map(_sunk, line.words))) for line in upright.text.lines)
    leaning = replace(upright, text=PageText(lines=lines), skew_degrees=2.0)
    found = values("giay_khai_sinh", leaning)
    assert found == {"full_name": "NGUYỄN VĂN AN", "sex": "Nam", "ethnicity": "Kinh"}


def _sunk(word: Word) -> Word:
    """The word where a page that leans by two degrees has it."""
    drop = round(word.box.left * 0.035)
    return replace(
        word, box=replace(word.box, top=word.box.top + drop, bottom=word.box.bottom + drop)
    )


def test_an_unknown_type_has_no_fields() -> None:
    assert fields("khac", page("Họ và tên: NGUYỄN VĂN AN")) == {}
    assert fields("chua_biet", page("Họ và tên: NGUYỄN VĂN AN")) == {}
