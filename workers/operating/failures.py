"""What failed: files that gave no documents, work that was set aside or is tried again later; and another try."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from digitize.errors import NotFound
from digitize.model import DocumentId, ScanId
from digitize.rows import ScanState
from digitize.status import DocumentStatus
from digitize.work import Task, WorkKind, WorkRow
from workers.observing import Stage
from workers.services import Services

_STAGES = {
    DocumentStatus.SEPARATED: Stage.ARCHIVE,
    DocumentStatus.READ: Stage.DESCRIBE,
    DocumentStatus.DESCRIBED: Stage.SEAL,
    DocumentStatus.CHECKED: Stage.SEAL,
    DocumentStatus.SEALED: Stage.FILE,
}
"""What comes next for a document that needs no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    row: WorkRow
    stage: Stage | None
    """Where another try goes on; None where nothing is left to do."""


def set_aside(services: Services) -> Sequence[Failure]:
    """Work that was begun too often without an end."""
    return [_failure(services, row) for row in services.work.waiting_for_operator()]


def resting(services: Services) -> Sequence[Failure]:
    """Work that failed and is tried again by itself, the next first, up to a bound."""
    return [_failure(services, row) for row in services.work.resting()]


def try_again(services: Services, subject: str, *, actor: str) -> Sequence[Task]:
    """All of a scan or document that was set aside or rests is work again, from the stage it had reached. Raises `NotFound`."""
    tasks = services.work.again(subject, actor=actor, at=services.clock())
    if services.outbox is not None:
        for task in tasks:
            services.outbox.tell(task)
    return tasks


def _failure(services: Services, row: WorkRow) -> Failure:
    with suppress(NotFound):  # of a warehouse that was restored to an earlier day
        return Failure(row=row, stage=_stage(services, row))
    return Failure(row=row, stage=None)


def _stage(services: Services, row: WorkRow) -> Stage | None:
    subject, catalogue = row.task.subject, services.catalogue
    match row.task.kind:
        case WorkKind.PAGE:
            return Stage.READ_PAGE
        case WorkKind.DOCUMENT:
            return _STAGES.get(catalogue.document(DocumentId(subject)).status)
        case WorkKind.SCAN:
            if catalogue.scan(ScanId(subject)).state is ScanState.RECEIVED:
                return Stage.READ_PAGE
            documents = catalogue.documents(scan_id=ScanId(subject))
            stages = (_STAGES.get(document.status) for document in documents)
            return next((stage for stage in stages if stage is not None), None)
