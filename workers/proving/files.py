"""A file that somebody brought → what it is, held against what is on file: the same bytes, altered ones, a printed copy.

The hash decides first, and costs nothing. Else a code is looked for: what bears a signature and says a code of ours is an
altered PDF; what bears none is a picture of a print, and each of its pages is compared. The first page with a QR code is page 1
of its paper; pages without one follow the page before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digitize import limits
from digitize.errors import BadInput, NotFound, NotInStore
from digitize.proof.codes import ProofCode
from digitize.proof.findings import (
    ComparedPage,
    FileFinding,
    FileVerdict,
    PaperProof,
    verdict_of_copy,
)
from digitize.rows import Document
from storage.document_rows import get_document
from workers.pool import ChildPool
from workers.proving import copy_tasks
from workers.proving.papers import STRANGER, Filed, Proofs, proof_code
from workers.records.part_names import RecordPart
from workers.records.parts import part_of, sha256_of
from workers.records.signatures import signatures_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file, and who brought it."""

    path: Path
    actor: str = STRANGER
    code: str = ""
    """The code it was said to have, for a copy whose QR code cannot be read."""
    with_pictures: bool = False


def found_out(services: Services, pool: ChildPool, proofs: Proofs, brought: Brought) -> FileFinding:
    """Raises `BadInput` for what is no PDF and no picture, `OSError`, `ChildFailed` and the store's errors."""
    same = _same_bytes(services, proofs, brought)
    if same is not None:
        return same
    seen = pool.call(copy_tasks.codes_on, limits.CHILD_PAGE_SECONDS, brought.path)
    code = next(filter(None, seen.codes), None) or seen.written or brought.code
    try:
        filed = proofs.filed(code or "")
    except NotFound:
        return FileFinding(verdict=FileVerdict.OTHER)
    proof = proofs.of_filed(filed, actor=brought.actor)
    if signatures_of(services, pool, brought.path):
        return FileFinding(verdict=FileVerdict.ALTERED, proof=proof)
    pages = tuple(_compared(services, pool, brought, filed, seen.codes))
    verdict = verdict_of_copy(pages, page_count=proof.page_count)
    return FileFinding(verdict=verdict, proof=proof, pages=pages)


def _same_bytes(services: Services, proofs: Proofs, brought: Brought) -> FileFinding | None:
    record = services.catalogue.find_by_hash(sha256_of(brought.path))
    if record is None:
        return None
    with services.database.reading() as connection:
        document = get_document(connection, record.document_id)
    proof = _proof_of(services, proofs, document, actor=brought.actor)
    return FileFinding(verdict=FileVerdict.SAME, proof=proof)


def _proof_of(
    services: Services, proofs: Proofs, document: Document, *, actor: str
) -> PaperProof | None:
    code = proof_code(services, document)
    try:
        return None if code is None else proofs.of_code(code, actor=actor)
    except NotFound:
        return None


def _compared(
    services: Services,
    pool: ChildPool,
    brought: Brought,
    filed: Filed,
    codes: tuple[ProofCode | None, ...],
) -> Iterator[ComparedPage]:
    if filed.is_disposed:
        return
    try:
        sealed = part_of(services, filed.document, RecordPart.SEALED).content
    except (NotInStore, NotFound):
        return
    assert isinstance(sealed, Path), "a sealed PDF is a file of the store"
    count = len(filed.document.page_indexes)
    for index, number in _numbered(codes, count):
        try:
            comparison, pictures = pool.call(
                copy_tasks.compare_page,
                limits.CHILD_PAGE_SECONDS,
                brought.path,
                index,
                sealed,
                number,
                brought.with_pictures,
            )
        except BadInput:
            continue
        yield ComparedPage(number=number, comparison=comparison, pictures=pictures)


def _numbered(codes: tuple[ProofCode | None, ...], count: int) -> Iterator[tuple[int, int]]:
    """Pages of the file with their numbers in the paper: from the first code to the next one of another paper."""
    first = next((index for index, code in enumerate(codes) if code), 0)
    for index in range(first, min(len(codes), first + count)):
        if index > first and codes[index] is not None:
            return
        yield index, index - first + 1
