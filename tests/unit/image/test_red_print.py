from dataclasses import replace

import cv2
import pytest
from page_factories import DPI, FONT_BOLD, RED, TEXT, seal
from PIL import ImageFont

from digitize.image.red_ink import red_marks, without_red_ink


def red_text(text, *, size_pt=18, left=400, top=500):
    font = ImageFont.truetype(str(FONT_BOLD), round(size_pt / 72 * DPI))
    return lambda pen: pen.text((left, top), text, font=font, fill=RED)


def kept_rows(draw_page, *paints):
    def paint(pen):
        for each in paints:
            each(pen)

    page = draw_page(lines=TEXT, paint=paint, colour=True)
    return page, red_marks(page).rows


@pytest.mark.parametrize(
    ("text", "size_pt"),
    [
        ("CHỨNG CHỈ HÀNH NGHỀ", 18),
        ("BẰNG KỸ SƯ", 24),
        ("Số/No: 790145678901", 8),
        ("BM 123456", 15),
    ],
)
def test_red_print_is_left_to_be_read(draw_page, text, size_pt):
    page, rows = kept_rows(draw_page, red_text(text, size_pt=size_pt, top=900))
    assert len(rows) == 1
    was_dark = page.gray < 120
    assert without_red_ink(page, keeping=rows).gray[was_dark].max() < 130


def test_red_letters_over_print_are_a_stamps_and_go(draw_page):
    _, over = kept_rows(
        draw_page, red_text("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", size_pt=9, left=230, top=205)
    )
    _, beside = kept_rows(draw_page, red_text("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", size_pt=9, top=1500))
    assert (len(over), len(beside)) == (0, 1)


def test_rows_whose_marks_touch_are_print(draw_page):
    heading = "GIẤY CHỨNG NHẬN\nQUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU"
    _, rows = kept_rows(draw_page, red_text(heading, size_pt=16, left=200, top=900))
    assert rows


def test_figures_of_a_card_that_ran_together_are_print(draw_page):
    """Where a scan is soft; three marks in all are left of them."""
    page, _ = kept_rows(draw_page, red_text("Số/No: 590163318275", size_pt=9, top=900))
    soft = replace(
        page,
        gray=cv2.GaussianBlur(page.gray, (0, 0), 3),
        colour=cv2.GaussianBlur(page.colour, (0, 0), 3),
    )
    assert len(red_marks(soft).rows) == 1


def test_a_seal_beside_red_print_goes(draw_page):
    paints = (red_text("CHỨNG CHỈ HÀNH NGHỀ", top=900), lambda pen: seal(pen, left=900, top=1500))
    page, rows = kept_rows(draw_page, *paints)
    assert without_red_ink(page, keeping=rows).gray[1490:1800, 890:1200].min() > 200


def boxed(pen):
    pen.rectangle((200, 900, 520, 980), outline=RED, width=4)
    red_text("THƯỢNG KHẨN", size_pt=14, left=230, top=915)(pen)


def broken_seal(pen):
    for start in range(0, 360, 30):
        pen.arc((500, 1500, 784, 1784), start, start + 18, fill=RED, width=6)
    red_text("TỈNH HÀ", size_pt=9, left=560, top=1600)(pen)


@pytest.mark.parametrize(
    "paint", [boxed, broken_seal, lambda pen: pen.line((200, 900, 1400, 900), fill=RED, width=5)]
)
def test_what_red_ink_forms_otherwise_is_no_print(draw_page, paint):
    _, rows = kept_rows(draw_page, paint)
    assert rows == ()


def test_a_page_without_red_has_no_rows(draw_page):
    page = draw_page(lines=TEXT, colour=True)
    assert red_marks(page).rows == ()
