"""The counter's own receipt (Giấy tiếp nhận hồ sơ và hẹn trả kết quả) as the first paper of a dossier, which names it.

Thông tư 03/2025/TT-VPCP and its predecessors have the form carry the dossier code as QR code or barcode. Other papers may
carry one too, so the heading decides. The form ends with the page that the receiving officer signs.
"""

from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio

from digitize.extract.ids import parse_dossier_code
from digitize.model import Line, PageOutcome, PageReading
from digitize.text import fold

_HEADING = "giay tiep nhan ho so va hen tra ket qua"
_SIGNED = ("nguoi tiep nhan", "can bo tiep nhan", "cong chuc tiep nhan")
_ALIKE = 88.0  # of 100: four letters of forty misread
_TOP_SHARE = (
    0.45  # the form is half a sheet: its heading may lie in the middle of an A4 scan's upper part
)


def dossier_named_by(page: PageReading) -> str:
    """The dossier code of a receipt form that carries it as a code; empty for every other page."""
    codes = [code for barcode in page.barcodes if (code := parse_dossier_code(barcode.text))]
    if len(set(codes)) != 1 or not _has_heading(page):
        return ""
    return codes[0]


def last_page_of_form(pages: Sequence[PageReading]) -> int:
    """Index of the page that the form beginning on the first of `pages` ends with: where it is signed, else itself."""
    first = pages[0]
    following = next((page for page in pages[1:] if page.outcome is not PageOutcome.BLANK), None)
    if following is None or following.outcome is not PageOutcome.READ or _is_signed(first):
        return first.page_index
    goes_on = _is_signed(following) and not _has_heading(following)
    return following.page_index if goes_on else first.page_index


def _has_heading(page: PageReading) -> bool:
    upper = [line for line in page.text.lines if line.box.top < page.height * _TOP_SHARE]
    text = " ".join(fold(line.text) for line in upper)  # the heading may break after `hồ sơ`
    return len(text) >= len(_HEADING) and partial_ratio(_HEADING, text) >= _ALIKE


def _is_signed(page: PageReading) -> bool:
    return any(_is_signing_line(line) for line in page.text.lines)


def _is_signing_line(line: Line) -> bool:
    """Printed in capitals over the signature; the same words in a sentence are a label."""
    return line.text.isupper() and any(words in fold(line.text) for words in _SIGNED)
