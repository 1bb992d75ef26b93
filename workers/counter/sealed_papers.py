"""The papers of a batch that are sealed, with the codes that anybody looks them up by: for the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.model import BatchId
from digitize.proof.codes import ProofCode
from digitize.rows import Document
from workers.proving.papers import proof_codes
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPaper:
    file: str
    page_numbers: tuple[int, ...]
    title: str
    """Of its type; empty where it has none."""
    code: ProofCode


def sealed_papers(services: Services, batch_id: BatchId) -> Sequence[SealedPaper]:
    """In the order of the files; whether the batch is seen, the caller has asked."""
    came = services.catalogue.arrived_scans(batch_id)
    codes = proof_codes(services, [one for file in came for one in file.documents])
    return [
        SealedPaper(
            file=file.arrival.source,
            page_numbers=tuple(index + 1 for index in document.page_indexes),
            title=_title(services, document),
            code=codes[document.id],
        )
        for file in came
        for document in file.documents
        if document.id in codes
    ]


def _title(services: Services, document: Document) -> str:
    if document.description is None:
        return ""
    kind = services.types.get(document.description.verdict.type_code)
    return kind.title if kind else ""
