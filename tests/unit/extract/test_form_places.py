"""What forms say without a label, and what of a reading is not a letter at all."""

from dataclasses import replace

import pytest
from factories import line, page, word

from config.document_types import load_document_types
from digitize.extract.dispatch import extract
from digitize.extract.form import rows_of
from digitize.extract.form_organ import counter_name
from digitize.extract.names import is_doubtful_name
from digitize.extract.values import LOW_CONFIDENCE
from digitize.model import Box, Line, PageReading, PageText, Verdict, Word

TYPES = load_document_types()
HEAD = (
    "ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "XÃ HOA THỦY                         Độc lập - Tự do - Hạnh phúc",
    "BỘ PHẬN TIẾP NHẬN",
    "VÀ TRẢ KẾT QUẢ             Hoa Thủy, ngày 07 tháng 5 năm 2024",
    "",
    "           PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    "Hồ sơ của: Lê Thị Minh Quyên",
)


def values(code: str, reading: PageReading) -> dict[str, str]:
    verdict = Verdict(type_code=code, confidence=1.0)
    return {f.key: f.value for f in extract([reading], verdict, types=TYPES, provinces=())}


def test_a_counters_unit_issues_itself() -> None:
    found = values("phieu_tu_choi", page(*HEAD))
    assert found["organ_name"] == "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"
    assert (found["issued_date"], found["applicant_name"]) == ("2024-05-07", "Lê Thị Minh Quyên")


def test_a_row_with_a_misread_figure_is_still_of_the_organs_name() -> None:
    """Its committee is not taken for a counter whose name was misread."""
    head = ("XÃ HOA THỦY                         Độc lập - Tự do - Hạnh phúc", "BỘ PHẬN 1IEP NI")
    found = values("phieu_tu_choi", page(HEAD[0], *head, *HEAD[3:]))
    assert "HOA THỦY" not in found["organ_name"]


@pytest.mark.parametrize(
    ("read", "is_sure"),
    [
        (("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"), True),
        (("NG TÂM PHỤC VỤ", "HÀNH"), False),
        (("TRUNG TÂM PHỤC VỤ", "CÔNG"), False),
    ],
    ids=["whole", "torn", "a_word_lost"],
)
def test_a_counter_under_a_stamp_is_proposed_by_its_legal_name(read, is_sure) -> None:
    head = (*HEAD[:2], read[0], f"{read[1]}             Hoa Thủy, ngày 07 tháng 5 năm 2024")
    verdict = Verdict(type_code="phieu_tu_choi", confidence=1.0)
    found = extract([page(*head, *HEAD[4:])], verdict, types=TYPES, provinces=())
    [organ] = [field for field in found if field.key == "organ_name"]
    assert organ.value == "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
    assert (LOW_CONFIDENCE not in organ.doubts) is is_sure


def test_another_unit_called_a_centre_is_no_counter() -> None:
    head = (*HEAD[:2], "TRUNG TÂM Y TẾ             Hoa Thủy, ngày 07 tháng 5 năm 2024")
    assert "TRUNG TÂM Y TẾ" in values("phieu_tu_choi", page(*head, *HEAD[4:]))["organ_name"]


def test_an_application_is_dated_above_its_signature() -> None:
    found = values(
        "don_de_nghi",
        page(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "        ĐƠN ĐĂNG KÝ",
            "Biến động đất đai, tài sản gắn liền với đất",
            "Kính gửi: Ủy ban nhân dân xã Hoa Thủy",
            "Sinh ngày: 01/02/1980",
            "                         Hoa Thủy, ngày 02 tháng 12 năm 2018",
        ),
    )
    assert (found["issued_date"], found["date_of_birth"]) == ("2018-12-02", "1980-02-01")
    assert found["subject"] == "Biến động đất đai, tài sản gắn liền với đất"
    assert found["addressee"] == "Ủy ban nhân dân xã Hoa Thủy"


@pytest.mark.parametrize(
    ("read", "proposed"),
    [
        ("PHÁN VĂN KIÊN", "PHAN VĂN KIÊN"),
        ("Đồ Thị Lan", "Đỗ Thị Lan"),
        ("Lê Thị Uyến", "Lê Thị Uyển"),
        ("Lê Thị Lan", "Lê Thị Lan"),
        ("Ksor Hờ Lan", "Ksor Hờ Lan"),
        ("Lê Thị Thuần", "Lê Thị Thuần"),
    ],
)
def test_a_name_is_proposed_as_names_are_spelled_and_doubted_for_it(read, proposed) -> None:
    verdict = Verdict(type_code="phieu_tu_choi", confidence=1.0)
    reading = page(*HEAD[:-1], f"Hồ sơ của: {read}")
    found = extract([reading], verdict, types=TYPES, provinces=())
    [name] = [field for field in found if field.key == "applicant_name"]
    assert (name.value, name.raw) == (proposed, read)
    assert read == proposed or LOW_CONFIDENCE in name.doubts


def test_a_value_ends_where_dots_are_left_of_its_line() -> None:
    reading = page(
        "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "Giấy này được cấp để: làm thủ tục mua bán đất................................",
        "Giấy này có giá trị sáu tháng kể từ ngày cấp",
    )
    assert values("giay_xac_nhan_hon_nhan", reading)["purpose"] == "làm thủ tục mua bán đất"


def test_a_date_left_to_the_pen_is_absent() -> None:
    reading = page("GIẤY PHÉP XÂY DỰNG", "        Hoa Thủy, ngày ..... tháng ..... năm 2023")
    assert "issued_date" not in values("giay_phep_xay_dung", reading)


def test_a_misread_counter_has_its_legal_name() -> None:
    assert counter_name("BỘ PHẬN TIẾP NHẬN À TRẢ KẾT QU Ả") == "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"
    assert counter_name("PHÒNG TƯ PHÁP") == "PHÒNG TƯ PHÁP"


@pytest.mark.parametrize("name", ["Phan Hữu", "Vũ THùy Lựu", "Võ Thị Uyến"])
def test_names_that_look_cut_or_misread_are_doubtful(name: str) -> None:
    assert is_doubtful_name(name)


@pytest.mark.parametrize("name", ["NGUYỄN QUỐC TUẤN", "Trần Thị Yến", "H' Bia Niê"])
def test_other_names_are_not(name: str) -> None:
    assert not is_doubtful_name(name)


def test_a_doubtful_name_goes_to_a_person() -> None:
    verdict = Verdict(type_code="giay_khai_sinh", confidence=1.0)
    reading = page("Họ, chữ đệm, tên: Phan Hữu")
    (field,) = extract([reading], verdict, types=TYPES, provinces=())
    assert field.doubts == (LOW_CONFIDENCE,)


def test_dots_read_as_letters_are_a_leader() -> None:
    name = [word("Họ"), word("tên:", left=140), word("An", left=200)]
    flat = Word(text="000c0", box=Box(left=240, top=118, right=400, bottom=124), confidence=0.3)
    reading = page("x")
    (row,) = rows_of([_with(reading, line(*name, flat))])
    assert [(w.text, w.on_leader) for w in row.words][-1] == ("An", True)


@pytest.mark.parametrize(
    ("read", "is_kept"), [("Tho.", True), ("..073864542", True), ("se", False)]
)
def test_print_read_badly_is_no_leader(read: str, *, is_kept: bool) -> None:
    name = [word("Họ"), word("tên:", left=140), word("Bích", left=200)]
    tall = Word(text=read, box=Box(left=290, top=80, right=360, bottom=140), confidence=0.3)
    (row,) = rows_of([_with(page("x"), line(*name, tall))])
    assert (row.words[-1].box == tall.box) is is_kept


def test_only_doubtful_words_and_lost_hooks_are_respelled() -> None:
    sure = (word("thực"), word("phấm", left=160, confidence=0.97))
    (row,) = rows_of([_with(page("x"), line(*sure))])
    assert (row.words[1].text, row.words[1].spelled) == ("phấm", "phẩm")


def _with(reading: PageReading, only: Line) -> PageReading:
    return replace(reading, text=PageText(lines=(only,)))
