"""One page from pixels to words: every step between taking a page out of its file and what is kept of it.

separator? → upright → secret? → stamps in ink, red ink, borders, black rings → blank? → faults of the scan → scale → contrast, edges, faded side → level → dotted lines → read → rows apart, rows dropped → order → mend → dashes, dots → back to the page → pen

A page is never silently empty: a failure is an outcome with its code, ink without words is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from digitize import limits
from digitize.errors import EngineFailed
from digitize.image.black_rings import Ring, RingOptions, black_rings
from digitize.image.blank import BlankOptions, shows_nothing
from digitize.image.borders import BorderOptions, without_borders
from digitize.image.contrast import ContrastOptions, with_even_paper, with_full_contrast
from digitize.image.faded import FadedOptions, with_even_ink
from digitize.image.ink import ink_mask, small_gray
from digitize.image.ink_stamps import InkStampOptions, without_ink_stamps
from digitize.image.orientation import OrientationOptions, turned
from digitize.image.quality import QualityOptions, faults_of_scan
from digitize.image.red_ink import RedInkOptions, red_marks, without_red_ink
from digitize.image.ring_removal import read_at_rings, without_rings
from digitize.image.secrecy import SecrecyOptions, has_secrecy_line, has_secrecy_stamp
from digitize.image.skew import DeskewOptions, deskew
from digitize.image.smooth import SmoothOptions, smoothed
from digitize.intake.separate import is_separator
from digitize.model import (
    Barcode,
    Box,
    Line,
    PageImage,
    PageOutcome,
    PageReading,
    PageText,
    SourcePage,
    TextOrigin,
)
from digitize.ocr.dash_rows import DashOptions, with_dash_rows
from digitize.ocr.dotted_lines import with_dotted_lines, without_dotted_lines
from digitize.ocr.dropped import DroppedOptions, with_dropped_rows
from digitize.ocr.known_words import known_words
from digitize.ocr.mark_rows import MarkRow, MarkRowOptions, rows_of_marks
from digitize.ocr.mend import MendOptions, mended
from digitize.ocr.reading_order import OrderOptions, in_reading_order
from digitize.ocr.scale import ScaleOptions, at_reading_scale, on_upright
from digitize.ocr.second_look import (
    SMALL_PRINT,
    SecondLookOptions,
    needs_second_look,
    sure_letters,
)
from digitize.ocr.tangled import TangledOptions, with_rows_apart
from digitize.ocr.turn import turn_to_upright
from digitize.ocr.words import JunkOptions, without_junk
from digitize.ocr.written_number import WrittenOptions, written_numbers
from digitize.page_faults import Fault
from digitize.ports import OcrEngine
from digitize.trace import SILENT, Stage, Trace

_MUCH_INK = 0.004  # share of a page; two lines of print


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """The options of every step; each is explained where it is used."""

    orientation: OrientationOptions = field(default_factory=OrientationOptions)
    red_ink: RedInkOptions = field(default_factory=RedInkOptions)
    ink_stamps: InkStampOptions = field(default_factory=InkStampOptions)
    secrecy: SecrecyOptions = field(default_factory=SecrecyOptions)
    quality: QualityOptions = field(default_factory=QualityOptions)
    blank: BlankOptions = field(default_factory=BlankOptions)
    borders: BorderOptions = field(default_factory=BorderOptions)
    contrast: ContrastOptions = field(default_factory=ContrastOptions)
    rings: RingOptions = field(default_factory=RingOptions)
    smooth: SmoothOptions = field(default_factory=SmoothOptions)
    scale: ScaleOptions = field(default_factory=ScaleOptions)
    faded: FadedOptions = field(default_factory=FadedOptions)
    deskew: DeskewOptions = field(default_factory=DeskewOptions)
    junk: JunkOptions = field(default_factory=JunkOptions)
    tangled: TangledOptions = field(default_factory=TangledOptions)
    dropped: DroppedOptions = field(default_factory=DroppedOptions)
    second_look: SecondLookOptions = field(default_factory=SecondLookOptions)
    order: OrderOptions = field(default_factory=OrderOptions)
    mend: MendOptions = field(default_factory=MendOptions)
    mark_rows: MarkRowOptions = field(default_factory=MarkRowOptions)
    dashes: DashOptions = field(default_factory=DashOptions)
    pen: WrittenOptions = field(default_factory=WrittenOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """What a page is read with, and who watches."""

    engine: OcrEngine
    options: ReadingOptions
    trace: Trace
    turn_degrees: int | None = None
    """A person's word on which way up the page is."""


def read_page(
    source: SourcePage,
    *,
    engine: OcrEngine,
    barcodes: tuple[Barcode, ...] = (),
    turn_degrees: int | None = None,
    options: ReadingOptions | None = None,
    trace: Trace = SILENT,
) -> PageReading:
    """All that is known of the page. `barcodes` lie on `source.image` and are turned with it; `trace` is shown every step.

    `turn_degrees` (0, 90, 180, 270, clockwise, from the page as the file shows it) is a person's word: the page is neither
    asked which way up it is, nor is a text layer believed that lies otherwise.

    Raises nothing: a failing engine gives the outcome `UNREADABLE` with its code among the notes.
    """
    options = options or ReadingOptions()
    found = _unread(source, barcodes)
    trace.begun(source.image, barcodes)
    if is_separator(barcodes):
        return replace(found, outcome=PageOutcome.SEPARATOR)
    means = _Means(engine=engine, options=options, trace=trace, turn_degrees=turn_degrees)
    if turn_degrees not in (None, source.image.turned_degrees):
        source = replace(source, text=None)
    try:
        return _read(source, found, means)
    except EngineFailed as error:
        return replace(found, notes=(*found.notes, error.code))


def _read(source: SourcePage, found: PageReading, means: _Means) -> PageReading:
    page, engine, options, trace = source.image, means.engine, means.options, means.trace
    degrees = 0
    if source.text is None:
        degrees, notes = _turn(page, means)
        page, found = turned(page, degrees), _turned_reading(found, degrees, notes)
    trace.shown(Stage.UPRIGHT, page)
    marks = red_marks(page, options=options.red_ink)
    trace.red_ink(page, marks)
    if has_secrecy_stamp(page, stamps=marks.stamps, engine=engine, options=options.secrecy):
        return _secret(found)
    found = replace(found, seals=marks.seals)
    if source.text is not None:
        found = replace(found, faults=_faults(source, degrees, means))
        return _with_text(found, source.text.lines, TextOrigin.TEXT_LAYER, options)
    clean, rings = _clean(page, marks.rows, means)
    if shows_nothing(clean, options=options.blank):
        return replace(found, outcome=PageOutcome.BLANK)
    found = replace(found, faults=_faults(source, degrees, means))
    shown, lines, rows = _words(clean, means)
    found = replace(found, skew_degrees=shown.skew_degrees)
    if sum(len(line.words) for line in lines) > limits.MAX_WORDS_PER_PAGE:
        return replace(found, notes=(*found.notes, "too_many_words"))
    if not lines and _ink_share(shown) > _MUCH_INK:
        found = replace(found, notes=(*found.notes, "no_text"))
    lines = in_reading_order(lines, height=shown.height, options=options.order)
    trace.words(Stage.ORDER, shown, lines)
    lines = mended(lines, known=known_words(), options=options.mend)
    lines = with_dash_rows(lines, rows=rows, options=options.dashes)
    lines = with_dotted_lines(lines, rows)
    trace.words(Stage.MEND, shown, lines)
    lines = on_upright(lines, read=shown, upright=page)
    lines = read_at_rings(lines, rings, dpi=page.resolution.dpi, options=options.rings)
    lines = written_numbers(page, lines, options=options.pen)
    trace.words(Stage.PEN, page, lines)
    return _with_text(found, lines, TextOrigin.OCR, options)


def _turn(page: PageImage, means: _Means) -> tuple[int, tuple[str, ...]]:
    """Clockwise degrees that make the page upright, and what is to be noted of them."""
    if means.turn_degrees is not None:
        return (means.turn_degrees - page.turned_degrees) % 360, ("turned_by_person",)
    return turn_to_upright(page, engine=means.engine, options=means.options.orientation)


def _faults(source: SourcePage, turn_degrees: int, means: _Means) -> tuple[Fault, ...]:
    """What a counter is told of the page as it was scanned; a page that a program drew has no such faults."""
    if source.rendered is not None:
        return ()
    is_upside_down = turn_degrees == 180 and means.turn_degrees is None
    return faults_of_scan(
        source.image, is_upside_down=is_upside_down, options=means.options.quality
    )


def _clean(
    page: PageImage, red_rows: Sequence[Box], means: _Means
) -> tuple[PageImage, tuple[Ring, ...]]:
    """Without what is not print: seals, stamps, the dark edges of a scanner's bed; and where black seals were."""
    page = without_ink_stamps(page, options=means.options.ink_stamps)
    page = without_red_ink(page, keeping=red_rows)
    means.trace.shown(Stage.RED_INK, page)
    page = without_borders(page, options=means.options.borders)
    means.trace.shown(Stage.BORDERS, page)
    rings = black_rings(page, options=means.options.rings)
    page = without_rings(page, rings, options=means.options.rings)
    means.trace.shown(Stage.RINGS, page)
    return page, rings


_Words = tuple[PageImage, tuple[Line, ...], tuple[MarkRow, ...]]
"""The picture that was read, what was read, and the rows of dashes and dots, which the engine does not read."""


def _words(page: PageImage, means: _Means) -> _Words:
    """A page that was hardly read is read again, with more care."""
    shown, lines, rows = _read_at(page, means)
    if needs_second_look(lines, page=page, options=means.options.second_look):
        even = with_even_paper(page)
        means.trace.shown(Stage.EVEN_PAPER, even)
        fine = replace(means.options, scale=SMALL_PRINT)
        again = _read_at(even, replace(means, options=fine))
        if sure_letters(again[1]) > sure_letters(lines):
            return again
    return shown, lines, rows


def _read_at(page: PageImage, means: _Means) -> _Words:
    shown, engine, options = _for_engine(page, means), means.engine, means.options
    rows = rows_of_marks(shown, options=options.mark_rows)
    shown = without_dotted_lines(shown, rows)
    means.trace.shown(Stage.DOTTED_LINES, shown)
    lines = without_junk(engine.read(shown.gray, dpi=shown.resolution.dpi), options=options.junk)
    means.trace.words(Stage.ENGINE, shown, lines)
    lines = with_rows_apart(
        lines, page=shown, engine=engine, options=options.tangled, dropped=options.dropped
    )
    lines = with_dropped_rows(lines, page=shown, engine=engine, options=options.dropped)
    means.trace.words(Stage.DROPPED, shown, lines)
    return shown, lines, rows


def _for_engine(page: PageImage, means: _Means) -> PageImage:
    """Scaled first, since every later step is cheaper on fewer pixels; levelled last, on soft edges."""
    options, trace = means.options, means.trace
    page = at_reading_scale(page, options=options.scale)
    trace.shown(Stage.SCALE, page)
    page = with_full_contrast(page, options=options.contrast)
    trace.shown(Stage.CONTRAST, page)
    page = with_even_ink(smoothed(page, options=options.smooth), options=options.faded)
    trace.shown(Stage.SMOOTH, page)
    page = deskew(page, options=options.deskew)
    trace.shown(Stage.LEVEL, page)
    return page


# ---- readings -------------------------------------------------------------------------------------


def _unread(source: SourcePage, barcodes: tuple[Barcode, ...]) -> PageReading:
    """What is known before anything is read; its outcome stands when reading fails."""
    page = source.image
    return PageReading(
        page_index=page.page_index,
        outcome=PageOutcome.UNREADABLE,
        width=page.width,
        height=page.height,
        resolution=page.resolution,
        turned_degrees=page.turned_degrees,
        barcodes=barcodes,
        is_rendered=source.rendered is not None,
        notes=(*source.notes, *_resolution_notes(page)),
    )


def _resolution_notes(page: PageImage) -> tuple[str, ...]:
    notes = []
    if page.resolution.dpi < limits.MIN_COPY_DPI * (1 - limits.DPI_TOLERANCE):
        notes.append("low_resolution")
    if page.resolution.is_estimated:
        notes.append("estimated_resolution")
    return tuple(notes)


def _turned_reading(found: PageReading, degrees: int, notes: tuple[str, ...]) -> PageReading:
    """Sizes, resolution and barcodes as they are on the upright page."""
    found = replace(found, notes=(*found.notes, *notes))
    for _ in range(degrees // 90 % 4):
        resolution = found.resolution
        found = replace(
            found,
            width=found.height,
            height=found.width,
            resolution=replace(resolution, dpi_x=resolution.dpi_y, dpi_y=resolution.dpi_x),
            turned_degrees=(found.turned_degrees + 90) % 360,
            barcodes=tuple(
                replace(code, box=_quarter_turned(code.box, found.height))
                for code in found.barcodes
            ),
        )
    return found


def _quarter_turned(box: Box, height: int) -> Box:
    """Clockwise on a page that was `height` high."""
    return Box(left=height - box.bottom, top=box.left, right=height - box.top, bottom=box.right)


def _with_text(
    found: PageReading, lines: tuple[Line, ...], origin: TextOrigin, options: ReadingOptions
) -> PageReading:
    if has_secrecy_line(lines, height=found.height, options=options.secrecy):
        return _secret(found)
    return replace(found, outcome=PageOutcome.READ, text=PageText(lines=lines), origin=origin)


def _secret(found: PageReading) -> PageReading:
    """Nothing of a secret paper is kept but that it is one; a barcode may repeat its content."""
    return replace(
        found,
        outcome=PageOutcome.SECRET,
        text=PageText(),
        origin=TextOrigin.NONE,
        barcodes=(),
        faults=(),
    )


def _ink_share(page: PageImage) -> float:
    return float(ink_mask(small_gray(page)).mean())
