"""`digitize read`: separate, clean, read, classify and extract; nothing is stored."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from config.settings import Settings
from digitize.errors import DigitizeError
from workers.commands.describing import (
    fields_json,
    page_numbers,
    reading_text,
    reason_json,
    type_json,
)
from workers.commands.exit_codes import ExitCode, exit_code, worst
from workers.commands.explain import explain
from workers.commands.output import (
    error_json,
    page_progress,
    print_json,
    print_table,
    say_error,
)
from workers.commands.sources import scan_files
from workers.file_reading import FileReader, ReadDocument
from workers.reading_pool import build_pool


def read(
    settings: Settings, paths: Sequence[Path], *, as_json: bool, explain_into: Path | None = None
) -> ExitCode:
    """Print every document found in the files; a file that cannot be read costs a line, not the rest.

    `explain_into`: where one file is explained as well, in pictures. Raises `CannotWriteOutput`.
    """
    codes: list[ExitCode] = []
    found: list[ReadDocument] = []
    with build_pool(settings) as pool, page_progress() as progress:
        reader = FileReader(pool, jobs=settings.jobs, progress=progress)
        for path in scan_files(paths):
            try:
                read_file = reader.read(path)
                if explain_into is not None:
                    explain(pool, read_file, into=explain_into, types=settings.types)
            except DigitizeError as error:
                codes.append(exit_code(error))
                _report_error(path, error, as_json=as_json)
                continue
            codes.extend(_code(document) for document in read_file.documents)
            found.extend(read_file.documents)
            if as_json:
                for document in read_file.documents:
                    print_json(_json_line(document))
    if not as_json:
        _print_table(found)
    return worst(codes)


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
