"""What one paper says of another is found where it says so, and nothing is found where it only cites, asks or provides."""

import pytest
from factories import page
from hypothesis import given
from hypothesis import strategies as st

from digitize.warehouse.links import LinkKind, links_in
from digitize.warehouse.paper_links import link_id, with_box
from digitize.warehouse.sentences import sentences_of


def found(text: str, *, type_code: str = "quyet_dinh", family: str = "administrative") -> list[str]:
    links = links_in([text], type_code=type_code, family=family)
    return [" ".join(filter(None, (link.kind, link.number, link.day))) for link in links]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ("Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 12/QĐ-UBND\n"
            "ngày 03 tháng 02 năm 2015 của Ủy ban nhân dân tỉnh."),
            "replaces 12/QĐ-UBND 2015-02-03",
        ),
        ("Điều 1. Bãi bỏ Quyết định số 8/QĐ-UBND ngày 3/2/2015.", "repeals 8/QĐ-UBND 2015-02-03"),
        ("Nay hủy bỏ Quyết định số 8/QĐ-UBND.", "repeals 8/QĐ-UBND"),
        ("Bãi bỏ khoản 2 Điều 21 Quyết định số 8/QĐ-UBND.", "amends 8/QĐ-UBND"),
        ("QUYẾT ĐỊNH\nSửa đổi Quyết định số 622/QĐ-TTg ngày 17/5/2009", "amends 622/QĐ-TTg 2009-05-17"),
        (
            "Điều 1. Sửa đổi điểm 3.9 khoản 3 mục III phần C Thông tư số 130/2008/TT-BTC.",
            "amends 130/2008/TT-BTC",
        ),
        (
            "Điều 1. Đính chính sai sót kỹ thuật tại khoản 2 Điều 5 Quyết định số 05/QĐ-UBND.",
            "corrects 05/QĐ-UBND",
        ),
        (
            "Về việc thu hồi Giấy chứng nhận quyền sử dụng đất số phát hành BM 123456",
            "withdraws BM 123456",
        ),
        (
            "Quyết định số 5/QĐ-UBND ngày 2/3/2010 hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
            "replaces 5/QĐ-UBND 2010-03-02",
        ),
    ],
)  # fmt: skip
def test_what_a_decision_does_to_another_paper(text: str, said: str) -> None:
    assert found(text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Nghị định số 107/2021/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 61/2018/NĐ-CP;",
        "Quyết định này đã được sửa đổi, bổ sung theo Quyết định số 7/QĐ-UBND.",
        "Thu hồi 500 m2 đất của ông A theo Giấy chứng nhận số BM 123456.",
        "q) Cấp, cấp lại, sửa đổi, bổ sung, thu hồi các loại giấy phép theo Quyết định số 7/QĐ-UBND;",
        "Trường hợp thay thế Quyết định số 7/QĐ-UBND thì báo cáo.",
        "Đề nghị thu hồi Quyết định số 7/QĐ-UBND.",
        "Điều 1. Phê duyệt kế hoạch thực hiện Quyết định số 7/QĐ-UBND.",
        "Thay thế cụm từ “Ủy ban nhân dân” bằng cụm từ “chính quyền”.",
    ],
)
def test_what_is_cited_asked_or_provided_for_is_no_link(text: str) -> None:
    assert found(text) == []


def test_what_the_replaced_paper_was_about_is_not_replaced() -> None:
    text = "Thông tư này thay thế Thông tư số 38/2007/TT-BTC hướng dẫn Nghị định số 14/2007/NĐ-CP."
    assert found(text, type_code="thong_tu") == ["replaces 38/2007/TT-BTC"]


def test_papers_joined_by_a_comma_or_and_are_all_meant() -> None:
    text = "Điều 1. Bãi bỏ Quyết định số 8/QĐ-UBND ngày 3/2/2015 và Quyết định số 9/QĐ-UBND."
    assert found(text) == ["repeals 8/QĐ-UBND 2015-02-03", "repeals 9/QĐ-UBND"]


@pytest.mark.parametrize("type_code", ["to_trinh", "bao_cao", "bien_ban"])
def test_a_paper_that_asks_or_tells_changes_nothing(type_code: str) -> None:
    assert found("Điều 1. Bãi bỏ Quyết định số 8/QĐ-UBND.", type_code=type_code) == []


def test_an_application_to_issue_again_is_no_issue() -> None:
    assert found("CẤP LẠI", type_code="don_de_nghi", family="application") == []


@pytest.mark.parametrize(
    ("text", "type_code", "family"),
    [
        ("GIẤY KHAI SINH\nCẤP LẠI\nHọ và tên: TRẦN BÌNH", "giay_khai_sinh", "civil_status"),
        ("Cấp lại lần 2", "giay_chung_nhan_qsdd", "land"),
        (
            "Đăng ký thay đổi lần thứ: 3, ngày 02 tháng 3 năm 2020",
            "dang_ky_doanh_nghiep",
            "business",
        ),
    ],
)
def test_a_certificate_issued_again_says_so_without_a_number(
    text: str, type_code: str, family: str
) -> None:
    assert found(text, type_code=type_code, family=family) == ["reissues"]


def test_a_land_certificate_names_the_one_it_was_exchanged_for() -> None:
    text = "Giấy chứng nhận này được cấp đổi từ Giấy chứng nhận quyền sử dụng đất số BM 123456 cấp ngày 12/3/2010."
    said = found(text, type_code="giay_chung_nhan_qsdd", family="land")
    assert said == ["reissues BM 123456 2010-03-12"]


def test_a_subject_line_behind_page_one_is_of_a_paper_in_a_list() -> None:
    line = "Về việc thu hồi Quyết định số 7/QĐ-UBND"
    pages = ["Danh mục", line]
    assert links_in(pages, type_code="quyet_dinh", family="administrative") == ()


def test_a_number_whose_agency_was_not_read_names_nothing() -> None:
    assert found("Bãi bỏ Thông tư số 79/2024/TT.", type_code="thong_tu") == []


def test_lost_tone_marks_do_not_hide_a_link() -> None:
    assert found("Điều 1. Bai bỏ Quyêt đinh số 8/QĐ-UBND.") == ["repeals 8/QĐ-UBND"]


def test_a_link_says_where_its_sentence_stands() -> None:
    rows = (
        "QUYẾT ĐỊNH",
        "Điều 1. Ban hành Quy chế.",
        "Điều 2. Quyết định này thay thế",
        "Quyết định số 8/QĐ-UBND.",
    )
    reading = page(*rows)
    (link,) = links_in([reading.text.text], type_code="quyet_dinh", family="administrative")
    assert (link.page_number, link.lines) == (1, (2, 3))
    boxed = with_box(link, [reading])
    assert boxed.box is not None
    assert boxed.box.top == reading.text.lines[2].box.top
    assert boxed.box.bottom == reading.text.lines[3].box.bottom


def test_the_same_sentence_is_the_same_link() -> None:
    (first,) = links_in(["Bãi bỏ Quyết định số 8/QĐ-UBND."], type_code="quyet_dinh", family="x")
    (again,) = links_in(["Bãi bỏ Quyết định số 8/QĐ-UBND."], type_code="quyet_dinh", family="x")
    assert first.kind is LinkKind.REPEALS
    assert link_id("r-1", first) == link_id("r-1", again)  # type: ignore[arg-type]


@given(text=st.text(alphabet=st.sampled_from("ab .;:\nĐiều 1thaybãibỏsố/-")))
def test_no_text_breaks_it_and_sentences_keep_the_order_of_lines(text: str) -> None:
    links_in([text], type_code="quyet_dinh", family="administrative")
    spans = [one.lines for one in sentences_of(text)]
    assert spans == sorted(spans)
    assert all(first <= last < len(text.split("\n")) for first, last in spans)
