"""An identified file into its pages: pixels to read, and the picture that the archive shows of each."""

from pathlib import Path
from typing import Protocol, Self

from digitize.intake.pdf_pages import PdfPages
from digitize.intake.picture import PagePicture
from digitize.intake.raster_pages import RasterPages
from digitize.model import FileKind, ScanFile, SourcePage


class ScanPages(Protocol):
    """The pages of one open file. Pictures are used before it is closed, loaded pages also after."""

    page_count: int

    def __enter__(self) -> Self: ...

    def __exit__(self, *failure: object) -> None: ...

    def load(self, page_index: int) -> SourcePage:
        """One page, decoded once, as the file shows it (`/Rotate` and EXIF orientation applied).

        Any order; rising order is cheapest. Raises `DamagedFile` or `TooManyPixels` for this page, others go on.
        """
        ...

    def picture(self, page_index: int, rendered: bytes | None) -> PagePicture:
        """What the archive shows of it; `rendered` as `load` gave it, also in another process."""
        ...


def open_scan(path: Path, file: ScanFile) -> ScanPages:
    """The pages of a file that `identify` accepted. Raises `DamagedFile` where it no longer opens."""
    if file.kind is FileKind.PDF:
        return PdfPages(path, file)
    return RasterPages(path, file)
