"""What a seal shows on page 1, and where: lines of text in the top margin, no image.

Nghị định 30/2020 (Phụ lục I, phần II, ô số 14) puts the agency's block at the top right; Thông tư 01/2023/TT-VPCP (Điều 8) the scanning
officer's at the top left. Both places are data, share no point, and stay inside the 20 to 25 mm that a Vietnamese letter
leaves free at its top. Long names wrap, then shrink.

Space here: points of the page as seen, y downwards.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from digitize.errors import BadConfiguration
from digitize.model import PageReading, SealRole

VIETNAM_TIME = timezone(timedelta(hours=7))
POINTS_PER_MM = 72 / 25.4
LEADING = 1.15  # line distance per font size; Times needs 1.11 to keep Ộ and Ạ apart
SIZE_STEP_PT = 0.5
LEAST_TOP_PT = (
    3.0  # from the edge of a page whose own text begins right below it; printers still reach it
)
CLEARANCE_PT = 1.0  # between the block and the first words
SURE_WORD = 0.5  # confidence from which a word near the edge is print, not a scanner's shadow

Measure = Callable[[str], float]
"""Width of a text in ems."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPlace:
    side: Side
    width_share: float = 0.46
    """Most of the page's width the block may take, its margin included."""
    margin_side_mm: float = 10.0
    margin_top_mm: float = 4.0
    height_mm: float = 16.0
    """Most of its height; with the margin it ends where a letter's text may begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOptions:
    form_of_copy: str = "SAO Y"
    """Hình thức sao: the first line of an agency's block; empty for none."""
    officer_label: str = "Người số hóa:"
    time_label: str = "Thời gian ký:"
    remark: str = ""
    """A last line, such as the warning of a test authority."""
    font_size_pt: float = 10.0
    least_font_size_pt: float = 5.0
    officer: BlockPlace = field(default_factory=lambda: BlockPlace(side=Side.LEFT))
    agency: BlockPlace = field(default_factory=lambda: BlockPlace(side=Side.RIGHT))

    def __post_init__(self) -> None:
        """Raises `BadConfiguration` where the two blocks could overlap."""
        if self.officer.side == self.agency.side:
            raise BadConfiguration("both seal blocks are on the same side")
        if self.officer.width_share + self.agency.width_share > 1:
            raise BadConfiguration("the seal blocks together are wider than the page")

    def place(self, role: SealRole) -> BlockPlace:
        return self.officer if role == SealRole.OFFICER else self.agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    lines: tuple[str, ...]
    font_size: float
    left: float
    top: float
    width: float
    height: float


def block_text(role: SealRole, *, name: str, at: datetime, options: SealOptions) -> tuple[str, ...]:
    """The block's lines before wrapping; the time is Vietnam's, as `22-11-2026 10:03:05 +07:00`."""
    moment = at.astimezone(VIETNAM_TIME).strftime("%d-%m-%Y %H:%M:%S +07:00")
    time_line = f"{options.time_label} {moment}".strip()
    if role == SealRole.OFFICER:
        head = [f"{options.officer_label} {name}".strip()]
    else:
        head = [options.form_of_copy, name]
    return tuple(line for line in (*head, time_line, options.remark) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPage:
    """The page that bears the seal, as seen."""

    width: float
    height: float
    words: Sequence[tuple[float, float, float]] = ()
    """Left, right and top of what is printed near the top; the block keeps above it where it can."""
    printed: Sequence[tuple[float, float, float, float]] = ()
    """Left, top, right and bottom of everything that was taken for a word, guesses too: a QR code keeps clear of all."""

    @classmethod
    def of(cls, reading: PageReading | None, *, width: float, height: float) -> "SealPage":
        """With the words of its reading, where there is one; single signs and guesses are taken for specks."""
        if reading is None:
            return cls(width=width, height=height)
        across, down = width / reading.width, height / reading.height
        words = tuple(
            (word.box.left * across, word.box.right * across, word.box.top * down)
            for word in reading.text.words
            if len(word.text) > 1 and word.confidence >= SURE_WORD
        )
        printed = tuple(
            (
                word.box.left * across,
                word.box.top * down,
                word.box.right * across,
                word.box.bottom * down,
            )
            for word in reading.text.words
        )
        return cls(width=width, height=height, words=words, printed=printed)

    def free_height(self, left: float, right: float) -> float:
        """Down to the first word between the two."""
        tops = [top for start, end, top in self.words if start < right and end > left]
        return min(tops, default=self.height)


def lay_out_block(
    lines: Sequence[str],
    *,
    place: BlockPlace,
    options: SealOptions,
    page: SealPage,
    measure: Measure,
) -> Block:
    """The block in its corner, at the largest font size at which it fits above the page's first words.

    Where a page has no margin to speak of, the block goes to its ordinary place over what is printed there: the law says
    where it stands. At the least size it becomes as high as its text needs.
    """
    side = min(place.margin_side_mm * POINTS_PER_MM, page.width * 0.05)
    top = min(place.margin_top_mm * POINTS_PER_MM, page.height * 0.02)
    width = page.width * place.width_share - side
    left = side if place.side == Side.LEFT else page.width - side - width
    height = min(place.height_mm * POINTS_PER_MM, page.height * 0.1)
    free = page.free_height(left, left + width) - CLEARANCE_PT
    sizes = _sizes(options)
    for size, margin in [(size, margin) for margin in (top, LEAST_TOP_PT) for size in sizes]:
        wrapped = _wrap(lines, width / size, measure)
        if _fits(wrapped, size, width, min(height, free - margin), measure):
            return _block(
                wrapped, size, place=place, page=page, side=side, top=margin, measure=measure
            )
    for size in sizes:
        wrapped = _wrap(lines, width / size, measure)
        if _fits(wrapped, size, width, height, measure):
            break
    return _block(wrapped, size, place=place, page=page, side=side, top=top, measure=measure)


def _sizes(options: SealOptions) -> list[float]:
    """From the wanted font size down to the least."""
    steps = math.ceil((options.font_size_pt - options.least_font_size_pt) / SIZE_STEP_PT)
    sizes = [options.font_size_pt - step * SIZE_STEP_PT for step in range(steps)]
    return [*sizes, options.least_font_size_pt]


def _block(
    lines: tuple[str, ...],
    size: float,
    *,
    place: BlockPlace,
    page: SealPage,
    side: float,
    top: float,
    measure: Measure,
) -> Block:
    width = math.ceil(max(map(measure, lines)) * size)
    return Block(
        lines=lines,
        font_size=size,
        left=side if place.side == Side.LEFT else page.width - side - width,
        top=top,
        width=width,
        height=math.ceil(len(lines) * LEADING * size),
    )


def _fits(lines: Sequence[str], size: float, width: float, height: float, measure: Measure) -> bool:
    is_narrow = all(measure(line) * size <= width for line in lines)
    return is_narrow and len(lines) * LEADING * size <= height


def _wrap(lines: Sequence[str], width: float, measure: Measure) -> tuple[str, ...]:
    """Break at blanks into lines of at most `width` ems; a single word that is wider stands alone, cut where it must be."""
    return tuple(piece for line in lines for piece in _wrap_line(line, width, measure))


def _wrap_line(line: str, width: float, measure: Measure) -> list[str]:
    pieces: list[str] = []
    for word in [part for whole in line.split() for part in _cut(whole, width, measure)]:
        if pieces and measure(f"{pieces[-1]} {word}") <= width:
            pieces[-1] = f"{pieces[-1]} {word}"
        else:
            pieces.append(word)
    return pieces


def _cut(word: str, width: float, measure: Measure) -> list[str]:
    if measure(word) <= width or len(word) == 1:
        return [word]
    keep = max(1, int(len(word) * width / measure(word)))
    return [word[:keep], *_cut(word[keep:], width, measure)]
