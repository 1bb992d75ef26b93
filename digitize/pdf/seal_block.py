"""What a seal shows on page 1, and where: lines of text in the top margin, no image.

Nghị định 30/2020 (Phụ lục I, phần II, ô số 14) puts the agency's block at the top right; Thông tư 01/2023/TT-VPCP (Điều 8) the scanning
officer's at the top left. Both places are data, share no point, and stay inside the 20 to 25 mm that a Vietnamese letter
leaves free at its top. Long names wrap, then shrink.

Space here: points of the page as seen, y downwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from digitize.errors import BadConfiguration
from digitize.model import SealRole

VIETNAM_TIME = timezone(timedelta(hours=7))
POINTS_PER_MM = 72 / 25.4
LEADING = 1.15  # line distance per font size; Times needs 1.11 to keep Ộ and Ạ apart
SIZE_STEP_PT = 0.5

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


def lay_out_block(
    lines: Sequence[str],
    *,
    place: BlockPlace,
    options: SealOptions,
    page_width: float,
    page_height: float,
    measure: Measure,
) -> Block:
    """The block in its corner: at the largest font size at which it fits, or at the least size and then as high as needed."""
    margin_side = min(place.margin_side_mm * POINTS_PER_MM, page_width * 0.05)
    margin_top = min(place.margin_top_mm * POINTS_PER_MM, page_height * 0.02)
    width = page_width * place.width_share - margin_side
    height = min(place.height_mm * POINTS_PER_MM, page_height * 0.1)
    size = options.font_size_pt
    wrapped = _wrap(lines, width / size, measure)
    while size > options.least_font_size_pt and not _fits(wrapped, size, width, height, measure):
        size = max(size - SIZE_STEP_PT, options.least_font_size_pt)
        wrapped = _wrap(lines, width / size, measure)
    used = min(width, max(map(measure, wrapped)) * size)
    return Block(
        lines=wrapped,
        font_size=size,
        left=margin_side if place.side == Side.LEFT else page_width - margin_side - used,
        top=margin_top,
        width=used,
        height=len(wrapped) * LEADING * size,
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
