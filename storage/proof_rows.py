"""Which code a sealed paper has, and which paper has a code: drawn once a document and edition, before it is sealed.

A seal that is killed finds the code of its first attempt; of two machines that draw one at the same time the first wins
and both have it. So what is drawn into a PDF is always what the rows say.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from digitize.errors import LostRace
from digitize.model import DocumentId
from digitize.proof.codes import ProofCode, new_code
from digitize.rows import Document
from storage.database import Database
from storage.schema import documents, proof_codes

_DRAWS = 5
"""A code that was drawn before happens once in 10^20; a race is lost once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPaper:
    """The document and edition that a code was given to."""

    document_id: DocumentId
    edition: str
    made_at: datetime


class ProofCodes:
    """The codes of one house. Thread-safe. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document: Document, *, at: datetime) -> ProofCode:
        """The code of this document as it is arranged now, a new one where it has none."""
        for _ in range(_DRAWS):
            with self._database.asking() as connection:
                found = code_of(connection, document.id, document.edition)
            if found is not None:
                return found
            self._give(document, at=at)
        raise LostRace(f"no code for {document.id}")

    def _give(self, document: Document, *, at: datetime) -> None:
        values = {
            "code": new_code(secrets.randbelow),
            "document_id": document.id,
            "edition": document.edition,
            "made_at": at,
        }
        try:
            with self._database.saying() as connection:
                connection.execute(insert(proof_codes), values)
        except LostRace:
            return  # somebody else was quicker


def code_of(connection: Connection, document_id: DocumentId, edition: str) -> ProofCode | None:
    """None for what was not about to be sealed yet."""
    found = connection.execute(_CODE, {"document": document_id, "edition": edition}).scalar()
    return None if found is None else ProofCode(found)


def codes_of(
    connection: Connection, document_ids: Sequence[DocumentId]
) -> Mapping[DocumentId, ProofCode]:
    """Of sealed documents, each as it is arranged now; documents without one are left out."""
    query = (
        select(proof_codes.c.document_id, proof_codes.c.code)
        .join(
            documents,
            (documents.c.id == proof_codes.c.document_id)
            & (documents.c.edition == proof_codes.c.edition),
        )
        .where(documents.c.id.in_(document_ids), documents.c.sealed_key.is_not(None))
    )
    return {DocumentId(row.document_id): ProofCode(row.code) for row in connection.execute(query)}


def paper_of(connection: Connection, code: str) -> CodedPaper | None:
    """The paper that has this code; None for what was never given."""
    row = connection.execute(_PAPER, {"code": code}).one_or_none()
    if row is None:
        return None
    return CodedPaper(
        document_id=DocumentId(row.document_id), edition=row.edition, made_at=row.made_at
    )


_CODE = select(proof_codes.c.code).where(
    proof_codes.c.document_id == bindparam("document"),
    proof_codes.c.edition == bindparam("edition"),
)
_PAPER = select(proof_codes).where(proof_codes.c.code == bindparam("code"))
