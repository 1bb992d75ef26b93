"""Separator sheets drawn here are found whichever way they are fed; ordinary bars are no patch code."""

import cv2
import numpy as np
import pytest
import zxingcpp

from digitize.intake.barcodes import find_barcodes
from digitize.intake.patch_code import find_patch_t
from digitize.model import PageImage, Pixels, Resolution

NARROW, WIDE = 0.08, 0.20


def _page(gray: Pixels, dpi: float = 200) -> PageImage:
    return PageImage(
        page_index=0,
        gray=np.ascontiguousarray(gray),
        colour=None,
        resolution=Resolution(dpi_x=dpi, dpi_y=dpi),
    )


def _with_code(kind: zxingcpp.BarcodeFormat, text: str, *, module_px: int = 3) -> Pixels:
    code = np.array(
        zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=module_px)
    )
    paper = np.full((2339, 1654), 255, np.uint8)
    paper[300 : 300 + code.shape[0], 200 : 200 + code.shape[1]] = code
    return paper


def _patch_sheet(bars: str = "NWNW", *, dpi: int = 200) -> Pixels:
    paper = np.full((round(11.69 * dpi), round(8.27 * dpi)), 255, np.uint8)
    top = 0.5
    for bar in bars:
        height = WIDE if bar == "W" else NARROW
        paper[round(top * dpi) : round((top + height) * dpi), dpi : 6 * dpi] = 0
        top += height + NARROW
    return paper


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("kind", ["Code128", "QRCode"])
def test_codes_are_read_whichever_way_the_sheet_lies(kind: str, quarters: int) -> None:
    sheet = _with_code(getattr(zxingcpp.BarcodeFormat, kind), "TACH-TAI-LIEU")

    (found,) = find_barcodes(_page(np.rot90(sheet, quarters)))

    assert (found.symbology, found.text) == (kind, "TACH-TAI-LIEU")


def test_a_code_lies_where_its_box_says() -> None:
    sheet = _with_code(zxingcpp.BarcodeFormat.QRCode, "TACH-TAI-LIEU")

    (found,) = find_barcodes(_page(sheet))

    dark = np.argwhere(sheet < 128)
    assert abs(np.array([found.box.top, found.box.left]) - dark.min(axis=0)).max() <= 4
    assert abs(np.array([found.box.bottom, found.box.right]) - dark.max(axis=0)).max() <= 4


def test_a_very_fine_scan_is_read_in_its_own_pixels() -> None:
    sheet = cv2.resize(
        _with_code(zxingcpp.BarcodeFormat.QRCode, "TACH"), None, fx=3, fy=3, interpolation=cv2.INTER_NEAREST
    )  # fmt: skip

    (found,) = find_barcodes(_page(sheet, dpi=600))

    assert abs(found.box.top - int(np.argwhere(sheet < 128).min(axis=0)[0])) <= 12


@pytest.mark.parametrize("dpi", [100, 200, 300])
@pytest.mark.parametrize("quarters", range(4))
def test_patch_t_is_found_whichever_way_it_is_fed(quarters: int, dpi: int) -> None:
    sheet = np.rot90(_patch_sheet(dpi=dpi), quarters)

    box = find_patch_t(sheet, dpi=dpi)

    assert box is not None
    assert round(min(box.width, box.height) / dpi, 1) == 0.8


@pytest.mark.parametrize("degrees", [-2, 2])
def test_patch_t_is_found_through_skew_and_noise(degrees: int) -> None:
    sheet = _patch_sheet()
    height, width = sheet.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    skewed = cv2.warpAffine(sheet, turn, (width, height), borderValue=255)
    noise = np.random.default_rng(1).random(skewed.shape)
    noisy = np.where(noise < 0.02, 0, np.where(noise > 0.98, 255, skewed)).astype(np.uint8)

    (found,) = find_barcodes(_page(noisy))

    assert found.symbology == "PATCH-T"


@pytest.mark.parametrize("bars", ["WWNN", "WNNW", "NWWN", "NNWW", "NWN", "NNNN"])
def test_other_bars_are_no_patch_t(bars: str) -> None:
    assert find_patch_t(_patch_sheet(bars), dpi=200) is None


def test_blank_paper_has_no_codes() -> None:
    assert find_barcodes(_page(np.full((500, 400), 255, np.uint8))) == ()


CARD = "096166335772||Lê Thục Xuyến|01031966|Nữ|Số 20 đường Giếng Mít, phường Phước Lãng, tỉnh Cà Mau|13032022"


def _scanned_card(*, dpi: int) -> PageImage:
    """A page with a card's code of 11.5 mm, as a scanner softens it."""
    code = zxingcpp.create_barcode(CARD, zxingcpp.BarcodeFormat.QRCode)
    modules = np.array(zxingcpp.write_barcode_to_image(code, scale=8))
    side = round(11.5 / 25.4 * 4 * dpi)
    fine = np.full((4 * 2 * dpi, 4 * 3 * dpi), 230, np.uint8)
    fine[503 : 503 + side, 905 : 905 + side] = cv2.resize(modules, (side, side))
    small = cv2.resize(fine, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return _page(cv2.GaussianBlur(small, (0, 0), 0.6), dpi)


@pytest.mark.parametrize("dpi", [150, 175, 200])
def test_the_code_of_a_card_is_read_from_a_coarse_scan(dpi):
    (found,) = find_barcodes(_scanned_card(dpi=dpi))
    assert found.text == CARD
    assert abs(found.box.left - 905 // 4) <= 8
    assert abs(found.box.top - 503 // 4) <= 8


@pytest.mark.parametrize("shape", [(8, 8), (2000, 8), (20, 2000)])
@pytest.mark.parametrize("dpi", [72, 600])
def test_a_sliver_has_no_codes(shape, dpi):
    noise = np.random.default_rng(4).integers(0, 256, shape, dtype=np.uint8)
    assert find_barcodes(_page(noise, dpi)) == ()
