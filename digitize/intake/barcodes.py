"""A page's pixels into the QR codes and barcodes on it, by zxing-cpp, and the patch code that zxing does not know.

Bars are sought on one line a millimetre, across the page and down it: a barcode is at least 8 mm high, and the lines keep
the scan's full resolution. QR codes are sought in the whole picture, small ones in its own pixels, and large ones again
in few: there a blur, specks, faint print and dirt lines of the glass are averaged away. All together cost what one general
call at half size does, and read modules half as large. On a coarse scan the code of an identity card has modules of 1.3 to
1.8 pixels: squares as busy as a code are cut out, sharpened and enlarged.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from digitize.image.ink import shrunk
from digitize.intake.patch_code import columns_as_rows, find_patch_t
from digitize.intake.separate import PATCH_T
from digitize.model import Barcode, Box, PageImage, Pixels

if TYPE_CHECKING:
    from cv2.typing import MatLike

_MATRIX = (zxingcpp.BarcodeFormat.QRCode,)
_LINEAR = (
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.EAN13,
)  # interleaved 2 of 5 and its like are left out: they find codes in ordinary text
_LINES_PER_INCH = 25.4
_MM_PER_INCH = 25.4
_WHITE = 255
_COARSE_DPI = 75.0  # a module of a printed sheet has three pixels here
_COARSE_SCAN_DPI = 250.0  # above it a card's code is read as it is
_CELL_MM = 1.0
_BUSY = 18.0
"""Grey levels between a pixel and the next but one, in the mean over a cell, across and down."""
_LEAST_SIDE_CELLS, _MOST_SIDE_CELLS = 7, 30
"""Print is as busy, yet white rows part its lines."""
_MOST_SQUARES = 4
_SQUARE_MARGIN_MM = 2.5
_ENLARGED = 4
_SHARPENED, _EDGE_PIXELS = 3.0, 0.9
"""Sharpened by 2 to 4 over edges of 0.6 to 0.9 pixels, all codes on grey scans of cards at 200 dpi were read."""
_FINEST_DPI = 400.0  # a finer scan is halved first: no printed module is below 0.2 mm


def find_barcodes(page: PageImage) -> tuple[Barcode, ...]:
    """All codes on the page, boxes in its pixels; each code once."""
    halvings = 1 if page.resolution.dpi > _FINEST_DPI else 0
    gray = _halved(page.gray) if halvings else page.gray
    dpi = page.resolution.dpi / (1 + halvings)
    found = [*_decoded(gray, is_bilevel=page.is_bilevel, dpi=dpi)]
    found += [code for code in _large_codes(gray, dpi=dpi) if not _is_among(code, found)]
    found += [code for code in _small_codes(gray, dpi=dpi) if not _is_among(code, found)]
    patch = find_patch_t(gray, dpi=dpi)
    if patch is not None:
        found.append(Barcode(text="", symbology=PATCH_T, box=patch))
    scaled = [_scaled(barcode, 1 + halvings) for barcode in found]
    return tuple({(b.symbology, b.text, b.box): b for b in scaled}.values())


def _decoded(gray: Pixels, *, is_bilevel: bool, dpi: float) -> Iterator[Barcode]:
    step = max(1, round(dpi / _LINES_PER_INCH))
    binarizer = zxingcpp.Binarizer.LocalAverage
    if is_bilevel:
        binarizer = zxingcpp.Binarizer.FixedThreshold
    across = np.ascontiguousarray(gray[::step])
    down = columns_as_rows(gray[:, ::step])
    for code in _read(gray, _MATRIX, binarizer):
        yield _barcode(code, *_bounds(code))
    for code in _read(across, _LINEAR, binarizer):
        left, top, right, bottom = _bounds(code)
        yield _barcode(code, left, top * step, right, bottom * step)
    for code in _read(down, _LINEAR, binarizer):
        left, top, right, bottom = _bounds(code)
        yield _barcode(code, top * step, left, bottom * step, right)


def _large_codes(gray: Pixels, *, dpi: float) -> Iterator[Barcode]:
    """QR codes whose modules still show at a coarse scale; none where the page is no finer."""
    scale = _COARSE_DPI / dpi
    if scale >= 1:
        return
    coarse = shrunk(gray, scale, scale)
    for code in _read(coarse, _MATRIX, zxingcpp.Binarizer.LocalAverage):
        yield _barcode(code, *(round(edge / scale) for edge in _bounds(code)))


def _small_codes(gray: Pixels, *, dpi: float) -> Iterator[Barcode]:
    """QR codes of a coarse scan whose modules are hardly wider than a pixel."""
    if dpi > _COARSE_SCAN_DPI:
        return
    for square in _busy_squares(gray, dpi=dpi):
        patch = gray[square.top : square.bottom, square.left : square.right].astype(np.float32)
        soft = cv2.GaussianBlur(patch, (0, 0), _EDGE_PIXELS)
        sharp = np.clip(patch + _SHARPENED * (patch - soft), 0, _WHITE).astype(np.uint8)
        fine = cv2.resize(sharp, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_LANCZOS4)
        for code in _read(np.asarray(fine), _MATRIX, zxingcpp.Binarizer.LocalAverage):
            left, top, right, bottom = (edge // _ENLARGED for edge in _bounds(code))
            yield _barcode(
                code,
                square.left + left,
                square.top + top,
                square.left + right,
                square.top + bottom,
            )


def _busy_squares(gray: Pixels, *, dpi: float) -> list[Box]:
    """Where dark and light change across and down at once, over 7 to 30 mm each way, with some room around."""
    cell, room = dpi * _CELL_MM / _MM_PER_INCH, _SQUARE_MARGIN_MM * dpi / _MM_PER_INCH
    size = (max(1, round(gray.shape[1] / cell)), max(1, round(gray.shape[0] / cell)))
    across = _means(cv2.absdiff(gray[:, 2:], gray[:, :-2]), size)
    down = _means(cv2.absdiff(gray[2:], gray[:-2]), size)
    busy = (cv2.min(across, down) > _BUSY).astype(np.uint8)
    solid = cv2.morphologyEx(busy, cv2.MORPH_OPEN, np.ones((_LEAST_SIDE_CELLS,) * 2, np.uint8))
    found = cv2.connectedComponentsWithStats(solid, connectivity=4)[2][1:]
    return [
        Box(
            left=max(0, round(left * cell - room)),
            top=max(0, round(top * cell - room)),
            right=min(gray.shape[1], round((left + width) * cell + room)),
            bottom=min(gray.shape[0], round((top + height) * cell + room)),
        )
        for left, top, width, height, _ in found[:_MOST_SQUARES]
        if max(width, height) <= _MOST_SIDE_CELLS
    ]


def _means(changes: "MatLike", size: tuple[int, int]) -> Pixels:
    pixels = np.asarray(changes, dtype=np.uint8)
    return shrunk(pixels, size[0] / pixels.shape[1], size[1] / pixels.shape[0])


def _is_among(code: Barcode, found: Sequence[Barcode]) -> bool:
    """Whether the same code was found at this place already."""
    x, y = (code.box.left + code.box.right) / 2, (code.box.top + code.box.bottom) / 2
    return any(
        code.text == other.text
        and other.box.left <= x <= other.box.right
        and other.box.top <= y <= other.box.bottom
        for other in found
    )


def _read(
    gray: Pixels,
    formats: tuple[zxingcpp.BarcodeFormat, ...],
    binarizer: zxingcpp.Binarizer,
) -> list[zxingcpp.Barcode]:
    return list(
        zxingcpp.read_barcodes(
            gray,
            formats=zxingcpp.BarcodeFormats(list(formats)),
            try_rotate=False,
            try_downscale=False,
            try_invert=False,
            binarizer=binarizer,
        )
    )


def _barcode(code: zxingcpp.Barcode, left: int, top: int, right: int, bottom: int) -> Barcode:
    box = Box(left=left, top=top, right=max(right, left + 1), bottom=max(bottom, top + 1))
    return Barcode(text=code.text, symbology=code.format.name, box=box)


def _bounds(code: zxingcpp.Barcode) -> tuple[int, int, int, int]:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _halved(gray: Pixels) -> Pixels:
    size = (gray.shape[1] // 2, gray.shape[0] // 2)
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _scaled(barcode: Barcode, factor: int) -> Barcode:
    if factor == 1:
        return barcode
    box = barcode.box
    larger = Box(
        left=box.left * factor,
        top=box.top * factor,
        right=box.right * factor,
        bottom=box.bottom * factor,
    )
    return Barcode(text=barcode.text, symbology=barcode.symbology, box=larger)
