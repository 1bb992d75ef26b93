"""What child processes are asked to do: each a stage of `digitize/` on values that can cross a process border.

They see the scan's bytes by path, and no store, catalogue or key: what decodes foreign bytes can change nothing.
Each task loads its stage when it is called: the parent names these functions and must not pay for image libraries, and
in a child everything is there already (`ready.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digitize.model import (
    Description,
    FileTrait,
    PageReading,
    Reason,
    ScanFile,
    SignatureReport,
)
from digitize.pdf.archive_metadata import ArchiveMetadata
from digitize.reasons import ReasonCode

if TYPE_CHECKING:
    from digitize.classify.marks import Mark
    from digitize.explain.steps import ExplainedPage, Understood
    from workers.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    reading: PageReading
    rendered: bytes | None
    """The rendering, where the file's own image streams do not show the page."""


def identify(_tools: "Tools", path: Path) -> ScanFile:
    from digitize.intake.identify import identify as identify_file

    return identify_file(path)


def read_page(
    tools: "Tools",
    path: Path,
    file: ScanFile,
    page_index: int,
    turn_degrees: int | None = None,
) -> PageResult:
    """`turn_degrees` is a person's word; without it the machine finds which way up the page is."""
    from digitize import pipeline

    source = tools.pages_of(path, file).load(page_index)
    reading = pipeline.read(source, engine=tools.engine, turn_degrees=turn_degrees)
    return PageResult(reading=reading, rendered=source.rendered)


def page_picture(
    tools: "Tools",
    path: Path,
    file: ScanFile,
    page_index: int,
    rendered: Path | None,
    turn_degrees: int,
    width: int,
) -> bytes:
    """The page as people see it, as JPEG; from its kept rendering where there is one, which takes less than another."""
    from digitize.image.orientation import turned
    from digitize.image.picture import picture
    from digitize.intake.pdf_pages import kept_rendering

    if rendered is not None:
        page = kept_rendering(page_index, rendered)
    else:
        page = tools.pages_of(path, file).load(page_index).image
    return picture(turned(page, (turn_degrees - page.turned_degrees) % 360), width=width)


def marked_picture(_tools: "Tools", path: Path, words: str) -> bytes:
    """A picture of ours with words across it, as JPEG."""
    from digitize.image.preview_mark import with_mark

    return with_mark(path.read_bytes(), words)


def seen_twice(
    tools: "Tools", path: Path, file: ScanFile, first: PageReading, second: PageReading
) -> ReasonCode | None:
    """Why a person is asked whether two pages are one; None where they are two."""
    from digitize.image.orientation import turned
    from digitize.image.same_page import Likeness, likeness

    pages = tools.pages_of(path, file)
    images = [pages.load(reading.page_index).image for reading in (first, second)]
    ours, theirs = (
        turned(image, (reading.turned_degrees - image.turned_degrees) % 360)
        for image, reading in zip(images, (first, second), strict=True)
    )
    codes = {Likeness.SAME: ReasonCode.PAGE_TWICE, Likeness.NOTE: ReasonCode.NOTED_PAGE}
    return codes.get(likeness(ours, theirs))


def describe(
    tools: "Tools",
    readings: Sequence[PageReading],
    traits: frozenset[FileTrait],
    reasons: tuple[Reason, ...],
) -> Description:
    """`reasons` are those known before anything was understood, such as a broken signature."""
    from digitize import pipeline

    described = pipeline.describe(readings, traits=traits, knowledge=tools.knowledge)
    return replace(described, reasons=(*reasons, *described.reasons))


def sure_starts(tools: "Tools", readings: Sequence[PageReading]) -> frozenset[int]:
    """Indexes of pages on which another paper surely begins."""
    from digitize.intake.document_starts import Start, document_starts

    found = document_starts(readings, types=tools.knowledge.types)
    return frozenset(index for index, start in found.items() if start is Start.SURE)


def type_marks(tools: "Tools", readings: Sequence[PageReading]) -> "tuple[Mark, ...]":
    """All that speaks for any type of a document, before it is weighed."""
    from digitize.classify import classify
    from digitize.explain.marks_heard import MarksHeard

    heard = MarksHeard()
    classify(readings, types=tools.knowledge.types, trace=heard)
    return heard.found


def explain_page(
    tools: "Tools", path: Path, file: ScanFile, page_index: int, document: "Understood | None"
) -> "ExplainedPage":
    from digitize.explain.page import explain_page

    source = tools.pages_of(path, file).load(page_index)
    return explain_page(source, engine=tools.engine, document=document, types=tools.knowledge.types)


def assemble(
    _tools: "Tools",
    path: Path,
    file: ScanFile,
    readings: Sequence[PageReading],
    renderings: Mapping[int, Path],
    metadata: ArchiveMetadata,
    out: Path,
    is_compact: bool,  # noqa: FBT001 - calls cross a process border by position
) -> None:
    from digitize import pipeline
    from digitize.intake.pages import open_scan

    with open_scan(path, file) as pages:
        pipeline.archive(
            pages,
            readings,
            renderings=renderings,
            metadata=metadata,
            out=out,
            is_compact=is_compact,
        )


def signatures(
    _tools: "Tools", path: Path, at: datetime, trust: Sequence[bytes]
) -> tuple[SignatureReport, ...]:
    """`trust` has certificates of authorities in DER, since loaded ones cannot cross to another process."""
    # Not among what children have ready: few files arrive signed, and pyHanko costs a second.
    from cryptography.x509 import load_der_x509_certificate

    from digitize.pdf.verify import verify_signatures

    authorities = [load_der_x509_certificate(der) for der in trust]
    return verify_signatures(path, trust=authorities, at=at)
