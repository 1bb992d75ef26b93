"""The ledger's entries into what webhooks are to tell: ids and codes, never a word of a paper or a person.

Nothing is added to the work of those who write the ledger; who follows it is behind by a second.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from digitize.errors import LostRace
from digitize.model import DocumentId, RecordId
from digitize.rows import LedgerEntry
from digitize.status import DocumentStatus
from storage.dossier_papers import agencies_of, agencies_of_scan
from storage.dossier_rows import dossiers_naming
from storage.followers import move_on, window_of
from storage.ledger import Event
from storage.schema import utc_text
from storage.webhook_rows import Delivery, Webhook, insert_deliveries, open_webhooks
from workers.exchange.papers import follow_filed
from workers.services import Services

FOLLOWER = "webhooks"


class Told(StrEnum):
    """What a webhook may ask to be told of."""

    RECORD_FILED = "record.filed"  # a paper is sealed and in its owner's warehouse
    NEEDS_CHECK = "document.needs_check"  # a paper waits for a person
    DOCUMENT_REJECTED = "document.rejected"
    SCAN_REJECTED = "scan.rejected"  # a file gives no paper; the code says why
    DOSSIER_CHANGED = "dossier.changed"  # told anew, or a paper came for it
    DOSSIER_COMPLETE = "dossier.complete"  # every mandatory component is digitised


_FOLLOWED = (
    Event.RECORD_FILED,
    Event.DOCUMENT_MOVED,
    Event.SCAN_REJECTED,
    Event.DOSSIER_TOLD,
    Event.DOSSIER_PAPERS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Something that happened, for whoever of these agencies wants to know."""

    event: Told
    agencies: frozenset[str]
    data: dict[str, object]


def make_deliveries(services: Services) -> int:
    """Rows for all that happened since the last call; how many entries of the ledger were looked at."""
    follow_filed(services)
    looked_at = 0
    with suppress(LostRace):  # another server does it
        while (step := _step(services)) > 0:
            looked_at += step
    return looked_at


def _step(services: Services) -> int:
    with services.database.reading() as connection:
        at, until, entries = window_of(connection, FOLLOWER, _FOLLOWED)
        hooks = open_webhooks(connection) if until > at else []
        new = [
            one
            for entry in (entries if hooks else ())
            for telling in _tellings(connection, entry)
            for one in _deliveries(telling, entry, hooks)
        ]
    if until == at:
        return 0
    with services.database.writing() as connection:
        insert_deliveries(connection, new)
        move_on(connection, FOLLOWER, after=at, until=until)
    return until - at


def _tellings(connection: Connection, entry: LedgerEntry) -> Iterator[Telling]:
    data = entry.data
    match entry.event:
        case Event.RECORD_FILED:
            yield _record_filed(connection, entry)
        case Event.DOCUMENT_MOVED if data.get("to") == DocumentStatus.NEEDS_CHECK:
            yield _of_document(connection, entry, Told.NEEDS_CHECK)
        case Event.DOCUMENT_MOVED if data.get("to") == DocumentStatus.REJECTED:
            yield _of_document(connection, entry, Told.DOCUMENT_REJECTED)
        case Event.SCAN_REJECTED:
            agencies = agencies_of_scan(connection, entry.subject)
            told = {"scan": entry.subject, "code": data.get("code")}
            yield Telling(event=Told.SCAN_REJECTED, agencies=agencies, data=told)
        case Event.DOSSIER_TOLD | Event.DOSSIER_PAPERS:
            yield from _of_dossier(entry)


def _record_filed(connection: Connection, entry: LedgerEntry) -> Telling:
    document_id = DocumentId(str(entry.data["document"]))
    agencies = agencies_of(connection, [document_id]).get(document_id, frozenset())
    dossiers = dossiers_naming(connection, RecordId(entry.subject))
    told: dict[str, object] = {
        "record": entry.subject,
        "document": document_id,
        "dossiers": [code for agency, code in dossiers if agency in agencies],
    }
    return Telling(event=Told.RECORD_FILED, agencies=agencies, data=told)


def _of_document(connection: Connection, entry: LedgerEntry, event: Told) -> Telling:
    document_id = DocumentId(entry.subject)
    agencies = agencies_of(connection, [document_id]).get(document_id, frozenset())
    told: dict[str, object] = {"document": document_id}
    if event is Told.DOCUMENT_REJECTED:
        told["code"] = entry.data.get("code")
    return Telling(event=event, agencies=agencies, data=told)


def _of_dossier(entry: LedgerEntry) -> Iterator[Telling]:
    agencies = frozenset({str(entry.data["agency"])})
    told: dict[str, object] = {"dossier": entry.subject, "version": entry.data["version"]}
    yield Telling(event=Told.DOSSIER_CHANGED, agencies=agencies, data=told)
    if entry.data.get("completed"):
        yield Telling(event=Told.DOSSIER_COMPLETE, agencies=agencies, data=told)


def _deliveries(
    telling: Telling, entry: LedgerEntry, hooks: Sequence[Webhook]
) -> Iterator[Delivery]:
    for hook in hooks:
        is_wanted = hook.agency in telling.agencies and telling.event in hook.events
        if is_wanted and entry.at >= hook.made_at:
            delivery_id = f"msg_{entry.seq}_{telling.event.replace('.', '_')}_{hook.id}"
            body = {
                "id": delivery_id,
                "type": telling.event,
                "timestamp": utc_text(entry.at),
                "data": telling.data,
            }
            yield Delivery(
                id=delivery_id,
                webhook_id=hook.id,
                event=telling.event,
                body=json.dumps(body, separators=(",", ":")),
                made_at=entry.at,
            )
