"""What `assemble` wrote, read again before it counts: PDF/A-2b by its own word, its text layer, its image streams.

The first half of invariant 7 of the design; `check_sealed.py` is the other. The tests ask the veraPDF engine too. Apart
from the sealed check, because the processes that assemble never sign and need not load what verifies signatures.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from pikepdf import Dictionary, Name, Object, Page, Pdf, PdfError, parse_content_stream

from digitize.errors import ArchiveProfileFailed, InvalidOutput
from digitize.model import PageReading
from digitize.pdf.assemble import Assembled
from digitize.pdf.image_streams import image_hash
from digitize.pdf.pdftotext import layer_text
from digitize.pdf.text_layout import layer_lines


def check_archive(
    pdf: Path | bytes, *, readings: Sequence[PageReading], assembled: Assembled
) -> None:
    """Hold a PDF that `assemble` wrote against what went into it.

    A file is given by its path: through a pipe poppler takes three times as long. Raises `ArchiveProfileFailed` where it does not
    say PDF/A-2b, `InvalidOutput` for everything else.
    """
    with open_clean(pdf) as opened:
        require_profile(opened)
        shown = tuple(tuple(map(image_hash, _images(page))) for page in opened.pages)
        if shown != assembled.image_hashes:
            raise InvalidOutput(
                f"images differ on {first_difference(shown, assembled.image_hashes)}"
            )
        shows_text = any(map(_shows_text, opened.pages))
    expected = tuple("\n".join(layer_lines(reading.text)) for reading in readings)
    # A process for poppler costs more than everything else here: it is not asked to read what has no text at all.
    texts = layer_text(pdf) if shows_text or any(expected) else ("",) * len(readings)
    if texts != expected:
        raise InvalidOutput(f"text layer differs on {first_difference(texts, expected)}")


def open_clean(pdf: Path | bytes) -> Pdf:
    """The PDF, opened without repair. Raises `InvalidOutput` where qpdf finds anything to complain of."""
    try:
        source = pdf if isinstance(pdf, Path) else BytesIO(pdf)
        opened = Pdf.open(source, attempt_recovery=False, suppress_warnings=True)
        len(opened.pages)
    except PdfError as error:
        raise InvalidOutput(f"open: {error}") from error
    if warnings := opened.get_warnings():
        raise InvalidOutput(f"open: {warnings[0]}")
    return opened


def require_profile(pdf: Pdf) -> None:
    """Raise `ArchiveProfileFailed` unless the file says that it is PDF/A-2b."""
    claimed = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False).pdfa_status
    if claimed != "2B" or "/OutputIntents" not in pdf.Root:
        raise ArchiveProfileFailed(f"says PDF/A {claimed or 'nothing'}")


def _images(page: Page) -> Iterator[Object]:
    """In the order in which `assemble` named them, which is the order of painting."""
    images = page.Resources.get("/XObject", Dictionary())
    for index in range(len(images)):
        yield images[f"/Image{index}"]


def _shows_text(page: Page) -> bool:
    """Whether anything in the page could be text: an operator that shows some, or an object drawn that is no image."""
    drawn = page.Resources.get("/XObject", Dictionary())
    return (
        "/Annots" in page
        or any(str(said.operator) in _SHOWING for said in parse_content_stream(page))
        or any(drawn[name].get("/Subtype") != Name.Image for name in map(str, drawn))
    )


_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
"""Text-showing operators (ISO 32000-1, table 109)."""


def first_difference(got: Sequence[object], expected: Sequence[object]) -> str:
    """Which page differs, for the log."""
    if len(got) != len(expected):
        return f"{len(got)} pages instead of {len(expected)}"
    differing = (
        index for index, pair in enumerate(zip(got, expected, strict=True)) if pair[0] != pair[1]
    )
    return f"page {next(differing, 0) + 1}"
