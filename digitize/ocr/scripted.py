"""The engine that returns the lines it was given: for tests of what follows reading, and for demonstrations without Tesseract."""

import time
from collections.abc import Iterable

from digitize.errors import EngineFailed
from digitize.model import Line, Pixels, Word


class ScriptedEngine:
    """Implements `OcrEngine`: the first page read gets the first script, and so on; then the last again.

    `rows` are what `read_line` gives, one after the other, then nothing. `page_seconds` is slept over each page.
    """

    name = "scripted"

    def __init__(
        self, *pages: Iterable[Line], rows: Iterable[Line] = (), page_seconds: float = 0.0
    ) -> None:
        self._pages = [tuple(page) for page in pages] or [()]
        self._rows = [row.words for row in rows]
        self._page_seconds = page_seconds
        self.pages_read = 0

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        if gray.ndim != 2 or gray.size == 0 or dpi <= 0:
            raise EngineFailed(f"not a grey page: {gray.shape} at {dpi} dpi")
        time.sleep(self._page_seconds)
        page = self._pages[min(self.pages_read, len(self._pages) - 1)]
        self.pages_read += 1
        return page

    def read_line(self, gray: Pixels, *, dpi: float) -> tuple[Word, ...]:
        if gray.ndim != 2 or gray.size == 0 or dpi <= 0:
            raise EngineFailed(f"not a grey line: {gray.shape} at {dpi} dpi")
        return self._rows.pop(0) if self._rows else ()

    def close(self) -> None:
        self._pages = [()]
