"""What is printed survives printing, scanning and a counter's day: both ways round, skewed, grey, 1-bit, stained, torn."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from pdf2image import convert_from_path

from digitize.intake.barcodes import find_barcodes
from digitize.intake.separate import is_separator
from digitize.model import PageImage, Pixels, Resolution
from digitize.pdf.pdftotext import layer_text
from digitize.pdf.seal_font import system_font
from digitize.sheets.payload import Sheet, payload_of, read_payload
from digitize.sheets.printing import PrintedSheet, sheets_pdf

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
DPI = 150
COVER = PrintedSheet(
    sheet=Sheet(
        print_id="K7M2QX",
        sheet_number=3,
        sheet_count=5,
        dossier_code="000.00.19.H46-231225-0001",
        procedure_code="1.001193.000.00.00.H46",
        component="giay_chung_nhan_ket_hon",
    ),
    procedure_title="Đăng ký khai sinh",
    component_title="Giấy chứng nhận kết hôn của cha, mẹ",
)
SEPARATOR = PrintedSheet(sheet=Sheet(print_id="AB12", sheet_number=7, sheet_count=20))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sheets") / "sheets.pdf"
    out.write_bytes(sheets_pdf([COVER, SEPARATOR], font=system_font(), at=NOW))
    return out


@pytest.fixture(scope="module")
def scanned(printed: Path) -> list[Pixels]:
    return [np.asarray(page.convert("L")) for page in convert_from_path(printed, dpi=DPI)]


def read(gray: Pixels, *, dpi: float = DPI, is_bilevel: bool = False) -> list[object]:
    """What the codes found on the page say."""
    page = PageImage(
        page_index=0,
        gray=np.ascontiguousarray(gray),
        colour=None,
        resolution=Resolution(dpi_x=dpi, dpi_y=dpi),
        is_bilevel=is_bilevel,
    )
    codes = find_barcodes(page)
    assert is_separator(codes) or not codes
    return [read_payload(code.text) for code in codes]


def blurred(gray: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(gray, (0, 0), 2.5), np.uint8)


def skewed(gray: Pixels) -> Pixels:
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 7, 1)
    return np.asarray(cv2.warpAffine(gray, turn, (width, height), borderValue=255), np.uint8)


def faint(gray: Pixels) -> Pixels:
    noise = np.random.default_rng(1).normal(0, 18, gray.shape)
    return np.clip(170 + gray * 0.25 + noise, 0, 255).astype(np.uint8)


def stained(gray: Pixels) -> Pixels:
    """A ring of coffee around and through the first code, spilt ink over a quarter of the second."""
    coffee = np.ones(gray.shape)
    cv2.circle(coffee, (320, 400), 190, 0.55, 45)
    soiled = (gray * coffee).astype(np.uint8)
    cv2.circle(soiled, (1120, 1600), 110, 30, -1)
    return soiled


def torn(gray: Pixels) -> Pixels:
    """The upper half is gone, the first code with it."""
    rest = gray.copy()
    rest[: gray.shape[0] // 2] = 255
    return rest


def shrunk(gray: Pixels) -> Pixels:
    """Photocopied at 71 per cent, A4 to A5."""
    return np.asarray(cv2.resize(gray, None, fx=0.71, fy=0.71, interpolation=cv2.INTER_AREA))


def striped(gray: Pixels) -> Pixels:
    """Dirt on the glass: dark lines down the page, through each code."""
    lined = gray.copy()
    for left in (250, 640, 1000):
        lined[:, left : left + 3] = 0
    return lined


@pytest.mark.parametrize("number", [0, 1], ids=["cover", "separator"])
@pytest.mark.parametrize(
    "damage",
    [lambda gray: gray, blurred, skewed, faint, stained, torn, shrunk, striped, np.flipud],
    ids=["clean", "blurred", "skewed", "faint", "stained", "torn", "shrunk", "striped", "mirrored"],
)
def test_a_sheet_is_read_through_damage(
    scanned: list[Pixels], number: int, damage: Callable[[Pixels], Pixels]
) -> None:
    assert (COVER, SEPARATOR)[number].sheet in read(damage(scanned[number]))


@pytest.mark.parametrize("quarters", range(4))
def test_a_one_bit_scan_is_read_whichever_way_it_lies(scanned: list[Pixels], quarters: int) -> None:
    bilevel = np.where(np.rot90(scanned[0], quarters) < 128, 0, 255).astype(np.uint8)
    assert COVER.sheet in read(bilevel, is_bilevel=True)


def test_a_fax_of_the_sheet_is_read(scanned: list[Pixels]) -> None:
    """100 dpi across and down, 1-bit, with specks."""
    small = cv2.resize(skewed(scanned[0]), None, fx=100 / DPI, fy=100 / DPI)
    bilevel = np.where(small < 128, 0, 255).astype(np.uint8)
    specks = np.random.default_rng(2).random(bilevel.shape) < 0.01
    bilevel[specks] = 255 - bilevel[specks]
    assert COVER.sheet in read(bilevel, dpi=100, is_bilevel=True)


def test_both_codes_of_a_clean_sheet_say_the_same(scanned: list[Pixels]) -> None:
    assert read(scanned[0]) == [COVER.sheet, COVER.sheet]


def test_people_read_the_same_in_large_print(printed: Path) -> None:
    text = "\n".join(layer_text(printed))
    for words in (
        "TỜ BÌA HỒ SƠ",
        "3/5",
        "000.00.19.H46-231225-0001",
        "Đăng ký khai sinh",
        "Giấy chứng nhận kết hôn của cha, mẹ",
        payload_of(COVER.sheet),
        "TỜ PHÂN TÁCH TÀI LIỆU",
        "7/20",
    ):
        assert words in text


def test_the_same_sheets_give_the_same_file() -> None:
    first, again = (sheets_pdf([COVER], font=system_font(), at=NOW) for _ in range(2))
    assert first == again


def test_long_titles_stay_clear_of_the_second_code(tmp_path: Path) -> None:
    long = PrintedSheet(
        sheet=COVER.sheet, procedure_title="Thủ tục rất dài " * 30, component_title="Giấy tờ " * 60
    )
    out = tmp_path / "long.pdf"
    out.write_bytes(sheets_pdf([long], font=system_font(), at=NOW))
    (page,) = convert_from_path(out, dpi=DPI)
    assert read(np.asarray(page.convert("L"))) == [COVER.sheet, COVER.sheet]
