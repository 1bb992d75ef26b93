"""Page readings into documents: printed separator sheets and blank pages are set aside, what lies between is one paper.

Pure and total: every page is in exactly one document or set aside, whatever the order of sheets and blanks.
"""

from collections.abc import Sequence

from digitize.model import Barcode, PageOutcome, PageReading, Separation

SEPARATOR_TEXT = "TACH-TAI-LIEU"  # printed by us on our own sheets, also with a number behind it
PATCH_T = "PATCH-T"
_PRINTED_ON_SHEETS = frozenset({"QRCode", "Code128"})
_SET_ASIDE = frozenset({PageOutcome.SEPARATOR, PageOutcome.BLANK})


def separate(readings: Sequence[PageReading]) -> Separation:
    """How the pages of a scan fall into documents; a scan of blanks and separators alone has none.

    An unreadable page stays in the document it lies in: nobody knows that it is not part of the paper.
    """
    documents: list[list[int]] = []
    starts_new = True
    for reading in readings:
        if reading.outcome is PageOutcome.SEPARATOR:
            starts_new = True
        elif reading.outcome is not PageOutcome.BLANK:
            if starts_new:
                documents.append([])
            documents[-1].append(reading.page_index)
            starts_new = False
    return Separation(
        documents=tuple(tuple(pages) for pages in documents),
        set_aside=tuple(
            (reading.page_index, reading.outcome)
            for reading in readings
            if reading.outcome in _SET_ASIDE
        ),
    )


def is_separator(barcodes: Sequence[Barcode]) -> bool:
    """Whether one of the codes on a page is that of a separator sheet; codes of other systems are not."""
    return any(_is_separator_code(barcode) for barcode in barcodes)


def _is_separator_code(barcode: Barcode) -> bool:
    if barcode.symbology == PATCH_T:
        return True
    printed = barcode.symbology in _PRINTED_ON_SHEETS
    return printed and barcode.text.strip().startswith(SEPARATOR_TEXT)
