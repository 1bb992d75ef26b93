"""Sheets into a PDF to print: A4, black on white, the code twice, and in large print what a person must know.

The two codes lie at opposite corners, one turned by a quarter, so that no single stain, crease or feeder roller takes
both; under the first its text is printed for the day when neither can be read. One module is more than a millimetre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import shorten

import segno
from fpdf import FPDF
from fpdf.enums import Align

from digitize.sheets.payload import Sheet, payload_of

_CODE_MM = 75.0
_MARGIN_MM = 15.0
_A4_MM = (210.0, 297.0)
_FONT = "sheet"
_MAX_TITLE = 110
"""Characters: three lines; more would reach the second code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSheet:
    """A sheet with what people read on it."""

    sheet: Sheet
    procedure_title: str = ""
    component_title: str = ""

    @property
    def is_cover(self) -> bool:
        return bool(self.sheet.dossier_code)


def sheets_pdf(sheets: Sequence[PrintedSheet], *, font: Path, at: datetime) -> bytes:
    """One page a sheet, in the order given. `font`: a TrueType font with Vietnamese letters; its bold beside it if any."""
    pdf = FPDF(orientation="portrait", unit="mm", format="A4")
    pdf.set_creation_date(at)
    pdf.set_title("Tờ phân tách và tờ bìa hồ sơ")
    pdf.set_lang("vi-VN")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(_MARGIN_MM)
    pdf.add_font(_FONT, fname=font)
    pdf.add_font(_FONT, style="B", fname=_bold(font))
    for printed in sheets:
        pdf.add_page()
        _draw(pdf, printed)
    return bytes(pdf.output())


def _draw(pdf: FPDF, printed: PrintedSheet) -> None:
    sheet = printed.sheet
    text = payload_of(sheet)
    right, bottom = _A4_MM[0] - _MARGIN_MM, _A4_MM[1] - _MARGIN_MM
    pdf.set_xy(_MARGIN_MM, _MARGIN_MM)
    _print(pdf, "TỜ BÌA HỒ SƠ" if printed.is_cover else "TỜ PHÂN TÁCH TÀI LIỆU", size=34, bold=True)
    _print(pdf, "Không phải giấy tờ của hồ sơ. Để nguyên trong tập khi quét.", size=15)
    top = pdf.get_y() + 6
    _code(pdf, text, left=_MARGIN_MM, top=top, quarter_turns=0)
    _number(pdf, sheet, left=_MARGIN_MM + _CODE_MM + 10, top=top)
    pdf.set_xy(_MARGIN_MM, top + _CODE_MM + 4)
    _print(pdf, text, size=_fitting(pdf, text, largest=14))
    pdf.set_y(pdf.get_y() + 4)
    for label, value in _said(printed):
        _print(pdf, label, size=13)
        _print(pdf, shorten(value, _MAX_TITLE, placeholder=" …"), size=18, bold=True)
    _code(pdf, text, left=right - _CODE_MM, top=bottom - _CODE_MM, quarter_turns=1)
    pdf.set_xy(_MARGIN_MM, bottom - 30)
    _print(pdf, _advice(printed), size=13, width=right - _CODE_MM - _MARGIN_MM - 8)


def _said(printed: PrintedSheet) -> list[tuple[str, str]]:
    sheet = printed.sheet
    procedure = " · ".join(filter(None, (sheet.procedure_code, printed.procedure_title)))
    component = printed.component_title or sheet.component
    lines = [
        ("Mã hồ sơ:", sheet.dossier_code),
        ("Thủ tục:", procedure),
        ("Giấy tờ đặt ngay sau tờ này:", component),
    ]
    return [(label, value) for label, value in lines if value]


def _advice(printed: PrintedSheet) -> str:
    if printed.is_cover:
        return "Đặt các tờ bìa theo đúng số thứ tự, mỗi tờ ngay trước giấy tờ của nó. Không dùng lại cho hồ sơ khác."
    return "Đặt một tờ trước mỗi giấy tờ, theo đúng số thứ tự. Dùng lại được nhiều lần."


def _number(pdf: FPDF, sheet: Sheet, *, left: float, top: float) -> None:
    pdf.set_xy(left, top)
    width = _A4_MM[0] - _MARGIN_MM - left
    _print(pdf, "Tờ số", size=20, width=width)
    _print(pdf, f"{sheet.sheet_number}/{sheet.sheet_count}", size=60, bold=True, width=width)
    _print(pdf, f"Lần in {sheet.print_id}", size=20, width=width)


def _print(
    pdf: FPDF, text: str, *, size: float, bold: bool = False, width: float | None = None
) -> None:
    """Lines at the present left edge, broken at `width` mm; the pen ends below them."""
    left = pdf.get_x()
    pdf.set_font(_FONT, style="B" if bold else "", size=size)
    pdf.multi_cell(width or _A4_MM[0] - _MARGIN_MM - left, size * 0.43, text, align=Align.L)
    pdf.set_x(left)


def _fitting(pdf: FPDF, text: str, *, largest: int) -> float:
    """The size at which the text takes one line: read by a machine, a broken one is worth nothing."""
    pdf.set_font(_FONT, size=largest)
    room = _A4_MM[0] - 2 * (_MARGIN_MM + pdf.c_margin)
    return min(largest, largest * room / pdf.get_string_width(text))


def _code(pdf: FPDF, text: str, *, left: float, top: float, quarter_turns: int) -> None:
    """A QR code that survives the loss of three tenths of itself."""
    rows = [bytes(row) for row in segno.make_qr(text, error="h", boost_error=False).matrix]
    for _ in range(quarter_turns):
        rows = [bytes(row) for row in zip(*reversed(rows), strict=True)]
    module = _CODE_MM / len(rows)
    pdf.set_fill_color(0)
    for y, row in enumerate(rows):
        for x, length in _runs(row):
            pdf.rect(left + x * module, top + y * module, length * module, module, style="F")


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules: one rectangle each, so that no seam shows between them."""
    runs: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((x, 1))
    return runs


def _bold(font: Path) -> Path:
    bold = font.with_name(font.name.replace("Regular", "Bold"))
    return bold if bold.is_file() else font
