"""The engine that returns the lines it was given: for tests of what follows reading, and for demonstrations without Tesseract."""

from collections.abc import Iterable

from digitize.errors import EngineFailed
from digitize.model import Line, Pixels


class ScriptedEngine:
    """Implements `OcrEngine`: the first page read gets the first script, and so on; then the last again."""

    name = "scripted"

    def __init__(self, *pages: Iterable[Line]) -> None:
        self._pages = [tuple(page) for page in pages] or [()]
        self.pages_read = 0

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        if gray.ndim != 2 or gray.size == 0 or dpi <= 0:
            raise EngineFailed(f"not a grey page: {gray.shape} at {dpi} dpi")
        page = self._pages[min(self.pages_read, len(self._pages) - 1)]
        self.pages_read += 1
        return page

    def close(self) -> None:
        self._pages = [()]
