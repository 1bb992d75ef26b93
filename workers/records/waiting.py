"""What a document waits for, asked of the rows; the words are `workers/why_waiting.py`'s."""

from config.settings import Settings
from digitize.rows import Batch, Document, Scan
from storage.waiting_rows import moved_at, standing_of
from workers.lock import is_held
from workers.services import Services
from workers.why_waiting import Answer, Situation, why_waiting

_IS_CLOSED_BY_ITS_GIVER = frozenset({"station", "upload", "system"})


def waits_for(services: Services, scan: Scan, document: Document | None) -> Answer:
    """Of a document, or of a scan that has none yet."""
    standing = standing_of(services.database, scan.id)
    pages = services.catalogue.pages(scan.id)
    own = {document.id} if document else set()
    situation = Situation(
        scan=scan,
        document=document,
        since=(document and moved_at(services.database, document.id)) or scan.received_at,
        pages=[page for page in pages if not own or page.document_id in own],
        priority=standing.priority,
        ahead=standing.ahead,
        work=standing.work,
        is_worked_on=_is_worked_on(services.settings),
        open_batch=_open_batch(services.catalogue.batch(scan.batch_id)),
    )
    return why_waiting(situation, now=services.clock())


def _is_worked_on(settings: Settings) -> bool | None:
    """Not to be seen from here where other machines may work."""
    is_shared = settings.broker or settings.database
    return None if is_shared else is_held(settings.warehouse)


def _open_batch(batch: Batch) -> str:
    is_open = batch.closed_at is None and batch.channel in _IS_CLOSED_BY_ITS_GIVER
    return batch.id if is_open else ""
