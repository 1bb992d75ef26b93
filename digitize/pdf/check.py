"""What was written, read again before it counts: an archived PDF against its pages, a sealed one against both.

Invariant 7 of the design: PDF/A-2b by its own word (the tests ask the veraPDF engine), the text layer equal to the page
text, the image streams as intended, every signature valid and whole. Anything else is `InvalidOutput`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from cryptography import x509
from pikepdf import Dictionary, Object, Page, Pdf, PdfError

from digitize.errors import ArchiveProfileFailed, InvalidOutput
from digitize.model import PageReading, SealRole, SignatureReport
from digitize.pdf.assemble import Assembled
from digitize.pdf.image_streams import image_hash
from digitize.pdf.pdftotext import layer_text
from digitize.pdf.seal import FIELD_NAMES
from digitize.pdf.text_layout import layer_lines
from digitize.pdf.verify import verify_signatures


def check_archive(pdf: bytes, *, readings: Sequence[PageReading], assembled: Assembled) -> None:
    """Hold a PDF that `assemble` wrote against what went into it.

    Raises `ArchiveProfileFailed` where it does not say PDF/A-2b, `InvalidOutput` for everything else.
    """
    with _open_clean(pdf) as opened:
        _check_profile(opened)
        shown = tuple(tuple(map(image_hash, _images(page))) for page in opened.pages)
        if shown != assembled.image_hashes:
            raise InvalidOutput(
                f"images differ on {_first_difference(shown, assembled.image_hashes)}"
            )
    texts = layer_text(pdf)
    expected = tuple("\n".join(layer_lines(reading.text)) for reading in readings)
    if texts != expected:
        raise InvalidOutput(f"text layer differs on {_first_difference(texts, expected)}")


def check_sealed(
    sealed: bytes,
    *,
    frozen: bytes,
    readings: Sequence[PageReading],
    roles: Sequence[SealRole],
    trust: Sequence[x509.Certificate],
    at: datetime,
) -> tuple[SignatureReport, ...]:
    """Hold a sealed PDF against the frozen one it continues, its pages and the signatures it must bear.

    The reports on its signatures, for the ledger. Raises `ArchiveProfileFailed`, `InvalidOutput`.
    """
    if not sealed.startswith(frozen) or len(sealed) == len(frozen):
        raise InvalidOutput("the frozen bytes are not at the start")
    with _open_clean(sealed) as opened:
        _check_profile(opened)
    _check_text_below_seal(layer_text(sealed), readings)
    reports = verify_signatures(sealed, trust=trust, at=at)
    _check_signatures(reports, roles)
    return reports


def _open_clean(pdf: bytes) -> Pdf:
    try:
        opened = Pdf.open(BytesIO(pdf), attempt_recovery=False, suppress_warnings=True)
        len(opened.pages)
    except PdfError as error:
        raise InvalidOutput(f"open: {error}") from error
    if warnings := opened.get_warnings():
        raise InvalidOutput(f"open: {warnings[0]}")
    return opened


def _check_profile(pdf: Pdf) -> None:
    claimed = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False).pdfa_status
    if claimed != "2B" or "/OutputIntents" not in pdf.Root:
        raise ArchiveProfileFailed(f"says PDF/A {claimed or 'nothing'}")


def _images(page: Page) -> Iterator[Object]:
    """In the order in which `assemble` named them, which is the order of painting."""
    images = page.Resources.get("/XObject", Dictionary())
    for index in range(len(images)):
        yield images[f"/Image{index}"]


def _check_text_below_seal(texts: Sequence[str], readings: Sequence[PageReading]) -> None:
    """Page by page equal; behind the first page's text come the seal blocks' lines."""
    expected = ["\n".join(layer_lines(reading.text)) for reading in readings]
    first, *others = texts
    if list(others) != expected[1:] or not (first + "\n").startswith(
        expected[0] + "\n" * bool(expected[0])
    ):
        raise InvalidOutput(f"text layer differs on {_first_difference(texts, expected)}")


def _check_signatures(reports: Sequence[SignatureReport], roles: Sequence[SealRole]) -> None:
    found = [report.field_name for report in reports]
    if sorted(found) != sorted(FIELD_NAMES[role] for role in roles):
        raise InvalidOutput(f"signatures {found}")
    for report in reports:
        if not (report.is_valid and report.is_trusted and report.covers_whole_file):
            raise InvalidOutput(f"signature {report.field_name} does not hold")


def _first_difference(got: Sequence[object], expected: Sequence[object]) -> str:
    if len(got) != len(expected):
        return f"{len(got)} pages instead of {len(expected)}"
    differing = (
        index for index, pair in enumerate(zip(got, expected, strict=True)) if pair[0] != pair[1]
    )
    return f"page {next(differing, 0) + 1}"
