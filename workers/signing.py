"""A document sealed: by the machine's own steps, or by a signer, who seals many that were checked or sends one back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digitize.access import Viewer
from digitize.errors import CannotArchive, DigitizeError, IllegalMove, LostRace
from digitize.model import DocumentId, Reason
from digitize.reasons import ReasonCode
from digitize.rows import Document, StoredFile
from digitize.status import DocumentStatus
from storage import keys
from storage.desk_rows import DeskRows
from storage.ledger import SYSTEM
from storage.papers_by_status import PaperOfStatus, PaperPlace, papers_with_status
from storage.proof_rows import ProofCodes
from workers.checking.deciding import tell_workers
from workers.kept_readings import readings_of
from workers.scan_rows import arrived_signed
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    document_id: DocumentId
    error: DigitizeError | None = None
    """Why it was not sealed."""


def seal_document(services: Services, document: Document, *, actor: str = SYSTEM) -> None:
    """Signed and verified after writing, and `sealed`; what arrived signed stays as it is.

    Its code is there before it is sealed, so that a seal made twice shows the same.
    """
    code = ProofCodes(services.database).of(document, at=services.clock())
    if arrived_signed(services.catalogue.scan(document.scan_id)):
        sealed = StoredFile(key=keys.original(document.scan_id), sha256=document.scan_id)
        data: Mapping[str, object] = {"arrived_signed": True}
    elif document.searchable is None:
        raise CannotArchive(document.id)
    else:
        readings = readings_of(services, document)
        sealed, data = services.sealing.sealed(document, document.searchable, readings, code=code)
    services.catalogue.seal(
        document.id,
        sealed,
        data={**data, "code": code},
        version=document.version,
        actor=actor,
        at=services.clock(),
    )


def to_sign(
    services: Services, viewer: Viewer, *, after: PaperPlace | None = None, limit: int
) -> Sequence[PaperOfStatus]:
    """What waits for a signer of the viewer's agency, the newest first."""
    with services.database.reading() as connection:
        return papers_with_status(
            connection, viewer, DocumentStatus.TO_SIGN, after=after, limit=limit
        )


def seal_all(
    services: Services, viewer: Viewer, wanted: Mapping[DocumentId, int]
) -> Sequence[Signed]:
    """Each of these documents, as of the version that the signer saw; one that cannot be sealed stops no other.

    What is sealed goes on by itself: the caller wakes the queue where this machine does its own work.
    """
    done = [_signed(services, viewer, one, version) for one, version in wanted.items()]
    tell_workers(services, *(one.document_id for one in done if one.error is None))
    return done


def send_back(
    services: Services,
    viewer: Viewer,
    document_id: DocumentId,
    code: ReasonCode,
    *,
    version: int | None = None,
) -> None:
    """It waits for a checker again. Raises `NotFound`, `IllegalMove`, `LostRace`."""
    document = DeskRows(services.database).document_of(viewer, document_id)
    services.catalogue.send_back(
        document.id,
        Reason(code=code),
        version=version,
        actor=viewer.account,
        at=services.clock(),
    )


def _signed(services: Services, viewer: Viewer, wanted: DocumentId, version: int) -> Signed:
    try:
        document = DeskRows(services.database).document_of(viewer, wanted)
        if document.version != version:
            raise LostRace(f"{wanted} is version {document.version}, not {version}")
        if document.status is not DocumentStatus.TO_SIGN:
            raise IllegalMove(f"{wanted} is {document.status}, not waiting for a signer")
        seal_document(services, document, actor=viewer.account)
    except DigitizeError as error:
        return Signed(document_id=wanted, error=error)
    return Signed(document_id=wanted)
