"""A spooled file into the page images that a scanner made; pages drawn by a program have no scanning faults and are passed over.

Only what needs no external program is taken: on a Windows counter there is no poppler.
"""

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from digitize.errors import DamagedFile, MissingDependency, TooManyPixels
from digitize.intake.identify import identify
from digitize.intake.page_content import read_content
from digitize.intake.pdf_pages import hidden_layers, page_image
from digitize.intake.raster_pages import RasterPages
from digitize.intake.scanner_page import is_scanner_page, read_scanner_page
from digitize.model import FileKind, PageImage, ScanFile


def scanned_pages(path: Path) -> Iterator[PageImage]:
    """The pages that can be looked at, in order. Raises a `BadInput` where the file is none."""
    file = identify(path)
    yield from _of_pdf(path) if file.kind is FileKind.PDF else _of_raster(path, file)


def _of_raster(path: Path, file: ScanFile) -> Iterator[PageImage]:
    with RasterPages(path, file) as pages:
        for page_index in range(file.page_count):
            yield pages.load(page_index).image


def _of_pdf(path: Path) -> Iterator[PageImage]:
    with pikepdf.open(path) as pdf:
        hidden = hidden_layers(pdf)
        for page_index, page in enumerate(pdf.pages):
            image = _scanned(page_index, page, hidden)
            if image is not None:
                yield image


def _scanned(
    page_index: int, page: pikepdf.Page, hidden: frozenset[tuple[int, int]]
) -> PageImage | None:
    """None for a page that is no scanner image, or whose decoder is not on this machine: the server looks at those."""
    content = read_content(page, hidden_layers=hidden)
    if not is_scanner_page(page, content):
        return None
    try:
        image, resolution = read_scanner_page(page, content)
    except (MissingDependency, DamagedFile, TooManyPixels):
        return None
    return page_image(page_index, image, resolution)
