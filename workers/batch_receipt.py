"""Catalogue rows into the receipt of a batch: loads what came, the rules are in `digitize/dossier`."""

from collections.abc import Collection, Sequence

from digitize.dossier.arrived import ArrivedFile
from digitize.dossier.receipt import BatchReceipt, make_receipt
from digitize.model import BatchId
from digitize.rows import Batch
from storage.counter_rows import CounterRows
from workers.arrived_files import arrived_files, checklist_of
from workers.services import Services
from workers.warehouse.holdings import held_items


def batch_receipt(services: Services, batch_id: BatchId) -> BatchReceipt:
    """The receipt as things stand; final once the batch is closed. Raises `NotFound`."""
    batch = services.catalogue.batch(batch_id)
    files = arrived_files(services, batch)
    before = _before(services, batch)
    checklist = checklist_of(services, batch.procedure_code, files)
    return make_receipt(
        batch,
        files,
        before=before,
        checklist=checklist,
        types=services.types,
        held=held_items(services, batch, checklist),
        said=_said(services, (*before, *files)),
    )


def _said(services: Services, files: Sequence[ArrivedFile]) -> Collection[str]:
    """Papers and scans with a fault of which an officer said that they were scanned again."""
    faulty = [file for file in files if file.faults]
    papers = [paper.document for file in faulty for paper in file.papers]
    subjects = [*papers, *(file.scan.id for file in faulty)]
    return CounterRows(services.database).said_answered(subjects) if subjects else ()


def _before(services: Services, batch: Batch) -> tuple[ArrivedFile, ...]:
    """Files of the agency's other batches for the same dossier; what another agency holds is not told."""
    if not batch.dossier_code:
        return ()
    others = services.catalogue.batches(dossier_code=batch.dossier_code)
    return tuple(
        file
        for other in others
        if other.id != batch.id and other.agency == batch.agency
        for file in arrived_files(services, other)
    )
