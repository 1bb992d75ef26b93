"""A filed record into the dossiers it is a paper of: which component, or which result.

Followed from the ledger and so without a statement at filing. What the sheet or the giver said decides, then the type that
was read; a paper that no checklist knows stands under its type, so that it counts as an attached file.
"""

from contextlib import suppress
from dataclasses import replace

from digitize.dossier.arrived import ArrivedFile, Paper
from digitize.dossier.checklist import Checklist
from digitize.dossier.said_types import fits, said_items
from digitize.errors import LostRace
from digitize.model import RecordId, ScanId
from digitize.one_stop import COUNTER, Component, Dossier, Result
from digitize.rows import Batch, LedgerEntry
from storage.dossier_papers import came_for, document_of_record
from storage.dossier_rows import find_dossier, keep_held, tell
from storage.followers import move_on, window_of
from storage.ledger import SYSTEM, Event
from storage.turns import take_turns_at_dossier
from workers.arrived_files import arrived_files, arrived_scan, checklist_of
from workers.services import Services
from workers.warehouse.dossier_codes import give_dossier_code

FOLLOWER = "dossier_papers"
UNKNOWN = "giay_to_khac"
"""The component of a paper of no known type."""


def follow_filed(services: Services) -> int:
    """Link every record that was filed since the last call; how many entries of the ledger were looked at."""
    looked_at = 0
    while (step := _step(services)) > 0:
        looked_at += step
    return looked_at


def follow_a_stretch(services: Services) -> int:
    """As far as one step goes: for whoever answers a person or a program, who is not to wait for a million older records.

    After a new program's first start they are linked in the background, a stretch after the other.
    """
    return _step(services)


def _step(services: Services) -> int:
    database = services.database
    with database.reading() as connection:
        at, until, entries = window_of(connection, FOLLOWER, [Event.RECORD_FILED])
    if until == at:
        return 0
    for entry in entries:
        _link(services, entry)
    # Where another that follows did this stretch, the next look begins behind it.
    with suppress(LostRace), database.writing() as connection:
        move_on(connection, FOLLOWER, after=at, until=until)
    return until - at


def _link(services: Services, entry: LedgerEntry) -> None:
    """Twice is as good as once."""
    record_id = RecordId(entry.subject)
    with services.database.reading() as connection:
        document_id = document_of_record(connection, record_id)
    if document_id is None:
        return
    document = services.catalogue.document(document_id)
    with services.database.reading() as connection:
        batches = came_for(connection, document.scan_id)
    for came in batches:
        batch = services.catalogue.batch(came.batch_id)
        for file in _arrived(services, batch, document.scan_id):
            paper = next((one for one in file.papers if one.document == document_id), None)
            if paper is not None:
                _link_paper(services, batch, file, paper, filed=entry)


def _arrived(services: Services, batch: Batch, scan_id: ScanId) -> tuple[ArrivedFile, ...]:
    if services.catalogue.scan(scan_id).batch_id == batch.id:
        return (arrived_scan(services, batch, scan_id),)
    return arrived_files(services, batch, only={scan_id})


def _link_paper(
    services: Services, batch: Batch, file: ArrivedFile, paper: Paper, *, filed: LedgerEntry
) -> None:
    code = batch.dossier_code or paper.dossier_code
    if not code:
        return
    checklist = checklist_of(services, batch.procedure_code, [file])
    item = _item_code(file, paper, checklist)
    with services.database.writing() as connection:
        take_turns_at_dossier(connection, batch.agency, code)
        known = find_dossier(connection, batch.agency, code)
        if known is None:
            own = _own(code, batch, checklist)
            known = tell(connection, own, at=filed.at, actor=SYSTEM)
        held = _held(known.dossier, item, checklist, filed)
        kept = keep_held(connection, held, at=services.clock())
    if any(one.record_id == filed.subject for one in kept.dossier.results):
        give_dossier_code(services, RecordId(filed.subject), code)


def _item_code(file: ArrivedFile, paper: Paper, checklist: Checklist | None) -> str:
    said = dict(said_items(file, checklist)).get(paper, "")
    if said and fits(paper, said, checklist):
        return said
    by_type = checklist.of_type(paper.known_type) if checklist and paper.known_type else ()
    return by_type[0].code if by_type else paper.known_type or UNKNOWN


def _own(code: str, batch: Batch, checklist: Checklist | None) -> Dossier:
    """No system told of it: what its first batch says."""
    return Dossier(
        code=code,
        agency=batch.agency,
        source=COUNTER,
        procedure_code=batch.procedure_code,
        procedure_title=checklist.title if checklist else "",
        owner=batch.owner,
        counter=batch.station,
        received_at=batch.opened_at,
        components=components_of(checklist),
    )


def components_of(checklist: Checklist | None) -> tuple[Component, ...]:
    """The papers that a procedure asks for, none of which came yet."""
    return tuple(
        Component(code=item.code, name=item.title, is_mandatory=item.is_needed)
        for item in (checklist.items if checklist else ())
    )


def _held(
    dossier: Dossier,
    item_code: str,
    checklist: Checklist | None,
    filed: LedgerEntry,
) -> Dossier:
    """The dossier with this paper alone: as a result where the item is one, else as a component.

    As it is where a newer one stands there: another that follows may be ahead.
    """
    record_id = RecordId(filed.subject)
    result = next((one for one in dossier.results if _is_of(one, item_code)), None)
    if _has_newer(result, filed):
        return dossier
    if result is not None:
        one_result = replace(result, record_id=record_id, filed_at=filed.at)
        return replace(dossier, components=(), results=(one_result,))
    known = {one.code: one for one in dossier.components}
    if _has_newer(known.get(item_code), filed):
        return dossier
    item = checklist.item(item_code) if checklist else None
    component = known.get(item_code) or Component(
        code=item_code,
        name=item.title if item else "",
        is_mandatory=item.is_needed if item else False,
    )
    one_component = replace(component, record_id=record_id, filed_at=filed.at)
    return replace(dossier, components=(one_component,), results=())


def _has_newer(paper: Component | Result | None, filed: LedgerEntry) -> bool:
    return paper is not None and paper.filed_at is not None and paper.filed_at > filed.at


def _is_of(result: Result, item_code: str) -> bool:
    return item_code in {result.code, result.component_code, result.paper_id} - {""}
