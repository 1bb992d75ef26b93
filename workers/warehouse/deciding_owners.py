"""What people do about owners: see which records wait and why, say whose one is, or that it is nobody's; correct it later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.access import Viewer
from digitize.errors import BadOwner
from digitize.model import Box, PageReading, RecordId
from digitize.rows import Document, Owner, OwnerBasis, OwnerKind, Record
from digitize.text import squeeze
from digitize.warehouse.numbers import (
    is_agency_code,
    is_of_kind,
    newer_agency_code,
    printed_numbers,
)
from digitize.warehouse.owners import MAX_OWNERS, SENTENCES, OwnerDoubt
from storage.owner_decisions import count_waiting, say_owners, versions_of, waiting_records
from storage.paper_origin import origin_of
from storage.record_rows import get_record
from storage.result_code_rows import ResultCodes, codes_of, give, records_without_code
from storage.turns import take_turns_at_record
from workers.records.looking import page_seen
from workers.services import Services
from workers.warehouse.owning import code_plan, dossier_it_ends
from workers.warehouse.places import cursor_of, place_at

_CODES_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A number that may be the owner's, and where it stands."""

    owner: Owner
    page_index: int | None = None
    """None where no page has it: whoever brought the dossier said so."""
    box: Box | None = None
    words: str = ""
    """Around it on the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    records: tuple[Record, ...]
    cursor: str | None


def waiting(services: Services, viewer: Viewer, *, cursor: str | None, limit: int) -> WaitingPage:
    """Records without a certain owner, the oldest first. Raises `NoSuchCursor`."""
    after = place_at(cursor) if cursor else None
    with services.database.reading() as connection:
        found = waiting_records(connection, viewer, after=after, limit=limit + 1)
    shown = tuple(found[:limit])
    last = shown[-1] if len(found) > limit else None
    return WaitingPage(records=shown, cursor=cursor_of((last.filed_at, last.id)) if last else None)


def how_many_wait(services: Services, viewer: Viewer) -> int:
    """Up to `storage.owner_decisions.MOST_COUNTED`."""
    with services.database.asking() as connection:
        return count_waiting(connection, viewer)


def next_waiting(services: Services, viewer: Viewer, behind: Record) -> RecordId | None:
    """The record to go on with after one was decided; from the oldest again behind the last."""
    with services.database.reading() as connection:
        place = (behind.filed_at, behind.id)
        found = waiting_records(connection, viewer, after=place, limit=1)
        found = found or waiting_records(connection, viewer, limit=1)
    return found[0].id if found else None


def candidates(services: Services, document: Document) -> tuple[Candidate, ...]:
    """Every number on the paper that keeps its rule, those of its fields first with their names; then whom the giver named."""
    numbers = range(1, len(document.page_indexes) + 1)
    pages = [page_seen(services, document, number, fields=()) for number in numbers]
    readings = [page.reading for page in pages if page.reading is not None]
    found = {one.owner.number: one for one in _of_fields(services, document)}
    for one in _printed(services, readings):
        found.setdefault(one.owner.number, one)
    with services.database.asking() as connection:
        batch, _ = origin_of(connection, document.id)
    if batch.owner is not None:
        found.setdefault(batch.owner.number, Candidate(owner=batch.owner))
    return tuple(found.values())


def doubts_of(record: Record) -> tuple[str, ...]:
    """Why the record waits, in sentences; a record filed by an older program says nothing."""
    known = {doubt.value: sentence for doubt, sentence in SENTENCES.items()}
    said = tuple(known[code] for code in record.owner_doubts if code in known)
    return said or (SENTENCES[OwnerDoubt.NO_NUMBER],)


def decide(
    services: Services,
    viewer: Viewer,
    record_id: RecordId,
    owners: Sequence[Owner],
    *,
    version: int,
) -> Record:
    """Say whose a record is; without owners it is nobody's. Raises `NotFound`, `LostRace`, `BadOwner`."""
    said = tuple(_sound(owner) for owner in owners)
    if len({owner.number for owner in said}) < len(said) or len(said) > MAX_OWNERS:
        raise BadOwner("each owner once")
    basis = OwnerBasis.PERSON if said else OwnerBasis.NOBODY
    with services.database.writing() as connection:
        return say_owners(
            connection,
            record_id,
            said,
            basis=basis,
            viewer=viewer,
            version=version,
            codes=code_plan(services),
            at=services.clock(),
        )


def versions(services: Services, record_id: RecordId) -> Sequence[Record]:
    """Of a record that the viewer was found to see; the newest first."""
    with services.database.reading() as connection:
        return versions_of(connection, record_id)


def result_codes(services: Services, record_id: RecordId) -> ResultCodes:
    with services.database.asking() as connection:
        return codes_of(connection, [record_id]).get(record_id, ResultCodes())


def give_codes(services: Services) -> int:
    """Codes for records that were filed before there were any, the oldest first; how many there were. May be cut off anywhere."""
    given, after = 0, None
    while True:
        with services.database.reading() as connection:
            wanting = records_without_code(connection, after=after, limit=_CODES_AT_ONCE)
        if not wanting:
            return given
        for record_id, filed_at in wanting:
            given += _give_code(services, record_id)
            # Behind it: those that have one by now are not looked at again for each stretch.
            after = (filed_at, record_id)


def _give_code(services: Services, record_id: RecordId) -> int:
    document = services.catalogue.document(services.catalogue.record(record_id).document_id)
    plan = code_plan(services, dossier_code=dossier_it_ends(services, document))
    with services.database.writing() as connection:
        take_turns_at_record(connection, record_id)
        if codes_of(connection, [record_id]):
            return 0
        record = get_record(connection, record_id)
        give(
            connection,
            record_id,
            version=record.version,
            owner=record.owner,
            type_code=record.type_code,
            plan=plan,
            at=services.clock(),
        )
    return 1


def _sound(owner: Owner) -> Owner:
    """As it is kept. Raises `BadOwner`."""
    number = "".join(owner.number.split()).upper()
    if owner.kind is OwnerKind.ORGANISATION and is_agency_code(number):
        number = newer_agency_code(number)
    if not is_of_kind(owner.kind, number):
        raise BadOwner(f"not a number of a {owner.kind}")
    return replace(owner, number=number, name=squeeze(owner.name))


def _of_fields(services: Services, document: Document) -> list[Candidate]:
    if document.description is None:
        return []
    fields = {one.key: one for one in document.description.fields}
    kind = services.types.get(document.description.verdict.type_code)
    rule = services.owner_rules.rule(
        document.description.verdict.type_code, kind.family if kind else ""
    )
    found = []
    for claim in rule.claims:
        number = fields.get(claim.number_key)
        if number is None or not is_of_kind(claim.kind, number.value):
            continue
        name = next((fields[key].value for key in claim.name_keys if key in fields), "")
        owner = Owner(kind=claim.kind, number=number.value, name=name)
        found.append(
            Candidate(owner=owner, page_index=number.page_index, box=number.box, words=number.raw)
        )
    issuer = fields.get(rule.issuer_key)
    if issuer is not None and not found:
        settings = services.settings
        own = Owner(
            kind=OwnerKind.ORGANISATION,
            number=newer_agency_code(settings.agency_code),
            name=settings.agency_name,
        )
        found.append(Candidate(owner=own))
    return found


def _printed(services: Services, readings: Sequence[PageReading]) -> list[Candidate]:
    provinces = services.owner_rules.provinces
    return [
        Candidate(
            owner=Owner(kind=one.kind, number=one.number),
            page_index=one.page_index,
            box=one.box,
            words=one.line,
        )
        for one in printed_numbers(readings, provinces=provinces)
    ]
