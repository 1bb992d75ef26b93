"""Page readings into documents: printed sheets and blank pages are set aside, what lies between is one paper.

Where no sheet lies in the scan, papers are also parted where another one surely begins (`document_starts.py`). Sheets are
the counter's word: behind one, several papers may be meant as one component, and a person is asked instead.

Pure and total: every page is in exactly one document or set aside, whatever the order of sheets and blanks. What sheets
say of the pages behind them is noted; the counter's own receipt is a paper that says it too and parts like a sheet.
"""

from collections.abc import Collection, Iterator, Sequence

from digitize.model import Barcode, CoverNote, PageOutcome, PageReading, Separation
from digitize.sheets.payload import (
    SEPARATOR_TEXT,
    Sheet,
    SheetFault,
    is_sheet_text,
    read_payload,
)
from digitize.sheets.receipt_form import dossier_named_by, last_page_of_form

PATCH_T = "PATCH-T"
_PRINTED_ON_SHEETS = frozenset({"QRCode", "Code128"})
_MOST_WORDS_ON_SHEET = 120
"""A sheet has about sixty words, stains add some; a paper that quotes a sheet's text has more."""


def separate(
    readings: Sequence[PageReading], *, sure_starts: Collection[int] = frozenset()
) -> Separation:
    """How the pages of a scan fall into documents; a scan of blanks and separators alone has none.

    `sure_starts`: indexes of pages on which another paper begins by its own form. An unreadable page stays in the document
    it lies in: nobody knows that it is not part of the paper.
    """
    sheets = {reading.page_index for reading in readings if _is_sheet(reading)}
    forms = dict(_naming_forms(readings, sheets))
    parting = frozenset() if sheets else frozenset(sure_starts)
    documents: list[list[int]] = []
    starts_new = True
    for reading in readings:
        if reading.page_index in sheets:
            starts_new = True
        elif reading.outcome is not PageOutcome.BLANK:
            if starts_new or reading.page_index in parting:
                documents.append([])
            documents[-1].append(reading.page_index)
            starts_new = reading.page_index in forms.values()
    return Separation(
        documents=tuple(tuple(pages) for pages in documents),
        set_aside=tuple(_set_aside(readings, sheets)),
        covers=tuple(_covers(readings, sheets, forms)),
    )


def is_separator(barcodes: Sequence[Barcode]) -> bool:
    """Whether one of the codes on a page is that of a separator sheet; codes of other systems are not."""
    return any(barcode.symbology == PATCH_T for barcode in barcodes) or bool(_sheet_texts(barcodes))


def _is_sheet(reading: PageReading) -> bool:
    """By its code, found before reading; else by the same text in print, where a stain took the code."""
    if reading.outcome is PageOutcome.READ:
        return bool(_printed_payload(reading)) and len(reading.text.words) <= _MOST_WORDS_ON_SHEET
    return reading.outcome is PageOutcome.SEPARATOR


def _set_aside(
    readings: Sequence[PageReading], sheets: Collection[int]
) -> Iterator[tuple[int, PageOutcome]]:
    for reading in readings:
        if reading.page_index in sheets:
            yield reading.page_index, PageOutcome.SEPARATOR
        elif reading.outcome is PageOutcome.BLANK:
            yield reading.page_index, PageOutcome.BLANK


def _covers(
    readings: Sequence[PageReading], sheets: Collection[int], forms: Collection[int]
) -> Iterator[CoverNote]:
    for reading in readings:
        index = reading.page_index
        if index in forms:
            yield CoverNote(page_index=index, dossier_code=dossier_named_by(reading))
        elif index in sheets:
            texts = _sheet_texts(reading.barcodes) or _printed_payload(reading)
            said = _best(read_payload(text) for text in texts)
            if said is not None:
                yield _note(index, said)


def _naming_forms(
    readings: Sequence[PageReading], sheets: Collection[int]
) -> Iterator[tuple[int, int]]:
    """First and last page of each receipt form that begins a document, unless a sheet named the dossier before."""
    at_start, is_named = True, False
    for position, reading in enumerate(readings):
        if reading.page_index in sheets:
            at_start = True
            is_named = is_named or _names_dossier(reading)
        elif reading.outcome is not PageOutcome.BLANK:
            if at_start and not is_named and dossier_named_by(reading):
                yield reading.page_index, last_page_of_form(readings[position:])
            at_start = False


def _names_dossier(sheet: PageReading) -> bool:
    texts = _sheet_texts(sheet.barcodes) or _printed_payload(sheet)
    said = _best(read_payload(text) for text in texts)
    return isinstance(said, Sheet) and bool(said.dossier_code)


def _best(found: Iterator[Sheet | SheetFault | None]) -> Sheet | SheetFault | None:
    """A sheet carries its code twice: what is whole counts, then what at least tells its fault."""
    said = [item for item in found if item is not None]
    return next((item for item in said if isinstance(item, Sheet)), said[0] if said else None)


def _note(page_index: int, said: Sheet | SheetFault) -> CoverNote:
    if isinstance(said, SheetFault):
        return CoverNote(page_index=page_index, note=said)
    return CoverNote(
        page_index=page_index,
        dossier_code=said.dossier_code,
        procedure_code=said.procedure_code,
        component=said.component,
        print_id=said.print_id,
        sheet_number=said.sheet_number,
        sheet_count=said.sheet_count,
    )


def _sheet_texts(barcodes: Sequence[Barcode]) -> list[str]:
    return [
        barcode.text
        for barcode in barcodes
        if barcode.symbology in _PRINTED_ON_SHEETS and is_sheet_text(barcode.text)
    ]


def _printed_payload(reading: PageReading) -> list[str]:
    """Lines of the page from where they are a sheet's text; one misread letter leaves a sheet that says nothing."""
    lines = (line.text.replace(" ", "") for line in reading.text.lines)
    texts = [line[line.find(SEPARATOR_TEXT) :] for line in lines if SEPARATOR_TEXT in line]
    return [text for text in texts if read_payload(text) is not None]
