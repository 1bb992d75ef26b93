"""`digitize read --explain`: one file's pages after every stage as pictures, and a page of HTML that shows them in order.

The file was read as always first, so a secret paper has stopped the command before anything is drawn; then children read
each page once more, watched. Nothing of a file that was explained before is overwritten.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from config.document_types import load_document_types
from digitize import limits
from digitize.errors import (
    BadInput,
    CannotWriteOutput,
    ChildFailed,
    EngineFailed,
    SecretPaper,
    UnexpectedInChild,
)
from digitize.explain.steps import ExplainedPage, Picture, Understood
from workers import tasks
from workers.commands.output import say
from workers.file_reading import ReadDocument, ReadFile
from workers.pool import ChildPool

REPORT = "index.html"


def explain(pool: ChildPool, read_file: ReadFile, *, into: Path, types: Path | None) -> None:
    """Writes the pictures and `index.html` into a new or empty folder. Raises `CannotWriteOutput`."""
    # Not with the others: it brings a template engine that reading needs not.
    from digitize.explain.report import write_report

    documents = [_understood(pool, found) for found in read_file.documents]
    try:
        _make_empty(into)
        write_report(
            into / REPORT,
            source=read_file.path.name,
            documents=documents,
            pages=_pages(pool, read_file, documents, into),
            types=load_document_types(types),
        )
    except OSError as cause:
        raise CannotWriteOutput(str(into)) from cause
    say(f"Đã ghi các ảnh giải thích; hãy mở {into / REPORT}")


def _understood(pool: ChildPool, found: ReadDocument) -> Understood:
    return Understood(
        page_indexes=tuple(reading.page_index for reading in found.readings),
        description=found.description,
        marks=pool.call(tasks.type_marks, limits.CHILD_DOCUMENT_SECONDS, found.readings),
    )


def _make_empty(folder: Path) -> None:
    """Raises `CannotWriteOutput` where something is in it: pictures of two files must not mix."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CannotWriteOutput(f"{folder}: not empty")


def _pages(
    pool: ChildPool, read_file: ReadFile, documents: Sequence[Understood], into: Path
) -> Iterator[ExplainedPage]:
    """Page after page, its pictures written as they come."""
    owner = {index: document for document in documents for index in document.page_indexes}
    for reading in read_file.readings:
        try:
            page = pool.call(
                tasks.explain_page,
                limits.CHILD_DOCUMENT_SECONDS,
                read_file.path,
                read_file.file,
                reading.page_index,
                owner.get(reading.page_index),
            )
        except SecretPaper:
            raise
        except (BadInput, ChildFailed, EngineFailed, UnexpectedInChild):
            page = ExplainedPage(reading=reading, steps=())
        for step in page.steps:
            if isinstance(step, Picture):
                (into / f"{step.name}.png").write_bytes(step.png)
        yield page
