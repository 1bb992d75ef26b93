from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_factories import printed, texts

from digitize.ocr.reading_order import in_reading_order

HEIGHT = 2339
LEFT, RIGHT = 150, 750


def letterhead(*, joined: bool) -> tuple:
    """A head whose columns the engine mixed row by row, as lines apart or run together."""
    rows = [
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("TỈNH PHÚ THỌ", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 28/2023/QĐ-UBND", "Phú Thọ, ngày 21 tháng 12 năm 2023"),
    ]
    lines = []
    for number, (left, right) in enumerate(rows):
        top = 200 + 60 * number
        if joined:
            gap = " " * ((RIGHT - LEFT) // 16 - len(left))
            lines.append(printed(left + gap + right, left=LEFT, top=top))
        else:
            lines += [printed(left, left=LEFT, top=top), printed(right, left=RIGHT, top=top)]
    lines.append(
        printed("QUYẾT ĐỊNH Quy định hệ số điều chỉnh giá đất năm 2024", left=400, top=420)
    )
    lines.append(
        printed("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6", left=LEFT, top=500)
    )
    return tuple(lines)


READ = [
    "ỦY BAN NHÂN DÂN",
    "TỈNH PHÚ THỌ",
    "Số: 28/2023/QĐ-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Phú Thọ, ngày 21 tháng 12 năm 2023",
    "QUYẾT ĐỊNH Quy định hệ số điều chỉnh giá đất năm 2024",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6",
]


def test_a_letterhead_is_read_issuer_first_then_heading():
    assert texts(in_reading_order(letterhead(joined=False), height=HEIGHT)) == READ


def test_lines_run_together_across_the_letterhead_are_parted():
    assert texts(in_reading_order(letterhead(joined=True), height=HEIGHT)) == READ


def test_the_columns_are_blocks_of_their_own():
    blocks = [line.block for line in in_reading_order(letterhead(joined=True), height=HEIGHT)]
    assert blocks == sorted(blocks)
    assert len(set(blocks[:3])) == len(set(blocks[3:6])) == 1
    assert blocks[2] < blocks[3] < blocks[6]


def test_a_title_close_under_the_date_belongs_to_neither_column():
    lines = (*letterhead(joined=False)[:6], printed("QUYẾT ĐỊNH", left=RIGHT + 20, top=380))
    ordered = in_reading_order(lines, height=HEIGHT)
    assert ordered[-1].block > ordered[-2].block


def test_a_misread_heading_still_parts_the_columns():
    lines = list(letterhead(joined=False))
    lines[1] = printed("CỌNG HOÀ XẢ HỘI CHU NGHIA VIỆT NAM", left=RIGHT, top=200)
    assert texts(in_reading_order(tuple(lines), height=HEIGHT))[:3] == READ[:3]


def test_recipients_are_read_whole_before_the_signer():
    lines = (
        printed(
            "Quyết định này có hiệu lực kể từ ngày ký và thay thế các quy định trước đây.",
            left=LEFT,
            top=1500,
        ),
        printed("Nơi nhận:                              TM. ỦY BAN NHÂN DÂN", left=LEFT, top=1600),
        printed("- Như trên;                            KT. CHỦ TỊCH", left=LEFT, top=1650),
        printed("- Lưu: VT.", left=LEFT, top=1700),
        printed("Nguyễn Văn An", left=900, top=1900),
    )
    assert texts(in_reading_order(lines, height=HEIGHT)) == [
        lines[0].text,
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "Nguyễn Văn An",
    ]


@pytest.mark.parametrize(
    "said",
    ["Số lợi nhuận sau thuế của công ty", "Người nhận chuyển nhượng", "- Tòa án nhân dân tối cao;"],
)
def test_words_alike_to_recipients_open_no_columns(said):
    lines = (
        printed("Điện thoại:                              Fax:", left=LEFT, top=1200),
        printed(said, left=LEFT, top=1250),
        printed("Địa chỉ:                                 Số nhà:", left=LEFT, top=1300),
    )
    assert in_reading_order(lines, height=HEIGHT) == lines


def test_a_court_among_the_recipients_is_no_second_head():
    lines = (
        printed("Nơi nhận:                              TM. ỦY BAN NHÂN DÂN", left=LEFT, top=1600),
        printed("- Tòa án nhân dân tỉnh;                KT. CHỦ TỊCH", left=LEFT, top=1650),
        printed("- Lưu: VT.", left=LEFT, top=1700),
    )
    assert texts(in_reading_order(lines, height=HEIGHT))[:3] == [
        "Nơi nhận:",
        "- Tòa án nhân dân tỉnh;",
        "- Lưu: VT.",
    ]


def table_rows():
    return tuple(
        printed(
            f"{n}                Hệ thống thông tin                 120",
            left=LEFT,
            top=1000 + 50 * n,
        )
        for n in range(1, 5)
    )


def test_a_table_stays_row_by_row():
    rows = table_rows()
    assert texts(in_reading_order(rows, height=HEIGHT)) == texts(rows)


def test_a_table_below_a_letterhead_stays_row_by_row():
    rows = table_rows()
    ordered = in_reading_order(letterhead(joined=True) + rows, height=HEIGHT)
    assert texts(ordered) == READ + texts(rows)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*READ, "Nơi nhận:", "- Lưu: VT;", "CHỦ TỊCH", "Kính gửi: Sở Nội vụ"]),
            st.integers(0, 1200),
            st.integers(0, 2200),
        ),
        max_size=25,
    )
)
def test_no_word_is_lost_or_doubled(placed):
    lines = tuple(
        printed(text, left=left, top=top, block=n) for n, (text, left, top) in enumerate(placed)
    )
    ordered = in_reading_order(lines, height=HEIGHT)
    assert Counter(w for line in ordered for w in line.words) == Counter(
        w for line in lines for w in line.words
    )
