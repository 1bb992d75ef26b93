"""What child processes are asked to do: each a stage of `digitize/` on values that can cross a process border.

They see the scan's bytes by path, and no store, catalogue or key: what decodes foreign bytes can change nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from digitize import pipeline
from digitize.intake.identify import identify as identify_file
from digitize.intake.pages import open_scan
from digitize.model import (
    Description,
    FileTrait,
    PageReading,
    Reason,
    ScanFile,
    SignatureReport,
)
from digitize.pdf.xmp import ArchiveMetadata
from workers.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    reading: PageReading
    rendered: bytes | None
    """The rendering, where the file's own image streams do not show the page."""


def identify(_tools: Tools, path: Path) -> ScanFile:
    return identify_file(path)


def read_page(tools: Tools, path: Path, file: ScanFile, page_index: int) -> PageResult:
    source = tools.pages_of(path, file).load(page_index)
    reading = pipeline.read(source, engine=tools.engine)
    return PageResult(reading=reading, rendered=source.rendered)


def describe(
    tools: Tools,
    readings: Sequence[PageReading],
    traits: frozenset[FileTrait],
    reasons: tuple[Reason, ...],
) -> Description:
    """`reasons` are those known before anything was understood, such as a broken signature."""
    described = pipeline.describe(readings, traits=traits, knowledge=tools.knowledge)
    return replace(described, reasons=(*reasons, *described.reasons))


def assemble(
    _tools: Tools,
    path: Path,
    file: ScanFile,
    readings: Sequence[PageReading],
    renderings: Mapping[int, Path],
    metadata: ArchiveMetadata,
    out: Path,
) -> None:
    with open_scan(path, file) as pages:
        pipeline.archive(pages, readings, renderings=renderings, metadata=metadata, out=out)


def signatures(
    _tools: Tools, path: Path, at: datetime, trust: Sequence[bytes]
) -> tuple[SignatureReport, ...]:
    """`trust` has certificates of authorities in DER, since loaded ones cannot cross to another process."""
    # Loaded here: few files arrive signed, and pyHanko costs a child a second.
    from cryptography.x509 import load_der_x509_certificate

    from digitize.pdf.verify import verify_signatures

    authorities = [load_der_x509_certificate(der) for der in trust]
    return verify_signatures(path, trust=authorities, at=at)
