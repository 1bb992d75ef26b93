"""What came for a dossier, as far as it is known now: files, the papers in them, what sheets said of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitize.doctype import OTHER
from digitize.model import CoverNote
from digitize.page_faults import PageFault
from digitize.rows import ExpectedFile, Scan, ScanState
from digitize.status import DocumentStatus


class KnownBy(StrEnum):
    """How sure a receipt can be of what a paper is."""

    DECLARED = "declared"  # by what the giver, a file's name or a cover sheet says
    READ = "read"  # by the types that were read


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of an arrived file."""

    document: str
    page_numbers: tuple[int, ...]
    status: DocumentStatus
    type_code: str | None = None
    """None until it was described."""
    dossier_code: str = ""
    """Of the cover it lies behind; empty where there is none."""
    component: str = ""
    """Of the cover sheet right before it."""

    @property
    def known_type(self) -> str:
        """The type, where one was recognised; empty otherwise."""
        return "" if self.type_code in (None, OTHER) else str(self.type_code)

    @property
    def is_refused(self) -> bool:
        """A person rejected it; its pages are kept."""
        return self.status is DocumentStatus.REJECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFile:
    name: str
    at: datetime
    scan: Scan
    expected: ExpectedFile | None = None
    """What was said of it before it came, if anything."""
    papers: tuple[Paper, ...] = ()
    """None before the scan is separated."""
    covers: tuple[CoverNote, ...] = ()
    faults: tuple[PageFault, ...] = ()
    """Of the pages that are in use."""
    blank_pages: int = 0
    sheet_pages: int = 0

    @property
    def is_accepted(self) -> bool:
        return self.scan.state is not ScanState.REJECTED

    @property
    def is_separated(self) -> bool:
        return self.scan.state is ScanState.SEPARATED

    @property
    def is_read(self) -> bool:
        """True once nothing more can be learned about it without a person."""
        if not self.is_accepted:
            return True
        return self.is_separated and all(_is_understood(paper) for paper in self.papers)


def _is_understood(paper: Paper) -> bool:
    return paper.type_code is not None or paper.is_refused


def match_expected(
    name: str, sha256: str, expected: tuple[ExpectedFile, ...]
) -> ExpectedFile | None:
    """What was said of a file: by its name, else by its bytes under another name."""
    by_name = next((file for file in expected if file.name == name), None)
    return by_name or next((file for file in expected if file.sha256 == sha256), None)
