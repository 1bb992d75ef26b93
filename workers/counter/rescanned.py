"""What came for a dossier after somebody asked for a new scan, and an officer's word that it was scanned again."""

from collections.abc import Collection

from digitize.access import Viewer
from digitize.dossier.rescanned import Rescanned
from digitize.errors import NotFound
from digitize.model import BatchId
from digitize.rows import Batch
from storage.counter_rows import CounterRows
from storage.ledger import Event
from workers.arrived_files import arrived_files, checklist_of
from workers.services import Services


def rescanned_of(services: Services, batch: Batch) -> Rescanned:
    """Of the batch's dossier, in all batches of its agency; of a batch without one, in it alone."""
    came = [batch]
    if batch.dossier_code:
        others = services.catalogue.batches(dossier_code=batch.dossier_code)
        came = [other for other in others if other.agency == batch.agency]
    files = [file for one in came for file in arrived_files(services, one)]
    scans = {str(file.scan.id) for file in files}
    papers = {paper.document for file in files for paper in file.papers}
    return Rescanned(
        files=files,
        checklist=checklist_of(services, batch.procedure_code, files),
        said=CounterRows(services.database).said_answered(scans | papers),
    )


def say_answered(services: Services, viewer: Viewer, batch_id: BatchId, subject: str) -> None:
    """The officer says that this paper, or this whole scan, of a batch was scanned again. Raises `NotFound`; twice is as once."""
    rows = CounterRows(services.database)
    batch = rows.batch_of(viewer, batch_id)
    if subject not in _subjects(services, batch):
        raise NotFound(f"{subject} in batch {batch_id}")
    if subject not in rows.said_answered([subject]):
        services.catalogue.note(
            Event.RESCAN_ANSWERED, subject, actor=viewer.account, data={}, at=services.clock()
        )


def _subjects(services: Services, batch: Batch) -> Collection[str]:
    came = services.catalogue.arrived_scans(batch.id)
    papers = {str(document.id) for file in came for document in file.documents}
    return papers | {str(file.scan.id) for file in came}
