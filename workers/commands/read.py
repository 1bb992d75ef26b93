"""`digitize read`: separate, clean, read, classify and extract; nothing is stored."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from config.settings import Settings
from digitize import limits
from digitize.errors import DigitizeError, SecretPaper, SourceUnreadable
from digitize.intake.separate import separate
from digitize.model import Description, PageOutcome, PageReading, ScanFile
from workers import tasks
from workers.commands.describing import (
    fields_json,
    page_numbers,
    reading_text,
    reason_json,
    type_json,
)
from workers.commands.exit_codes import ExitCode, exit_code, worst
from workers.commands.output import (
    error_json,
    page_progress,
    print_json,
    print_table,
    say_error,
)
from workers.commands.sources import scan_files
from workers.page_reading import read_page
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.reading_pool import build_pool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    source: str
    readings: tuple[PageReading, ...]
    description: Description


def read(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> ExitCode:
    """Print every document found in the files; a file that cannot be read costs a line, not the rest."""
    codes: list[ExitCode] = []
    found: list[ReadDocument] = []
    with build_pool(settings) as pool, page_progress() as progress:
        reader = _Reader(pool, jobs=settings.jobs, progress=progress)
        for path in scan_files(paths):
            try:
                documents = reader.documents(path)
            except DigitizeError as error:
                codes.append(exit_code(error))
                _report_error(path, error, as_json=as_json)
                continue
            codes.extend(_code(document) for document in documents)
            found.extend(documents)
            if as_json:
                for document in documents:
                    print_json(_json_line(document))
    if not as_json:
        _print_table(found)
    return worst(codes)


class _Reader:
    def __init__(self, pool: ChildPool, *, jobs: int, progress: PageProgress) -> None:
        self._pool = pool
        self._progress = progress
        self._jobs = jobs

    def documents(self, path: Path) -> tuple[ReadDocument, ...]:
        if not path.is_file():
            raise SourceUnreadable(path.name)
        file = self._pool.call(tasks.identify, limits.CHILD_PAGE_SECONDS, path)
        self._progress.pages_found(file.page_count)
        readings = self._readings(path, file)
        if any(reading.outcome is PageOutcome.SECRET for reading in readings):
            raise SecretPaper
        return tuple(
            self._described(path, file, tuple(readings[index] for index in pages))
            for pages in separate(readings).documents
        )

    def _readings(self, path: Path, file: ScanFile) -> tuple[PageReading, ...]:
        with ThreadPoolExecutor(self._jobs) as threads:
            return tuple(threads.map(partial(self._page, path, file), range(file.page_count)))

    def _page(self, path: Path, file: ScanFile, page_index: int) -> PageReading:
        reading = read_page(self._pool, path, file, page_index).reading
        self._progress.page_done()
        return reading

    def _described(
        self, path: Path, file: ScanFile, readings: tuple[PageReading, ...]
    ) -> ReadDocument:
        description = self._pool.call(
            tasks.describe, limits.CHILD_DOCUMENT_SECONDS, readings, file.traits, ()
        )
        return ReadDocument(source=str(path), readings=readings, description=description)


def _code(document: ReadDocument) -> ExitCode:
    return ExitCode.NEEDS_CHECK if document.description.needs_person else ExitCode.OK


def _json_line(document: ReadDocument) -> dict[str, object]:
    description = document.description
    return {
        "source": document.source,
        "pages": page_numbers([reading.page_index for reading in document.readings]),
        "type": type_json(description.verdict),
        "fields": fields_json(description.fields),
        "text": reading_text(document.readings),
        "needs_review": description.needs_person,
        "reasons": [reason_json(reason) for reason in description.reasons],
    }


def _report_error(path: Path, error: DigitizeError, *, as_json: bool) -> None:
    if as_json:
        print_json({"source": str(path), "error": error_json(error)})
    else:
        say_error(error, about=str(path))


def _print_table(documents: Sequence[ReadDocument]) -> None:
    print_table(
        ("Tệp", "Trang", "Loại", "Tin cậy", "Trường", "Cần kiểm tra"),
        [row for document in documents for row in _rows(document)],
    )


def _rows(document: ReadDocument) -> Iterator[tuple[str, ...]]:
    description = document.description
    pages = [reading.page_index + 1 for reading in document.readings]
    yield (
        Path(document.source).name,
        f"{pages[0]}-{pages[-1]}",
        description.verdict.type_code,
        f"{description.verdict.confidence:.2f}",
        "\n".join(f"{field.key}: {field.value}" for field in description.fields),
        "\n".join(str(reason_json(reason)["message"]) for reason in description.reasons),
    )
