"""The resident engine: Tesseract finds the rows of a page, its network reads them all at once (`network/`), in this process.

A launch a page costs three times the CPU of a loaded model, most of it start-up and file traffic; and of what Tesseract itself needs
for a page half goes into taking its network through one row after another, one step at a time.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

# Tesseract starts its OpenMP threads when the library is loaded; several pages at once on shared
# cores are many times slower with them, so the limit must stand before the import.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import tesserocr

from digitize.errors import EngineFailed, MissingDependency
from digitize.model import Box, Line, Pixels, Word
from digitize.ocr.network.reader import RowReader
from digitize.ocr.network.runtime import onnxruntime

DEBIAN_TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata")
_WITH_MARKS = (True, True)
"""Boxes take in the marks above letters and below them."""
_BEYOND_ROW = 0.8
"""Of a row's height, above it and below; on typed pages a quarter does as well, under signatures rows are told too narrow."""
_OF_TEXT = frozenset(
    {
        tesserocr.PT.FLOWING_TEXT,
        tesserocr.PT.HEADING_TEXT,
        tesserocr.PT.PULLOUT_TEXT,
        tesserocr.PT.INLINE_EQUATION,
        tesserocr.PT.TABLE,
        tesserocr.PT.VERTICAL_TEXT,
        tesserocr.PT.CAPTION_TEXT,
    }
)
"""Blocks of the layout; what is in others is ruling, pictures and stains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TesseractOptions:
    language: str = "vie"
    """Tesseract's names, joined by `+`; the resident engine reads with the first alone."""
    tessdata: Path = DEBIAN_TESSDATA
    layout: int = 3
    """Page segmentation mode; 3 finds columns by itself."""
    timeout_seconds: float = 600.0
    """A process a page is ended after this, wall time; a full page takes one to two seconds.

    For callers without a pool, whose clock counts work and strikes far earlier: a page that waited for a processor is not
    unreadable (at 60 seconds three of some 500 were, on a machine with ten times the work it could do).
    """
    sure_confidence: float = 0.97
    """A word read with less comes with what else its letters may be."""


class ResidentEngine:
    """Implements `OcrEngine`. Serves one thread; two threads take two engines."""

    def __init__(self, options: TesseractOptions | None = None) -> None:
        """Load the model (0.1 s). Raises `MissingDependency` where it is not there."""
        self._options = options or TesseractOptions()
        try:
            self._api = tesserocr.PyTessBaseAPI(
                path=str(self._options.tessdata),
                lang=self._options.language,
                psm=self._options.layout,
            )
        except RuntimeError as error:
            raise MissingDependency(f"tesseract model {self._options.language}: {error}") from error
        # Official paper is set in proportional type; trying every row at every pitch costs 5 %.
        self._api.SetVariable("textord_all_prop", "1")
        self._rows = RowReader(
            self._options.tessdata / f"{self._options.language.split('+')[0]}.traineddata",
            sure_confidence=self._options.sure_confidence,
        )
        self.name = (
            f"tesserocr {tesserocr.__version__} ({_first_line(tesserocr.tesseract_version())}), "
            f"onnxruntime {onnxruntime.__version__}, {self._rows.name}"
        )

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        """Words with boxes in pixels of `gray`, in Tesseract's own order. Raises `EngineFailed`."""
        try:
            rows = list(self._found(gray, dpi))
        except RuntimeError as error:
            raise EngineFailed(str(error)) from error
        finally:
            self._api.Clear()
        pieces = [box for row in rows for box in row.pieces]
        words = iter(self._rows.read(gray, pieces))
        lines = (
            Line(words=tuple(word for _ in row.pieces for word in next(words)), block=row.block)
            for row in rows
        )
        return tuple(line for line in lines if line.words)

    def read_line(self, gray: Pixels, *, dpi: float) -> tuple[Word, ...]:
        """See `OcrEngine`. Raises `EngineFailed`."""
        self._api.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
        try:
            return tuple(word for line in self.read(gray, dpi=dpi) for word in line.words)
        finally:
            self._api.SetPageSegMode(self._options.layout)

    def _found(self, gray: Pixels, dpi: float) -> Iterator["_Row"]:
        """The rows of the page; empty blocks (pictures) give nothing."""
        height, width = gray.shape
        if not gray.size:
            raise EngineFailed("a picture without pixels")
        # Black and white, as Tesseract itself would tell ink from paper for its layout, in a seventh of the time.
        _, paper = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        bits = np.packbits(np.asarray(paper), axis=1)
        self._api.SetImageBytes(bits.tobytes(), width, height, 0, bits.shape[1])
        self._api.SetSourceResolution(round(dpi))
        if self._api.AnalyseLayout(merge_similar_words=True) is None:
            return
        row: _Row | None = None
        block = 0
        found = self._api.GetIterator()
        found.SetBoundingBoxComponents(*_WITH_MARKS)
        for piece in tesserocr.iterate_level(found, tesserocr.RIL.WORD):
            block += piece.IsAtBeginningOf(tesserocr.RIL.BLOCK)
            if piece.BlockType() not in _OF_TEXT:
                continue
            if piece.IsAtBeginningOf(tesserocr.RIL.TEXTLINE) and row:
                yield row
                row = None
            box = _box(piece)
            if box:
                row = row or _Row(block=block, pieces=[])
                row.pieces.append(box)
        if row:
            yield row

    def close(self) -> None:
        self._api.End()


@dataclass(frozen=True, slots=True)
class _Row:
    block: int
    pieces: list[Box]
    """Parted where the gap is wide or the height changes."""


def _box(piece: "tesserocr.PyLTRResultIterator") -> Box | None:
    """From the row's highest ascender to its lowest descender, and as far as its own ink goes beyond them.

    But no further than `_BEYOND_ROW`: a stroke of a stamp ties letters of two rows together, and a row that is cut as high as two is
    read as neither.
    """
    found = piece.BoundingBox(tesserocr.RIL.WORD)
    if found is None:
        return None
    left, top, right, bottom = found
    baseline = piece.Baseline(tesserocr.RIL.TEXTLINE)
    if baseline is not None:
        (start, start_y), (end, end_y) = baseline
        middle = ((left + right) / 2 - start) / max(end - start, 1)
        row = piece.RowAttributes()
        foot = start_y + (end_y - start_y) * middle - row["descenders"]
        head, beyond = foot - row["row_height"], _BEYOND_ROW * row["row_height"]
        top = min(max(top, int(head - beyond)), int(head))
        bottom = max(min(bottom, int(foot + beyond)), int(foot))
    top = max(top, 0)
    return Box(left=left, top=top, right=max(right, left + 1), bottom=max(bottom, top + 1))


def _first_line(text: str) -> str:
    return text.splitlines()[0]
