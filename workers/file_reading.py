"""One file read and understood by the child pool, and nothing of it stored."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from digitize import limits
from digitize.errors import SecretPaper, SourceUnreadable
from digitize.model import Description, PageOutcome, PageReading, ScanFile
from workers import tasks
from workers.page_reading import read_page
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.separating import separated


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    source: str
    readings: tuple[PageReading, ...]
    description: Description


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    path: Path
    file: ScanFile
    readings: tuple[PageReading, ...]
    """Of every page, also of those that are in no document."""
    documents: tuple[ReadDocument, ...]


class FileReader:
    """Reads files one after the other, the pages of each side by side."""

    def __init__(self, pool: ChildPool, *, jobs: int, progress: PageProgress) -> None:
        self._pool = pool
        self._progress = progress
        self._jobs = jobs

    def read(self, path: Path) -> ReadFile:
        """The file's documents. Raises `BadInput`, `SecretPaper`, `SourceUnreadable`."""
        if not path.is_file():
            raise SourceUnreadable(path.name)
        file = self._pool.call(tasks.identify, limits.CHILD_PAGE_SECONDS, path)
        self._progress.pages_found(file.page_count)
        readings = self._readings(path, file)
        if any(reading.outcome is PageOutcome.SECRET for reading in readings):
            raise SecretPaper
        documents = tuple(
            self._described(path, file, tuple(readings[index] for index in pages))
            for pages in separated(self._pool, readings, file.traits).documents
        )
        return ReadFile(path=path, file=file, readings=readings, documents=documents)

    def _readings(self, path: Path, file: ScanFile) -> tuple[PageReading, ...]:
        with ThreadPoolExecutor(self._jobs) as threads:
            return tuple(threads.map(partial(self._page, path, file), range(file.page_count)))

    def _page(self, path: Path, file: ScanFile, page_index: int) -> PageReading:
        reading = read_page(self._pool, path, file, page_index).reading
        self._progress.page_done()
        return reading

    def _described(
        self, path: Path, file: ScanFile, readings: Sequence[PageReading]
    ) -> ReadDocument:
        description = self._pool.call(
            tasks.describe, limits.CHILD_DOCUMENT_SECONDS, readings, file.traits, ()
        )
        return ReadDocument(source=str(path), readings=tuple(readings), description=description)
