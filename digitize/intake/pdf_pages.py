"""The pages of a PDF, one at a time: scanner images taken out as they are, every other page rendered by poppler.

Ink that lies over a scan (a typed number, a filled form field) makes the page a rendered one, so that the archive shows
it. A portal's faint or declared watermark does not: it is left out, with a note; the original is kept anyway.
"""

from contextlib import ExitStack
from pathlib import Path
from xml.etree.ElementTree import Element

import pikepdf

from digitize.errors import DamagedFile, StoreFull
from digitize.intake.archive_image import archival
from digitize.intake.image_decode import DecodedImage, from_samples
from digitize.intake.page_content import DrawnImage, PageContent, read_content
from digitize.intake.page_geometry import (
    page_box,
    points_per_unit,
    rotation,
    shown_size_pt,
    stored_size_pt,
)
from digitize.intake.pdf_values import dictionaries, dictionary
from digitize.intake.picture import PagePicture, PlacedImage
from digitize.intake.render import encoded, load_rendered, render_dpi, rendered_window
from digitize.intake.scanner_page import is_scanner_page, read_scanner_page
from digitize.intake.text_layer import is_good_language, lies_on_ink, page_text, read_text_layers
from digitize.intake.wrap import wrapped_picture
from digitize.limits import MIN_PAGE_PIXELS, RENDER_WINDOW_PAGES
from digitize.model import PageImage, PageText, Resolution, ScanFile, SourcePage

PURE_WHITE = 255


class PdfPages:
    """Open for as long as its pages and pictures are used; single pages in any order, cheapest in rising order."""

    def __init__(self, path: Path, file: ScanFile) -> None:
        self.page_count = file.page_count
        self._path = path.absolute()  # poppler would take a file named `-r.pdf` for an option
        self._lifetime = ExitStack()
        self._window = self._lifetime.enter_context(ExitStack())
        self._rendered: dict[int, Path] = {}
        self._layers: dict[int, Element] = {}
        self._last_index = -1
        try:
            self._pdf = self._lifetime.enter_context(pikepdf.open(path))
        except pikepdf.PdfError as cause:
            raise DamagedFile(str(cause)) from cause
        self._hidden_layers = hidden_layers(self._pdf)

    def __enter__(self) -> "PdfPages":
        return self

    def __exit__(self, *failure: object) -> None:
        self._lifetime.close()

    def load(self, page_index: int) -> SourcePage:
        """The page as the file shows it, `/Rotate` applied. Raises `DamagedFile`, `TooManyPixels`."""
        page = self._page(page_index)
        content = self._content(page)
        try:
            if is_scanner_page(page, content):
                return self._scanner_page(page_index, page, content)
            return self._rendered_page(page_index, page, content)
        finally:
            self._last_index = page_index

    def picture(self, page_index: int, rendered: bytes | None) -> PagePicture:
        """What the archive shows: the page's own images, or `rendered` as `load` gave it."""
        page = self._page(page_index)
        if rendered is not None:
            width, height = shown_size_pt(page)
            return wrapped_picture(
                rendered, width_pt=width, height_pt=height, lifetime=self._lifetime
            )
        width, height = stored_size_pt(page)
        return PagePicture(
            width_pt=width,
            height_pt=height,
            rotate_degrees=rotation(page),
            images=tuple(self._placed(image, page) for image in self._content(page).images),
        )

    def _page(self, page_index: int) -> pikepdf.Page:
        try:
            return self._pdf.pages[page_index]
        except (IndexError, pikepdf.PdfError) as cause:
            raise DamagedFile(f"page {page_index + 1} is not there") from cause

    def _content(self, page: pikepdf.Page) -> PageContent:
        return read_content(page, hidden_layers=self._hidden_layers)

    def _placed(self, image: DrawnImage, page: pikepdf.Page) -> PlacedImage:
        unit, box = points_per_unit(page), page_box(page)
        a, b, c, d, e, f = (float(value) * unit for value in image.matrix.shorthand)
        return PlacedImage(
            stream=archival(image.stream, owner=self._pdf),
            matrix=(a, b, c, d, e - box[0] * unit, f - box[1] * unit),
            opacity=image.opacity,
            fill=image.fill,
        )

    def _scanner_page(
        self, page_index: int, page: pikepdf.Page, content: PageContent
    ) -> SourcePage:
        image, resolution = read_scanner_page(page, content)
        loaded = page_image(page_index, image, resolution)
        notes = ["watermark_left_out"] if content.has_watermark else []
        if content.has_text:
            is_good = is_good_language(self._text(loaded))
            notes.append("foreign_text_layer" if is_good else "junk_text_layer")
        return SourcePage(image=loaded, notes=tuple(notes))

    def _rendered_page(
        self, page_index: int, page: pikepdf.Page, content: PageContent
    ) -> SourcePage:
        dpi = render_dpi(*shown_size_pt(page))
        if page_index not in self._rendered:
            self._render_from(page_index, dpi)
        if page_index not in self._rendered:
            raise DamagedFile(f"page {page_index + 1} cannot be rendered")
        image = from_samples(load_rendered(self._rendered[page_index]), is_bilevel=False)
        if (content.images or content.is_odd) and image.gray.min() == PURE_WHITE:
            # Nothing of it was drawn: paper that was scanned is never of one white, so this page is not blank but lost.
            raise DamagedFile(f"page {page_index + 1}: what it shows cannot be drawn")
        loaded = page_image(page_index, image, Resolution(dpi_x=dpi, dpi_y=dpi))
        text = self._text(loaded) if content.has_text or content.is_odd else PageText()
        is_good = is_good_language(text) and lies_on_ink(text, loaded.gray)
        return SourcePage(
            image=loaded,
            text=text if is_good else None,
            rendered=encoded(image.gray, image.colour),
            notes=() if is_good or not text.lines else ("junk_text_layer",),
        )

    def _text(self, page: PageImage) -> PageText:
        """The page's own text, good or not; poppler reads a window of pages where they are asked for in a row."""
        index = page.page_index
        if index not in self._layers:
            ahead = RENDER_WINDOW_PAGES if index == self._last_index + 1 else 1
            last = min(index + ahead, self.page_count) - 1
            self._layers = read_text_layers(self._path, first=index, last=last)
        layer = self._layers.get(index)
        if layer is None:
            return PageText()
        source = self._page(index)
        width, height = (side / points_per_unit(source) for side in shown_size_pt(source))
        return page_text(layer, pixels_per_pt=(page.width / width, page.height / height))

    def _render_from(self, page_index: int, dpi: float) -> None:
        """Render the page, and with it the pages that follow where pages are asked for in a row."""
        self._window.close()
        self._rendered = {}
        last = page_index
        if page_index == self._last_index + 1:
            while last + 1 < page_index + RENDER_WINDOW_PAGES and self._is_like(last + 1, dpi):
                last += 1
        try:
            self._render(page_index, last, dpi)
        except (DamagedFile, StoreFull):
            if last == page_index:
                raise
            self._render(page_index, page_index, dpi)  # one of those that follow may be at fault

    def _render(self, first: int, last: int, dpi: float) -> None:
        self._rendered = self._window.enter_context(
            rendered_window(self._path, first=first, last=last, dpi=dpi)
        )

    def _is_like(self, page_index: int, dpi: float) -> bool:
        """Whether the page exists, must be rendered too, and at the same resolution."""
        if page_index >= self.page_count:
            return False
        page = self._page(page_index)
        same = render_dpi(*shown_size_pt(page)) == dpi
        return same and not is_scanner_page(page, self._content(page))


def page_image(page_index: int, image: DecodedImage, resolution: Resolution) -> PageImage:
    """Raises `DamagedFile` where there are too few pixels to be a page."""
    if min(image.gray.shape) < MIN_PAGE_PIXELS:
        raise DamagedFile(f"page of {image.gray.shape[1]}x{image.gray.shape[0]} pixels")
    return PageImage(
        page_index=page_index,
        gray=image.gray,
        colour=image.colour,
        resolution=resolution,
        is_bilevel=image.is_bilevel,
    )


def kept_rendering(page_index: int, file: Path) -> PageImage:
    """A page from the rendering that was kept of it, its resolution no longer known. Raises `DamagedFile`."""
    image = from_samples(load_rendered(file), is_bilevel=False)
    unknown = Resolution(dpi_x=0, dpi_y=0, is_estimated=True)
    return page_image(page_index, image, unknown)


def hidden_layers(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """Object numbers of the optional content that viewers do not show at first (ISO 32000-1, 8.11.4.3)."""
    properties = dictionary(pdf.Root, "/OCProperties")
    default = dictionary(properties, "/D")
    hidden = {group.objgen for group in dictionaries(default, "/OFF")}
    if default.get("/BaseState") == pikepdf.Name.OFF:
        shown = {group.objgen for group in dictionaries(default, "/ON")}
        hidden |= {group.objgen for group in dictionaries(properties, "/OCGs")} - shown
    return frozenset(hidden)
