"""Pages of the real scans, through the project's own intake."""

from collections.abc import Iterator
from pathlib import Path

from digitize.intake.identify import identify
from digitize.intake.pages import open_scan
from digitize.model import PageImage


def scanned_page(path: Path, page_index: int) -> PageImage:
    with open_scan(path, identify(path)) as pages:
        return pages.load(page_index).image


def scanned_pages(samples: Path, *, limit: int) -> Iterator[PageImage]:
    """The first page of every sixth scan."""
    for path in sorted((samples / "scans").glob("*.pdf"))[::6][:limit]:
        yield scanned_page(path, 0)
