"""The isolated engine: a Tesseract process a page, through pytesseract, ended by its own time limit.

Dearer than the resident one; for a page that ends or stalls the process that reads it, and as a second opinion.
"""

import os
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytesseract
from PIL import Image

from digitize.errors import EngineFailed, MissingDependency
from digitize.model import Box, Line, Pixels, Word
from digitize.ocr.resident import TesseractOptions

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # inherited by the process a page

_SINGLE_LINE = 7  # Tesseract's segmentation mode for a picture of one line


class PytesseractEngine:
    """Implements `OcrEngine`. Keeps nothing between pages."""

    def __init__(self, options: TesseractOptions | None = None) -> None:
        """Raises `MissingDependency` where the program is not installed."""
        self._options = options or TesseractOptions()
        try:
            self.name = f"pytesseract (tesseract {pytesseract.get_tesseract_version()})"
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise MissingDependency(f"tesseract: {error}") from error

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        """Words with boxes in pixels of `gray`. Raises `EngineFailed`, also when the time is up."""
        return self._read(gray, dpi=dpi, layout=self._options.layout)

    def read_line(self, gray: Pixels, *, dpi: float) -> tuple[Word, ...]:
        """See `OcrEngine`. Raises `EngineFailed`."""
        lines = self._read(gray, dpi=dpi, layout=_SINGLE_LINE)
        return tuple(word for line in lines for word in line.words)

    def _read(self, gray: Pixels, *, dpi: float, layout: int) -> tuple[Line, ...]:
        try:
            found = pytesseract.image_to_data(
                Image.fromarray(gray),
                lang=self._options.language,
                config=self._config(dpi, layout),
                output_type=pytesseract.Output.DICT,
                timeout=self._options.timeout_seconds,
            )
        except (pytesseract.TesseractError, RuntimeError, OSError, ValueError) as error:
            raise EngineFailed(str(error)) from error
        return tuple(_lines(found))

    def _config(self, dpi: float, layout: int) -> str:
        return (
            f'--tessdata-dir "{self._options.tessdata}" --psm {layout} '
            f"--dpi {round(dpi)} -c tessedit_do_invert=0"
        )

    def close(self) -> None:
        """Nothing is held."""


def _lines(table: dict[str, list[Any]]) -> Iterator[Line]:
    """Rows of Tesseract's TSV, grouped by block, paragraph and line."""
    words = [row for row in range(len(table["text"])) if str(table["text"][row]).strip()]

    def place(row: int) -> tuple[int, int, int]:
        return table["block_num"][row], table["par_num"][row], table["line_num"][row]

    for (block, _, _), rows in groupby(words, key=place):
        yield Line(words=tuple(_word(table, row) for row in rows), block=int(block))


def _word(table: dict[str, list[Any]], row: int) -> Word:
    left, top = int(table["left"][row]), int(table["top"][row])
    return Word(
        text=unicodedata.normalize("NFC", str(table["text"][row]).strip()),
        box=Box(
            left=left,
            top=top,
            right=left + int(table["width"][row]),
            bottom=top + int(table["height"][row]),
        ),
        confidence=min(max(float(table["conf"][row]) / 100, 0.0), 1.0),
    )
