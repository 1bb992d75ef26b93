"""The resident engine: Tesseract in this process, its model loaded once, one page after the other.

A launch a page costs three times the CPU of a loaded model, most of it start-up and file traffic.
"""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Tesseract starts its OpenMP threads when the library is loaded; several pages at once on shared
# cores are many times slower with them, so the limit must stand before the import.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import tesserocr

from digitize.errors import EngineFailed, MissingDependency
from digitize.model import Box, Line, Pixels, Word
from digitize.ocr.letter_choices import with_choices

DEBIAN_TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata")


@dataclass(frozen=True, slots=True, kw_only=True)
class TesseractOptions:
    language: str = "vie"
    """Tesseract's names, joined by `+`; `vie+eng` is slower and no better on Vietnamese pages."""
    tessdata: Path = DEBIAN_TESSDATA
    layout: int = 3
    """Page segmentation mode; 3 finds columns by itself."""
    timeout_seconds: float = 600.0
    """Recognition of one page stops after this, wall time; a full page takes one to two seconds.

    For callers without a pool, whose clock counts work and strikes far earlier: a page that waited for a processor is not
    unreadable (at 60 seconds three of some 500 were, on a machine with ten times the work it could do).
    """
    sure_confidence: float = 0.97
    """A word read with less comes with what else its letters may be."""


class TesserocrEngine:
    """Implements `OcrEngine`. Serves one thread; two threads take two engines."""

    def __init__(self, options: TesseractOptions | None = None) -> None:
        """Load the model (0.2 s). Raises `MissingDependency` where it is not there."""
        self._options = options or TesseractOptions()
        self.name = (
            f"tesserocr {tesserocr.__version__} ({_first_line(tesserocr.tesseract_version())})"
        )
        try:
            self._api = tesserocr.PyTessBaseAPI(
                path=str(self._options.tessdata),
                lang=self._options.language,
                psm=self._options.layout,
            )
        except RuntimeError as error:
            raise MissingDependency(f"tesseract model {self._options.language}: {error}") from error
        # White on black is not printed on official paper; looking for it costs 1-2 %.
        self._api.SetVariable("tessedit_do_invert", "0")
        # Official paper is set in proportional type; trying every row at every pitch costs 5 %.
        self._api.SetVariable("textord_all_prop", "1")
        # The alternatives of each letter, in one pass of its search: two take 6 to 9 % of reading, the
        # usual five 20 %, and once mending weighs a missing alternative less no word more is put right.
        self._api.SetVariable("lstm_choice_mode", "2")
        self._api.SetVariable("lstm_choice_iterations", "1")

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        """Words with boxes in pixels of `gray`, in Tesseract's own order. Raises `EngineFailed`."""
        try:
            self._recognise(gray, dpi)
            return tuple(_lines(self._api.GetIterator(), self._options.sure_confidence))
        except RuntimeError as error:
            raise EngineFailed(str(error)) from error
        finally:
            self._api.Clear()

    def read_line(self, gray: Pixels, *, dpi: float) -> tuple[Word, ...]:
        """See `OcrEngine`. Raises `EngineFailed`."""
        self._api.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
        try:
            return tuple(word for line in self.read(gray, dpi=dpi) for word in line.words)
        finally:
            self._api.SetPageSegMode(self._options.layout)

    def _recognise(self, gray: Pixels, dpi: float) -> None:
        height, width = gray.shape
        pixels = np.ascontiguousarray(gray).tobytes()
        self._api.SetImageBytes(pixels, width, height, 1, width)
        self._api.SetSourceResolution(round(dpi))
        if not self._api.Recognize(int(self._options.timeout_seconds * 1000)):
            raise EngineFailed("recognition stopped or ran out of time")

    def close(self) -> None:
        self._api.End()


def _lines(words: object, sure_confidence: float) -> Iterator[Line]:
    """Walk Tesseract's result word by word; empty blocks (pictures) give nothing."""
    block, line_block = 0, 0
    line: list[Word] = []
    for item in tesserocr.iterate_level(words, tesserocr.RIL.WORD) if words else ():
        if item.Empty(tesserocr.RIL.WORD):
            continue
        block += item.IsAtBeginningOf(tesserocr.RIL.BLOCK)
        if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE) and line:
            yield Line(words=tuple(line), block=line_block)
            line = []
        line_block = block
        line.extend(_word(item, sure_confidence))
    if line:
        yield Line(words=tuple(line), block=line_block)


def _word(item: "tesserocr.PyResultIterator", sure_confidence: float) -> Iterator[Word]:
    text = _composed(item.GetUTF8Text(tesserocr.RIL.WORD) or "").strip()
    if text and not any(letter.isspace() for letter in text):
        left, top, right, bottom = item.BoundingBox(tesserocr.RIL.WORD)
        confidence = min(max(item.Confidence(tesserocr.RIL.WORD) / 100, 0.0), 1.0)
        box = Box(left=left, top=top, right=right, bottom=bottom)
        word = Word(text=text, box=box, confidence=confidence)
        yield word if confidence >= sure_confidence else with_choices(word, _symbols(item))


def _symbols(item: "tesserocr.PyResultIterator") -> list[list[tuple[str, float]]]:
    return [
        [(_composed(sign), cost) for sign, cost in symbol]
        for symbol in item.GetBestLSTMSymbolChoices()
    ]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _first_line(text: str) -> str:
    return text.splitlines()[0]
