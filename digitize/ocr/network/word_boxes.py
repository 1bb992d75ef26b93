"""Where the words of a strip lie on the page: by their ink, since the network says a sign at about its middle and no more."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digitize.model import Box
from digitize.ocr.network.graph import ROW_HEIGHT, STEP
from digitize.ocr.network.signs import Sign
from digitize.ocr.network.strips import Strip

_Inked = npt.NDArray[np.bool_]
_INTRUDING = ROW_HEIGHT // 6
"""A row above or below reaches into a strip with no more than this."""
_APART = ROW_HEIGHT // 2
"""Columns without ink; between words there are fewer."""
_MIDDLE = slice(8, 28)
"""Rows of a strip where letters are."""


class StripInk:
    """Which pixels of a strip are ink: those darker than half way from black to white."""

    def __init__(self, strip: Strip) -> None:
        self._strip = strip
        self._ink: _Inked = strip.pixels < 0
        self._columns: _Inked = np.asarray(self._ink.any(axis=0))
        inked = self._ink[_MIDDLE].any(axis=0)
        self._inked_before: Sequence[int] = [0, *np.cumsum(inked).tolist()]
        """Of each column, how many before it have ink in the middle."""

    def between(self, before: Sign, after: Sign) -> int:
        """Columns with ink between the steps of two signs, above and below left out: rules and dots lie there."""
        return self._inked_before[after.first * STEP] - self._inked_before[before.end * STEP]

    def ahead_of(self, first: Sign) -> int:
        """Columns with ink, as in `between`, of a row's first word before its first sign."""
        return self._inked_before[first.first * STEP] - self._inked_before[self.start(first)]

    def behind(self, last: Sign) -> int:
        """The same of its last word behind its last sign."""
        return self._inked_before[self.end(last)] - self._inked_before[last.end * STEP]

    def gap(self, before: Sign, after: Sign) -> int:
        """The column in the middle of the widest gap between two signs."""
        start, end = before.first * STEP, min(after.end * STEP, len(self._columns))
        (inked,) = self._columns[start:end].nonzero()
        edges = np.concatenate(([-1], inked, [end - start]))
        widest = int((edges[1:] - edges[:-1]).argmax())
        return start + int(edges[widest] + 1 + edges[widest + 1]) // 2

    def start(self, first: Sign) -> int:
        """The column where a row's first word begins; ink apart before it, a rule or a stroke, is not the word's."""
        end = first.end * STEP
        (inked,) = self._columns[:end].nonzero()
        apart = (inked[1:] - inked[:-1] > _APART).nonzero()[0]
        return int(inked[apart[-1] + 1]) if apart.size else 0

    def end(self, last: Sign) -> int:
        """The column after a row's last word; ink apart behind it is not the word's."""
        start = last.first * STEP
        (inked,) = self._columns[start:].nonzero()
        apart = (inked[1:] - inked[:-1] > _APART).nonzero()[0]
        return start + int(inked[apart[0]]) + 1 if apart.size else len(self._columns)

    def box(self, left: int, right: int) -> Box:
        """Of the ink between two columns, on the page; what reaches in from the row above or below is left out."""
        left = min(left, len(self._columns) - 1)
        right = max(right, left + 1)
        ink = self._ink[:, left:right]
        top, bottom = _between_rows(np.asarray(ink.any(axis=1)))
        across = np.flatnonzero(ink[top:bottom].any(axis=0))
        if across.size:
            left, right = left + int(across[0]), left + int(across[-1]) + 1
        return self._on_page(left, top, right, bottom)

    def _on_page(self, left: int, top: int, right: int, bottom: int) -> Box:
        box, scale = self._strip.box, self._strip.scale
        start = box.left + min(int(left * scale), box.right - box.left - 1)
        head = box.top + min(int(top * scale), box.bottom - box.top - 1)
        end = min(box.left + round(right * scale), box.right)
        foot = min(box.top + round(bottom * scale), box.bottom)
        return Box(left=start, top=head, right=max(end, start + 1), bottom=max(foot, head + 1))


def _between_rows(inked: _Inked) -> tuple[int, int]:
    """The first and after the last inked row of a strip, without narrow ones that its edge cuts."""
    paper = np.flatnonzero(~inked)
    rows = np.flatnonzero(inked)
    if paper.size and inked[0] and paper[0] <= _INTRUDING:
        rows = rows[rows > paper[0]]
    if paper.size and inked[-1] and len(inked) - 1 - paper[-1] <= _INTRUDING:
        rows = rows[rows < paper[-1]]
    return (int(rows[0]), int(rows[-1]) + 1) if rows.size else (0, len(inked))
