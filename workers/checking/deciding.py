"""A checker's word on a document into corrections and an approval; weighty fields wait for a second person's word.

Entries are kept before the catalogue changes, corrections before the approval: whatever is interrupted is done by sending
the same again.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from digitize.checking import corrected_fields, values_of
from digitize.doctype import DocumentType
from digitize.errors import BadCorrection, LostRace, NotFound, SecondEntryNeeded
from digitize.model import DocumentId, Reason
from digitize.reasons import ReasonCode
from digitize.rows import Document, Priority
from digitize.second_entry import Standing, Weighed, has_entered, weighed
from digitize.work import document_task
from storage.desk_rows import DeskRows
from storage.ledger import Event
from workers.services import Services


class Outcome(StrEnum):
    APPROVED = "approved"  # it goes on to seal and record
    AWAITS_SECOND = "awaits_second"  # another person has yet to enter the weighty fields
    DIFFERS = (
        "differs"  # two people entered them differently; somebody compares both with the paper
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a document."""

    account: str
    values: Mapping[str, str]
    """Key → text as typed, of the fields that were changed, confirmed or entered; empty removes a field."""
    type_code: str | None = None
    as_printed: Collection[str] = ()
    """Keys whose value breaks its format on the paper itself."""
    version: int | None = None
    """Of the document that was looked at; None for whatever it is."""


def submit(services: Services, document_id: DocumentId, said: Said) -> Outcome:
    """The person stands for type and fields.

    Raises `BadCorrection`, `LostRace`, `IllegalMove`; `SecondEntryNeeded` for who approves weighty fields unentered.
    """
    document = services.catalogue.document(document_id)
    _require_seen(services, document, said)
    kind = type_of(services, document, said.type_code)
    keys = weighty_keys(services, kind)
    if not keys:
        version = _correct(services, document, kind, said, said.values)
        return _approve(services, document, said, version=version)
    standing = _entered(services, document, kind, said, keys)
    return _weigh(services, document, kind, said, standing)


def weighty_keys(services: Services, kind: DocumentType) -> tuple[str, ...]:
    """The fields of this type that two people enter."""
    return tuple(key for key in services.settings.weighty_keys if kind.field(key) is not None)


def blind_keys(services: Services, document: Document, account: str) -> frozenset[str]:
    """Weighty fields that this person is to enter without seeing any value of them; none where people disagreed already."""
    if document.description is None:
        return frozenset()
    keys = weighty_keys(services, type_of(services, document, None))
    entries = DeskRows(services.database).entries(document.id)
    others = [entry for entry in entries if entry.account != account]
    if not others or has_entered(entries, account, keys):
        return frozenset()
    found = weighed(entries, keys)
    return frozenset(key for key in keys if found[key].standing is not Standing.DIFFERS)


def type_of(services: Services, document: Document, type_code: str | None) -> DocumentType:
    """The type that was chosen, else the one it has. Raises `BadCorrection`."""
    if document.description is None:
        raise BadCorrection(f"{document.id} is not described")
    code = type_code or document.description.verdict.type_code
    if code not in services.types:
        raise BadCorrection(f"no such type: {code}")
    return services.types[code]


def tell_workers(services: Services, *document_ids: DocumentId) -> bool:
    """In a cluster its workers hear of them at once; False where this machine does its own work (wake its queue)."""
    if services.outbox is None:
        for document_id in document_ids:
            with suppress(NotFound):  # another person arranged its pages otherwise
                services.work.freed(services.catalogue.document(document_id).scan_id)
        return False
    for document_id in document_ids:
        services.outbox.tell(document_task(document_id, Priority.COUNTER))
    return True


def _require_seen(services: Services, document: Document, said: Said) -> None:
    """It is what the person looked at, or that with what an interrupted sending of the same made of it."""
    if said.version in (None, document.version):
        return
    entries = list(services.catalogue.ledger(subject=document.id))
    last = entries[-1]
    is_own = (last.event, last.actor) == (Event.DOCUMENT_CORRECTED, said.account)
    if not is_own or document.version - 1 != said.version:
        raise LostRace(f"{document.id} is version {document.version}, not {said.version}")


def _entered(
    services: Services,
    document: Document,
    kind: DocumentType,
    said: Said,
    keys: Collection[str],
) -> Mapping[str, Weighed]:
    """Keep what this person entered; how the weighty fields stand with it."""
    assert document.description is not None, "asked for its type before"
    rows = DeskRows(services.database)
    before = rows.entries(document.id)
    typed = {key: text for key, text in said.values.items() if key in keys}
    fields = corrected_fields(document, kind, typed, as_printed=said.as_printed)
    values = {field.key: field.value for field in fields}
    if all(entry.account == said.account for entry in before):
        # The first one stands for what the form shows.
        shown = values_of(document.description)
        values = {key: values.get(key, shown.get(key, "")) for key in keys}
    elif not set(keys) <= values.keys() and not has_entered(before, said.account, keys):
        raise SecondEntryNeeded(document.id)
    rows.enter(document.id, said.account, values, version=document.version, at=services.clock())
    return weighed(rows.entries(document.id), keys)


def _weigh(
    services: Services,
    document: Document,
    kind: DocumentType,
    said: Said,
    standing: Mapping[str, Weighed],
) -> Outcome:
    others = {key: text for key, text in said.values.items() if key not in standing}
    differing = [key for key, found in standing.items() if found.standing is Standing.DIFFERS]
    missing = [key for key, found in standing.items() if found.standing is Standing.MISSING]
    if differing:
        reasons = _reasons(ReasonCode.SECOND_ENTRIES_DIFFER, differing)
        _correct(services, document, kind, said, others, reasons=reasons)
        return Outcome.DIFFERS
    if missing:
        reasons = _reasons(ReasonCode.SECOND_ENTRY, missing)
        _correct(services, document, kind, said, said.values, reasons=reasons)
        return Outcome.AWAITS_SECOND
    agreed = {key: found.value or "" for key, found in standing.items()}
    entered_by = sorted(
        {entry.account for entry in DeskRows(services.database).entries(document.id)}
    )
    version = _correct(
        services, document, kind, said, {**others, **agreed}, as_printed=agreed.keys()
    )
    services.catalogue.note(
        Event.DOCUMENT_ENTERED_TWICE,
        document.id,
        actor=said.account,
        data={"keys": sorted(agreed), "accounts": entered_by},
        at=services.clock(),
    )
    return _approve(services, document, said, version=version)


def _correct(
    services: Services,
    document: Document,
    kind: DocumentType,
    said: Said,
    values: Mapping[str, str],
    *,
    as_printed: Collection[str] = (),
    reasons: tuple[Reason, ...] = (),
) -> int:
    printed = {*said.as_printed, *as_printed}
    return services.catalogue.correct(
        document.id,
        fields=corrected_fields(document, kind, values, as_printed=printed),
        type_code=said.type_code,
        reasons=reasons,
        version=document.version,
        actor=said.account,
        at=services.clock(),
    )


def _approve(services: Services, document: Document, said: Said, *, version: int) -> Outcome:
    services.catalogue.approve(
        document.id, version=version, actor=said.account, at=services.clock()
    )
    rows = DeskRows(services.database)
    rows.drop_drafts(document.id)
    rows.drop_entries(document.id)
    rows.leave(document.id, said.account)
    return Outcome.APPROVED


def _reasons(code: ReasonCode, keys: Collection[str]) -> tuple[Reason, ...]:
    return tuple(Reason(code=code, field_key=key) for key in keys)
