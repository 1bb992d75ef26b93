"""Codes that papers carry for other systems, really printed and found again, neither part papers nor name a dossier."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from factories import page

from digitize.intake.barcodes import find_barcodes
from digitize.intake.separate import PATCH_T, is_separator, separate
from digitize.model import Barcode, PageImage, PageOutcome, PageReading, Pixels, Resolution
from digitize.sheets.payload import Sheet, payload_of

DPI = 200
SHEET = payload_of(
    Sheet(print_id="K7M2QX", sheet_number=1, sheet_count=2, dossier_code="H46.12-240105-0012")
)
FOREIGN = {
    "identity card": (
        "QRCode",
        "044099001234|194512345|Trần Văn An|01021999|Nam|Quảng Bình|05072021",
    ),
    "land certificate": (
        "QRCode",
        "AA 01234567\nThửa đất số: 12\nTờ bản đồ số: 45\nDiện tích: 120,5 m²",
    ),
    "look-up address": ("QRCode", "https://dichvucong.example/tra-cuu/H46.12-240105-0012"),
    "invoice": ("QRCode", "00020101021238570010A000000727012700069704220113VQRQ00000000"),
    "another system's sheet": ("QRCode", "TACH_HO_SO;H46.12-240105-0012;1"),
    "the word inside": ("QRCode", f"X:{SHEET}"),
    "goods": ("EAN13", "8934563138165"),
    "dossier code in bars": ("Code128", "H46.12-240105-0012"),
    "shelf number": ("Code39", "TACH-TAI-LIEU"),
}


def printed(*codes: tuple[str, str], patch: bool = False) -> Pixels:
    """An A4 page with the codes one under another, and a patch code at its foot where wanted."""
    paper = np.full((2339, 1654), 255, np.uint8)
    top = 200
    for kind, text in codes:
        barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
        picture = np.array(zxingcpp.write_barcode_to_image(barcode, scale=4))
        picture = picture if kind == "QRCode" else np.repeat(picture[:1], 120, axis=0)
        paper[top : top + picture.shape[0], 200 : 200 + picture.shape[1]] = picture
        top += picture.shape[0] + 150
    if patch:
        row = 1900
        for inches in (0.08, 0.20, 0.08, 0.20):
            paper[row : row + round(inches * DPI), DPI : 6 * DPI] = 0
            row += round((inches + 0.08) * DPI)
    return paper


def found_on(paper: Pixels) -> tuple[Barcode, ...]:
    return find_barcodes(
        PageImage(
            page_index=0, gray=paper, colour=None, resolution=Resolution(dpi_x=DPI, dpi_y=DPI)
        )
    )


def read(codes: Sequence[Barcode], page_index: int) -> PageReading:
    outcome = PageOutcome.SEPARATOR if is_separator(codes) else PageOutcome.READ
    return replace(page("Đơn"), page_index=page_index, outcome=outcome, barcodes=tuple(codes))


@pytest.mark.parametrize("name", list(FOREIGN))
def test_a_foreign_code_parts_nothing_and_names_nothing(name: str) -> None:
    codes = found_on(printed(FOREIGN[name]))
    assert [(code.symbology, code.text) for code in codes] == [FOREIGN[name]]

    separation = separate([read((), 0), read(codes, 1), read((), 2)])

    assert separation.documents == ((0, 1, 2),)
    assert separation.covers == ()


def test_a_patch_sheet_parts_and_names_nothing() -> None:
    codes = found_on(printed(patch=True))
    assert [code.symbology for code in codes] == [PATCH_T]
    separation = separate([read((), 0), read(codes, 1), read((), 2)])
    assert separation.documents == ((0,), (2,))
    assert separation.covers == ()


@pytest.mark.parametrize("name", ["identity card", "goods", "dossier code in bars"])
def test_a_sheet_is_known_beside_a_foreign_code_and_a_patch(name: str) -> None:
    codes = found_on(printed(FOREIGN[name], ("QRCode", SHEET), patch=True))
    assert len(codes) == 3

    separation = separate([read(codes, 0), read((), 1)])

    assert separation.documents == ((1,),)
    assert [cover.dossier_code for cover in separation.covers] == ["H46.12-240105-0012"]
