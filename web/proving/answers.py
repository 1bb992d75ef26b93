"""What `/api/v1/proofs` says: of a paper what strangers may know, of a file how it stands to what is on file."""

import math
from datetime import date, datetime

from pydantic import BaseModel

from digitize.proof.agreement import Agreement, Doubt
from digitize.proof.codes import grouped
from digitize.proof.findings import FileFinding, FileVerdict, PaperProof
from digitize.warehouse.life import LifeShown


class ProofAnswer(BaseModel):
    code: str
    type: str
    """Title of the document type, in Vietnamese; empty where it is none of those known."""
    agency: str
    """Who issued it; empty where that was not read."""
    sealed_on: date | None
    """Of the newest signature, in Vietnam."""
    pages: int
    unchanged: bool
    """The sealed PDF on file has the bytes that were filed."""
    signed_validly: bool
    signers: list[str]
    """Agencies that sealed it here; signers of papers that came signed are not named."""
    in_force: LifeShown
    disposed: bool
    """Its time has passed and its bytes were removed."""
    checked_at: datetime


class ComparedPageAnswer(BaseModel):
    page: int
    agreement: Agreement
    doubt: Doubt | None
    share: float
    """Of what is printed on the page, 0 to 1, in whole hundredths: finer steps would tell somebody how to alter a copy unseen."""


class FileAnswer(BaseModel):
    verdict: FileVerdict
    proof: ProofAnswer | None
    share: float | None
    pages: list[ComparedPageAnswer]


def proof_answer(proof: PaperProof) -> ProofAnswer:
    return ProofAnswer(
        code=grouped(proof.code),
        type=proof.type_title,
        agency=proof.agency,
        sealed_on=proof.sealed_on,
        pages=proof.page_count,
        unchanged=proof.is_unchanged,
        signed_validly=proof.is_validly_signed,
        signers=list(proof.signers),
        in_force=proof.in_force,
        disposed=proof.is_disposed,
        checked_at=proof.checked_at,
    )


def file_answer(finding: FileFinding) -> FileAnswer:
    return FileAnswer(
        verdict=finding.verdict,
        proof=proof_answer(finding.proof) if finding.proof else None,
        share=None if finding.share is None else _told(finding.share),
        pages=[
            ComparedPageAnswer(
                page=page.number,
                agreement=page.comparison.agreement,
                doubt=page.comparison.doubt,
                share=_told(page.comparison.share),
            )
            for page in finding.pages
        ],
    )


def _told(share: float) -> float:
    """Downwards, so that nothing that differs is called whole."""
    return math.floor(share * 100) / 100
