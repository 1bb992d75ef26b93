"""The things that cross a boundary, one frozen dataclass each, in the words of DESIGN.md section 2.

Coordinates: pixels of the *upright* page at the scan's own resolution, origin top left.
Indexes count from 0 (`page_index`), numbers for people from 1. Text is always NFC. Confidence is 0..1.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from digitize.page_faults import Fault

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ScanId = NewType("ScanId", str)  # SHA-256 of the original bytes, 64 lower-case hex digits
DocumentId = NewType(
    "DocumentId", str
)  # made from scan and first page: the same paper, the same id
RecordId = NewType("RecordId", str)
BatchId = NewType("BatchId", str)

if TYPE_CHECKING:
    Pixels = npt.NDArray[np.uint8]
else:
    Pixels = object  # most commands see no pixels and need not load NumPy


class FileKind(StrEnum):
    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"


class FileTrait(StrEnum):
    """What is noteworthy about a file without making it unusable."""

    SIGNED = "signed"  # carries a digital signature: its bytes are never changed
    OWNER_PASSWORD = "owner_password"  # opens freely, forbids editing  # noqa: S105
    ACTIVE_CONTENT = "active_content"  # JavaScript or launch actions; never run, not carried over
    ATTACHMENTS = "attachments"  # embedded files, which no page shows
    REPAIRED = "repaired"  # its structure was damaged and could be repaired


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFile:
    """What a file turned out to be, by content and not by name."""

    kind: FileKind
    page_count: int
    size_bytes: int
    traits: frozenset[FileTrait] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Left and top inside, right and bottom just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them; at least one."""
    held = tuple(boxes)
    return Box(
        left=min([box.left for box in held]),
        top=min([box.top for box in held]),
        right=max([box.right for box in held]),
        bottom=max([box.bottom for box in held]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    dpi_x: float
    dpi_y: float
    is_estimated: bool = False
    """True where the file did not say and the paper size was assumed."""

    @property
    def dpi(self) -> float:
        return (self.dpi_x + self.dpi_y) / 2


# ---- pixels ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """The pixels of one page on their way through cleaning; pages differ by `dataclasses.replace`."""

    page_index: int
    gray: Pixels
    """Height × width; the one grey array that every image stage shares and none writes to."""
    colour: Pixels | None
    """Height × width × 3, RGB; None where the scan is grey or 1-bit."""
    resolution: Resolution
    is_bilevel: bool = False
    turned_degrees: int = 0
    """Clockwise turn (0, 90, 180, 270) that made the page upright, seen from the page as the file shows it."""
    skew_degrees: float = 0.0
    """Angle by which the text lines of the page run down to the right; `gray` is already levelled when non-zero."""

    @property
    def height(self) -> int:
        return int(self.gray.shape[0])

    @property
    def width(self) -> int:
        return int(self.gray.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One page taken out of its file, decoded once."""

    image: PageImage
    text: "PageText | None" = None
    """The file's own text layer where it is good; None where there is none or it is junk."""
    rendered: bytes | None = None
    """The page as PNG or JPEG where it had to be rendered; None where the file's own image streams show it."""
    notes: tuple[str, ...] = ()
    """Codes such as `junk_text_layer`."""


# ---- text -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    text: str
    box: Box
    confidence: float
    others: tuple[str, ...] = ()
    """Of a word that is not sure: what else the engine says it may be, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    words: tuple[Word, ...]
    block: int = 0
    """Lines of one column or paragraph share a number; numbers rise in reading order."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return around([word.box for word in self.words])


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Words in reading order; a line has at least one word, a word no blank."""

    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)


class TextOrigin(StrEnum):
    OCR = "ocr"
    TEXT_LAYER = "text_layer"  # the file's own, found good
    NONE = "none"  # nothing was read


class PageOutcome(StrEnum):
    READ = "read"
    BLANK = "blank"  # an empty back, also with bleed-through; set aside and kept
    SEPARATOR = "separator"  # a printed separator sheet; set aside and kept
    UNREADABLE = "unreadable"  # decoding or reading failed; a person is asked
    SECRET = "secret"  # noqa: S105  # bears a secrecy mark: nothing of it is read or kept but its bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode:
    text: str
    symbology: str
    """`QRCode`, `Code128`, `PATCH-T`, ... as the decoder names it."""
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """All that is known of one page after it was cleaned and read; kept in the store, never the pixels."""

    page_index: int
    outcome: PageOutcome
    width: int
    height: int
    resolution: Resolution
    turned_degrees: int = 0
    skew_degrees: float = 0.0
    text: PageText = field(default_factory=PageText)
    origin: TextOrigin = TextOrigin.NONE
    barcodes: tuple[Barcode, ...] = ()
    seals: tuple[Box, ...] = ()
    """Where round red ink (a seal) lies."""
    is_rendered: bool = False
    """True where the archive shows a rendering because the file's page was not a scanner image."""
    notes: tuple[str, ...] = ()
    """Codes for people and audit: `low_resolution`, `junk_text_layer`, an error code of an unreadable page."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with it as it was scanned, the gravest first; of a page that was no scanner's image, nothing is said."""

    @property
    def page_number(self) -> int:
        return self.page_index + 1


# ---- documents ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverNote:
    """What a cover or separator sheet, or the first paper of a dossier, says of the pages behind it."""

    page_index: int
    dossier_code: str = ""
    procedure_code: str = ""
    component: str = ""
    """Code of the checklist item (thành phần hồ sơ) that follows; empty where any paper of the dossier may."""
    print_id: str = ""
    """Sheets printed together share it; empty for a paper that is no sheet of ours."""
    sheet_number: int = 0
    """Of the sheet within its print, from 1."""
    sheet_count: int = 0
    """How many sheets were printed together."""
    note: str = ""
    """Code of what is wrong with a sheet that yields no data: `bad_checksum`, `bad_fields`, `other_version`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """How a scan's pages fall into documents; every page is in exactly one of the two."""

    documents: tuple[tuple[int, ...], ...]
    """Page indexes of each document, rising."""
    set_aside: tuple[tuple[int, PageOutcome], ...] = ()
    covers: tuple[CoverNote, ...] = ()
    """By rising page; a plain separator says nothing and has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A type with its confidence and the marks that speak for it."""

    type_code: str
    confidence: float
    marks: tuple[str, ...] = ()
    runners_up: tuple[str, ...] = ()
    """Types that something speaks for too, the likeliest first; a person may choose among them."""


class FieldSource(StrEnum):
    LABEL = "label"  # printed after its label
    LAYOUT = "layout"  # by its place on the form
    PATTERN = "pattern"  # by its shape anywhere on the page
    BARCODE = "barcode"  # from a QR code or barcode of the paper
    MACHINE_LINES = (
        "machine_lines"  # from the lines that a card prints for readers, with check digits
    )
    PERSON = "person"  # typed or confirmed by a checker


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    key: str
    value: str
    confidence: float
    page_index: int
    box: Box
    how: FieldSource
    raw: str = ""
    """The words as read, before normalisation; what a person compares with the picture."""
    doubts: tuple[str, ...] = ()
    """Codes of what speaks against it: `handwriting`, `bad_format`, `low_confidence`, ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a person is asked; `digitize/reasons.py` has the Vietnamese sentence of every code."""

    code: str
    field_key: str | None = None
    page_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is understood of a document."""

    verdict: Verdict
    fields: tuple[Field, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def needs_person(self) -> bool:
        return bool(self.reasons)


# ---- custody and seal -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of custody: the bytes are in the store, were read back with this hash, and the row is committed."""

    scan_id: ScanId
    batch_id: BatchId
    source: str
    size_bytes: int
    page_count: int
    received_at: datetime
    is_new: bool
    """False where the same bytes were already held."""


class SealRole(StrEnum):
    OFFICER = "officer"  # the person who scanned, before extraction (TT 01/2023/TT-VPCP, Điều 8)
    AGENCY = "agency"  # the agency, last, over what was checked (NĐ 30/2020, Phụ lục I, ô số 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """What was found about one signature of a PDF; a verdict is a value, never a bare bool."""

    field_name: str
    signer: str
    signed_at: datetime | None
    is_intact: bool
    """The signed bytes are unchanged."""
    is_valid: bool
    """Intact, cryptographically correct and made by the key of its certificate."""
    is_trusted: bool
    """The certificate chains to a configured authority."""
    covers_whole_file: bool
    """Nothing was appended afterwards that the signature does not allow."""
    timestamp_at: datetime | None = None
    """Time of the RFC 3161 timestamp, where there is a valid one."""
