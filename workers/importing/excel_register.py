"""An Excel register as rows of cells: one sheet read as a stream, dates as ISO 8601 whatever the cell's format shows.

An .xlsx is a zip archive, so its bounds are those of archives. Shared strings are held in memory by the library, which
is what a register of a million rows costs; cells are not.
"""

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from digitize.errors import BadArchive, BadRegister
from digitize.limits import MAX_REGISTER_BYTES, MAX_REGISTER_COLUMNS
from digitize.text import nfc
from workers.importing.archives import Archive, ArchiveLimits
from workers.importing.sheet import Cells, Sheet

_LIMITS = ArchiveLimits(files=5_000, bytes=4 * MAX_REGISTER_BYTES, ratio=1_000)
"""XML of a table shrinks a hundredfold; a thousandfold is a bomb."""
_LIBRARY_FAULTS = (
    InvalidFileException,
    BadZipFile,
    SyntaxError,  # of XML
    zlib.error,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What openpyxl and the parsers below it raise on files that are no workbooks."""


def open_excel(path: Path, *, sheet: str = "") -> Sheet:
    """The named sheet, or the first. Raises `BadRegister`."""
    try:
        Archive.open(path, limits=_LIMITS).close()
    except BadArchive as fault:
        raise BadRegister(fault.detail) from fault
    with _workbook(path) as book:
        names = [worksheet.title for worksheet in book.worksheets]
    if not names or (sheet and sheet not in names):
        raise BadRegister(f"no sheet {sheet!r}; there are {', '.join(names)}")
    name = sheet or names[0]
    return Sheet(rows=partial(_rows, path, name), name=name)


@contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a workbook has beside its cells
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except _LIBRARY_FAULTS as fault:
        raise BadRegister(f"not a workbook: {type(fault).__name__}: {fault}") from fault


def _rows(path: Path, sheet: str) -> Iterator[Cells]:
    with _workbook(path) as book:
        worksheet = book[sheet]
        if worksheet.max_column and worksheet.max_column > MAX_REGISTER_COLUMNS:
            worksheet.reset_dimensions()  # formatted to the sheet's edge; what is filled counts
        for cells in worksheet.iter_rows(values_only=True, max_col=MAX_REGISTER_COLUMNS):
            yield tuple(_text(value) for value in cells)


def _text(value: object) -> str:
    """A cell as a person would type it: whole numbers without `.0`, dates without a midnight."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return nfc(str(value))
