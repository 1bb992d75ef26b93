"""Where a sealed paper's QR code stands on page 1, how large, and what is printed beside it.

It is drawn by the seal's own appearance, so the page's picture and its frozen bytes stay what they were. Top left is its place
(Thông tư 01/2023/TT-VPCP, for what a system gives out), where nothing is printed there; else another free place at the top, at
the foot, in the margins. Only on a page without any it goes where it covers least.

A module is a whole number of dots at 300 dpi, so that a printer draws all alike: six, or five where there is less room. Rescanned
at 200 dpi these are four pixels and 3.3.

Space here: points of the page as seen, y downwards.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import zxingcpp

from digitize.pdf.seal_block import LEADING, POINTS_PER_MM, Measure
from digitize.proof.codes import ProofMark, grouped

_DOT_PT = 72 / 300
MODULES_PT = (6 * _DOT_PT, 5 * _DOT_PT)
"""Sizes of a module, the wanted one first: 0.51 and 0.42 mm."""
QUIET_MODULES = 3
"""White around the code that is painted; the paper beyond is bare, since no word may stand here."""
_MARGIN_PT = 4.2 * POINTS_PER_MM  # what a laser printer leaves white
_CLEARANCE_PT = 1.5
_LABEL_PT = 6.0
_CODE_PT = 8.0
_LEAST_TEXT_PT = 4.5
_LABEL = "Mã tra cứu:"
_STEP_PT = 12.0  # between places that are tried along an edge

Rows = tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Points of the page as seen."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def shared(self, other: "Area") -> float:
        """How much of the two is one, in square points."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)

    def around(self, other: "Area") -> "Area":
        """The least area with both, in whole points."""
        left, top = math.floor(min(self.left, other.left)), math.floor(min(self.top, other.top))
        right = math.ceil(max(self.right, other.right))
        bottom = math.ceil(max(self.bottom, other.bottom))
        return Area(left=left, top=top, width=right - left, height=bottom - top)

    def grown(self, by: float) -> "Area":
        return Area(
            left=self.left - by,
            top=self.top - by,
            width=self.width + 2 * by,
            height=self.height + 2 * by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A QR code with its lines, placed."""

    rows: Rows
    module: float
    area: Area
    """All of it, white edge and lines included."""
    lines: tuple[tuple[str, float], ...]
    """Each with its size."""
    is_beside: bool
    """Lines right of the code; otherwise below it."""

    @property
    def side(self) -> float:
        return len(self.rows) * self.module

    @property
    def quiet(self) -> float:
        return QUIET_MODULES * self.module

    @property
    def square(self) -> float:
        """Side of the code with its white edge."""
        return self.side + 2 * self.quiet

    @property
    def text_place(self) -> tuple[float, float]:
        """Left and top of the lines: in the middle beside the code, or below it."""
        text_height = sum(LEADING * size for _, size in self.lines)
        if self.is_beside:
            return self.area.left + self.square, self.area.top + (self.square - text_height) / 2
        return self.code_left, self.area.top + self.square

    @property
    def code_left(self) -> float:
        return self.area.left + self.quiet

    @property
    def code_top(self) -> float:
        return self.area.top + self.quiet

    def runs(self) -> Iterator[tuple[float, float, float]]:
        """Dark bars of one module's height: left, top and width."""
        for row, modules in enumerate(self.rows):
            column = 0
            for is_dark, run in groupby(modules):
                length = sum(1 for _ in run)
                if is_dark:
                    yield (
                        self.code_left + column * self.module,
                        self.code_top + row * self.module,
                        length * self.module,
                    )
                column += length


def qr_rows(text: str) -> Rows:
    """The modules of a QR code that survives the loss of a seventh of itself (level M), without white around it."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    return tuple(tuple(row) for row in (image == 0).tolist())


def lay_out_mark(
    mark: ProofMark,
    *,
    width: float,
    height: float,
    taken: Sequence[Area],
    measure: Measure,
    writable: Callable[[str], str],
) -> Drawn:
    """The mark in the first of its places on this page where nothing is printed yet; `taken` is what is."""
    rows = qr_rows(mark.address)
    shapes = [
        _shape(mark, rows, module, is_beside=is_beside, measure=measure, writable=writable)
        for is_beside in (True, False)
        for module in MODULES_PT
    ]
    best, least = shapes[0], math.inf
    for shape, (left, top) in _places(shapes, width=width, height=height):
        placed = _moved(shape, left, top)
        reach = placed.area.grown(_CLEARANCE_PT)
        covered = sum(reach.shared(area) for area in taken)
        if covered < least:
            best, least = placed, covered
        if not covered:
            break
    return best


def _places(
    shapes: Sequence[Drawn], *, width: float, height: float
) -> Iterator[tuple[Drawn, tuple[float, float]]]:
    """In the order in which they are tried: the top from the left, the foot, then down both sides."""
    wide, narrow = shapes[:2], shapes[2:]
    for shape in wide:
        for left in _steps(_MARGIN_PT * 2, width - _MARGIN_PT - shape.area.width):
            yield shape, (left, _MARGIN_PT - shape.quiet)
    for shape in wide:
        top = height - _MARGIN_PT - shape.area.height + shape.quiet
        for left in _steps(_MARGIN_PT * 2, width - _MARGIN_PT - shape.area.width):
            yield shape, (left, top)
    for shape in narrow:
        for top in _steps(_MARGIN_PT, height - _MARGIN_PT - shape.area.height):
            yield shape, (_MARGIN_PT - shape.quiet, top)
            yield shape, (width - _MARGIN_PT - shape.area.width + shape.quiet, top)


def _steps(start: float, end: float) -> Iterator[float]:
    yield from (start + _STEP_PT * step for step in range(int(max(end - start, 0) // _STEP_PT) + 1))


def _moved(shape: Drawn, left: float, top: float) -> Drawn:
    area = Area(left=left, top=top, width=shape.area.width, height=shape.area.height)
    return Drawn(
        rows=shape.rows,
        module=shape.module,
        area=area,
        lines=shape.lines,
        is_beside=shape.is_beside,
    )


def _shape(
    mark: ProofMark,
    rows: Rows,
    module: float,
    *,
    is_beside: bool,
    measure: Measure,
    writable: Callable[[str], str],
) -> Drawn:
    """At the page's corner, to be moved."""
    code = grouped(mark.code)
    square = (len(rows) + 2 * QUIET_MODULES) * module
    room = (
        len(rows) * module
    )  # an address of a long name is printed smaller, never wider than the code
    said = ((_LABEL, _LABEL_PT), (code[:9], _CODE_PT), (code[10:], _CODE_PT), (mark.site, _CODE_PT))
    lines = tuple(
        (line, max(min(size, room / measure(line)), _LEAST_TEXT_PT))
        for line, size in ((writable(text), size) for text, size in said)
        if line
    )
    text_width = max(measure(line) * size for line, size in lines)
    text_height = sum(LEADING * size for _, size in lines)
    area = Area(
        left=0,
        top=0,
        width=square + text_width if is_beside else max(square, text_width),
        height=max(square, text_height) if is_beside else square + text_height,
    )
    return Drawn(rows=rows, module=module, area=area, lines=lines, is_beside=is_beside)
