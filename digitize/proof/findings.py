"""What a stranger is told of a paper by its code, and what is found out about a file that somebody holds: values alone.

Nothing here names a person, a number or a subject: who has the paper sees that anyway, who has only the code learns none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from digitize.model import RecordId, SignatureReport
from digitize.proof.agreement import Agreement, PageComparison
from digitize.proof.codes import ProofCode
from digitize.warehouse.life import LifeShown


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperProof:
    """What is said of a filed paper."""

    code: ProofCode
    record_id: RecordId
    """For whoever may see the record; never for strangers."""
    type_title: str
    agency: str
    """Who issued it, as read or confirmed; empty where that was not."""
    sealed_on: date | None
    page_count: int
    is_disposed: bool
    """Its time has passed and its bytes were removed: nothing can be held against it any more."""
    is_unchanged: bool
    """The sealed PDF on file has the bytes that were filed."""
    signatures: tuple[SignatureReport, ...]
    arrived_signed: bool
    """The signatures are those it came with; their signers may be persons and are not named."""
    in_force: LifeShown
    checked_at: datetime

    @property
    def is_validly_signed(self) -> bool:
        return bool(self.signatures) and all(report.is_valid for report in self.signatures)

    @property
    def signers(self) -> tuple[str, ...]:
        """Agencies that sealed it here."""
        if self.arrived_signed:
            return ()
        return tuple(report.signer for report in self.signatures if report.is_trusted)

    @property
    def holds(self) -> bool:
        return self.is_unchanged and self.is_validly_signed


class FileVerdict(StrEnum):
    """What a file is, held against what is on file."""

    SAME = "same"  # byte for byte what was filed
    ALTERED = "altered"  # it shows a code of ours, but its bytes are not what was filed
    AGREES = "agrees"  # a printed copy, all pages as on file
    DIFFERS = "differs"  # a printed copy that is not as on file somewhere
    UNCLEAR = "unclear"  # a printed copy of which nothing certain can be said
    OTHER = "other"  # nothing of it is known here


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPage:
    """A page of a printed copy."""

    number: int
    """Of the paper on file, from 1."""
    comparison: PageComparison
    pictures: tuple[bytes, bytes] | None = None
    """On file and as copied, with what differs boxed, as JPEG; only where who asks may see the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFinding:
    """What is said of a file somebody brought."""

    verdict: FileVerdict
    proof: PaperProof | None = None
    pages: tuple[ComparedPage, ...] = ()

    @property
    def share(self) -> float | None:
        """Of the printed surface of the compared pages that agrees; None where none was compared."""
        shares = [page.comparison.share for page in self.pages]
        return sum(shares) / len(shares) if shares else None


def verdict_of_copy(pages: Sequence[ComparedPage], *, page_count: int) -> FileVerdict:
    """A difference on one page is a difference; agreement needs every page of the paper."""
    found = [page.comparison.agreement for page in pages]
    if Agreement.DIFFERS in found:
        return FileVerdict.DIFFERS
    numbers = {page.number for page in pages}
    is_whole = numbers == set(range(1, page_count + 1))
    if is_whole and all(agreement is Agreement.AGREES for agreement in found):
        return FileVerdict.AGREES
    return FileVerdict.UNCLEAR
