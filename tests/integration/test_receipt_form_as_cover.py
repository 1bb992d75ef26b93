"""A counter's receipt, drawn and really read, names the dossier of the papers fed behind it and stays a paper."""

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import segno
from page_factories import DPI, FONT, FONT_BOLD, TEXT, drawn_page, page_of
from PIL import Image, ImageDraw, ImageFont

from config.settings import Settings
from digitize import pipeline
from digitize.intake.separate import separate
from digitize.model import CoverNote, PageImage, PageReading, SourcePage
from digitize.ports import OcrEngine
from workers.tools import build_engine

DOSSIER = "000.00.19.H46-231225-0001"
ROWS = (
    f"Mã hồ sơ: {DOSSIER}",
    "Tiếp nhận hồ sơ của: Trần Văn An",
    "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
    "Thành phần hồ sơ nộp gồm: Tờ khai, giấy chứng sinh",
    "Thời gian nhận hồ sơ: 08 giờ 30 phút, ngày 25 tháng 12 năm 2023",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[OcrEngine]:
    opened = build_engine(Settings())
    yield opened
    opened.close()


def receipt_form(code: str) -> PageImage:
    """Mẫu số 01: code top left, national heading, its own heading, rows, and the two who sign."""
    picture = Image.fromarray(np.full((2339, 1654, 3), 250, np.uint8))
    pen = ImageDraw.Draw(picture)
    plain = ImageFont.truetype(str(FONT), 36)
    bold = ImageFont.truetype(str(FONT_BOLD), 38)
    printed = io.BytesIO()
    segno.make_qr(code).save(printed, kind="png", scale=5)
    picture.paste(Image.open(printed).convert("RGB"), (150, 100))
    pen.text((700, 110), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=bold, fill=(0, 0, 0))
    pen.text((420, 380), "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", font=bold, fill=(0, 0, 0))
    for number, row in enumerate(ROWS):
        pen.text((200, 500 + 70 * number), row, font=plain, fill=(0, 0, 0))
    pen.text((200, 1000), "NGƯỜI NỘP HỒ SƠ", font=bold, fill=(0, 0, 0))
    pen.text((980, 1000), "NGƯỜI TIẾP NHẬN HỒ SƠ", font=bold, fill=(0, 0, 0))
    return page_of(np.asarray(picture), dpi=DPI)


def readings(engine: OcrEngine, *pages: PageImage) -> list[PageReading]:
    return [
        pipeline.read(SourcePage(image=replace(page, page_index=index)), engine=engine)
        for index, page in enumerate(pages)
    ]


@pytest.mark.parametrize("code", [DOSSIER, f"https://dvc.example/tra-cuu?ma={DOSSIER}"])
def test_a_receipt_form_names_what_follows_and_stays_a_paper(engine: OcrEngine, code: str) -> None:
    found = separate(readings(engine, receipt_form(code), drawn_page(lines=TEXT)))
    assert found.documents == ((0,), (1,))
    assert found.covers == (CoverNote(page_index=0, dossier_code=DOSSIER),)


def test_the_form_with_another_systems_code_names_nothing(engine: OcrEngine) -> None:
    card = "044099001234|194512345|Trần Văn An|01021999|Nam|Quảng Bình|05072021"
    found = separate(readings(engine, receipt_form(card), drawn_page(lines=TEXT)))
    assert found.documents == ((0, 1),)
    assert found.covers == ()
