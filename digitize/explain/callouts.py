"""Labels for places of a page, laid out in two margins beside it, so that none covers the print it speaks of.

Each label stands as near to the height of its place as the labels above it allow, on the side where its place lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.explain.lettering import LABEL_SIZE, typeface, wrapped
from digitize.explain.palette import Colour
from digitize.model import Box

MARGIN_WIDTH = 320
PADDING = 8
LINE_HEIGHT = LABEL_SIZE + 5
_GAP = 7
_MOST_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """What is said of a place."""

    text: str
    colour: Colour
    box: Box | None = None
    """Pixels of the drawn page; None for what is said of the whole page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCallout:
    callout: Callout
    lines: tuple[str, ...]
    left: int
    """Of its plate, on the drawing."""
    right: int
    top: int
    is_left: bool
    """In the margin left of the page."""

    @property
    def height(self) -> int:
        return plate_height(self.lines)


def plate_height(lines: Sequence[str]) -> int:
    return len(lines) * LINE_HEIGHT + 2 * PADDING


def placed(
    callouts: Sequence[Callout], *, page_width: int, page_height: int
) -> tuple[PlacedCallout, ...]:
    """Every callout in a margin; the page stands `MARGIN_WIDTH` from the left. May reach below the page where there are many."""
    sides: dict[bool, list[Callout]] = {True: [], False: []}
    for callout in callouts:
        box = callout.box
        sides[box is not None and box.left + box.right < page_width].append(callout)
    return tuple(
        item
        for is_left, ones in sides.items()
        for item in _column(ones, is_left=is_left, page_width=page_width, page_height=page_height)
    )


def _column(
    callouts: Sequence[Callout], *, is_left: bool, page_width: int, page_height: int
) -> list[PlacedCallout]:
    face = typeface(LABEL_SIZE)
    ordered = sorted(callouts, key=_middle)
    texts = [
        tuple(wrapped(each.text, face, width=MARGIN_WIDTH - 4 * PADDING, most=_MOST_LINES))
        for each in ordered
    ]
    heights = [plate_height(lines) for lines in texts]
    tops = _tops([_middle(each) for each in ordered], heights, page_height)
    inner = MARGIN_WIDTH - PADDING if is_left else MARGIN_WIDTH + page_width + PADDING
    found = []
    for each, lines, top in zip(ordered, texts, tops, strict=True):
        width = round(max(map(face.getlength, lines), default=0)) + 2 * PADDING
        left = inner - width if is_left else inner
        found.append(
            PlacedCallout(
                callout=each, lines=lines, left=left, right=left + width, top=top, is_left=is_left
            )
        )
    return found


def _middle(callout: Callout) -> float:
    return 0.0 if callout.box is None else (callout.box.top + callout.box.bottom) / 2


def _tops(middles: Sequence[float], heights: Sequence[int], page_height: int) -> list[int]:
    """From the foot of the page up each as low as wished, then down again where they would meet."""
    tops = [round(middle - height / 2) for middle, height in zip(middles, heights, strict=True)]
    limit = page_height
    for index in reversed(range(len(tops))):
        tops[index] = min(tops[index], limit - heights[index])
        limit = tops[index] - _GAP
    reached = 0
    for index, height in enumerate(heights):
        tops[index] = max(tops[index], reached)
        reached = tops[index] + height + _GAP
    return tops
