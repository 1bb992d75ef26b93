"""What became of a record, for people: how it stands today, what papers say of it, and what an officer says or confirms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digitize.access import Right, Viewer
from digitize.model import RecordId
from digitize.rows import Record
from digitize.searching import SearchFilters
from digitize.warehouse.life import Life, LifeShown, LifeState, shown_on
from digitize.warehouse.links import links_in
from digitize.warehouse.paper_links import PaperLink
from digitize.warehouse.validity import Validity, today_of, validity_of
from storage import life_rows, link_rows
from storage.cursors import id_in, moment_in
from storage.link_rows import LinkPlace
from storage.record_rows import get_record
from workers.services import Services

_NUMBER_FIELDS = (
    "reference",
    "certificate_number",
    "serial_number",
    "licence_number",
    "book_number",
)
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLife:
    """A record on this day."""

    life: Life
    validity: Validity
    shown: LifeShown
    says: tuple[PaperLink, ...]
    """What its text says of others."""
    said: tuple[PaperLink, ...]
    """What others say of it, confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLink:
    link: PaperLink
    record: Record
    """The one whose text says so."""
    candidates: tuple[Record, ...]
    """Which paper may be meant, by its number and day, or as the earlier one of the same owner and type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    items: tuple[WaitingLink, ...]
    cursor: str | None


def paper_life(services: Services, record: Record, *, viewer: Viewer | None = None) -> PaperLife:
    """Of a record that the caller was allowed to see; what others say of it as far as the viewer may see these."""
    with services.database.reading() as connection:
        life = life_rows.life_of(connection, record.id)
        says = link_rows.links_from(connection, record.id)
        said = link_rows.links_to(connection, record.id, viewer=viewer)
    validity = life.validity(validity_of(record.type_code, record.fields, services.validity))
    shown = shown_on(life.state, validity, today_of(services.clock()))
    return PaperLife(life=life, validity=validity, shown=shown, says=tuple(says), said=tuple(said))


def shown_today(services: Services, records: Iterable[Record]) -> Mapping[RecordId, LifeShown]:
    """The same of a list, in one question."""
    listed = list(records)
    today = today_of(services.clock())
    with services.database.asking() as connection:
        lives = life_rows.lives_of(connection, [record.id for record in listed])
    return {
        record.id: shown_on(
            lives[record.id].state,
            lives[record.id].validity(
                validity_of(record.type_code, record.fields, services.validity)
            ),
            today,
        )
        for record in listed
    }


def mark(
    services: Services,
    viewer: Viewer,
    record_id: RecordId,
    after: LifeState,
    *,
    version: int,
    reason: str,
) -> Life:
    """An officer says what became of a paper, and why. Raises `NotFound`, `IllegalMove`, `LostRace`, `NotAllowed`."""
    viewer.require(Right.KEEP_OWNERS)
    with services.database.writing() as connection:
        get_record(connection, record_id, viewer=viewer)
        return life_rows.move(
            connection,
            record_id,
            after,
            version=version,
            reason=reason,
            actor=viewer.account,
            at=services.clock(),
        )


def say_validity(
    services: Services,
    viewer: Viewer,
    record_id: RecordId,
    valid_until: date | None,
    *,
    version: int,
    reason: str,
) -> Life:
    """An officer who looked says until when it is in force. Raises as `mark`."""
    viewer.require(Right.KEEP_OWNERS)
    with services.database.writing() as connection:
        get_record(connection, record_id, viewer=viewer)
        return life_rows.say_validity(
            connection,
            record_id,
            valid_until=valid_until,
            version=version,
            reason=reason,
            actor=viewer.account,
            at=services.clock(),
        )


def waiting(
    services: Services, viewer: Viewer, *, cursor: str | None = None, limit: int
) -> WaitingPage:
    """Links that nobody decided yet, the oldest first. Raises `NoSuchCursor`."""
    viewer.require(Right.KEEP_OWNERS)
    after = _place(cursor) if cursor else None
    with services.database.reading() as connection:
        links = link_rows.waiting_links(connection, viewer, after=after, limit=limit + 1)
        records = {link.id: get_record(connection, link.record_id) for link in links[:limit]}
    shown = links[:limit]
    return WaitingPage(
        items=tuple(
            WaitingLink(
                link=link,
                record=records[link.id],
                candidates=candidates(services, viewer, link, records[link.id]),
            )
            for link in shown
        ),
        cursor=f"{shown[-1].proposed_at.isoformat()}~{shown[-1].id}" if links[limit:] else None,
    )


def candidates(
    services: Services, viewer: Viewer, link: PaperLink, record: Record
) -> tuple[Record, ...]:
    """Records that the viewer sees; with another day than the sentence says none is."""
    found = (
        _of_number(services, viewer, link.said.number)
        if link.said.number
        else _earlier(services, viewer, record)
    )
    day = link.said.day
    fitting = [
        one
        for one in found
        if one.id != record.id and (not day or one.fields.get("issued_date", day) == day)
    ]
    return tuple({one.id: one for one in fitting}.values())[:MOST_CANDIDATES]


def confirm(
    services: Services, viewer: Viewer, link_id: str, target_id: RecordId, *, version: int
) -> PaperLink:
    """An officer says which paper is meant: its life moves. Raises `NotFound`, `IllegalMove`, `LostRace`, `NotAllowed`."""
    viewer.require(Right.KEEP_OWNERS)
    with services.database.writing() as connection:
        return link_rows.confirm(
            connection,
            link_id,
            target_id,
            viewer=viewer,
            version=version,
            actor=viewer.account,
            at=services.clock(),
        )


def decline(
    services: Services, viewer: Viewer, link_id: str, *, version: int, reason: str
) -> PaperLink:
    """It is not meant so, or was confirmed by mistake. Raises as `confirm`."""
    viewer.require(Right.KEEP_OWNERS)
    with services.database.writing() as connection:
        return link_rows.decline(
            connection,
            link_id,
            viewer=viewer,
            version=version,
            reason=reason,
            actor=viewer.account,
            at=services.clock(),
        )


def link_of(services: Services, viewer: Viewer, link_id: str) -> PaperLink:
    """Raises `NotFound`, the same for one of a record that the viewer may not see."""
    with services.database.reading() as connection:
        return link_rows.get_link(connection, link_id, viewer=viewer)


def propose_again(services: Services, record: Record, text: str) -> int:
    """Links out of the text of a record that was filed before there were any; how many are new."""
    kind = services.types.get(record.type_code)
    said = links_in(
        text.split("\f"), type_code=record.type_code, family=kind.family if kind else ""
    )
    with services.database.writing() as connection:
        return link_rows.propose(connection, record.id, said, at=services.clock())


def _of_number(services: Services, viewer: Viewer, number: str) -> Sequence[Record]:
    found: list[Record] = []
    for key in _NUMBER_FIELDS:
        for said in _spellings(number):
            filters = SearchFilters(fields=((key, said),))
            page = services.catalogue.search(
                "", filters=filters, viewer=viewer, limit=MOST_CANDIDATES + 1
            )
            found += [hit.record for hit in page.hits]
    return found


def _spellings(number: str) -> tuple[str, ...]:
    """`5/QĐ-UBND` and `05/QĐ-UBND` are one number."""
    head, slash, rest = number.partition("/")
    if not slash or not head.isdecimal():
        return (number,)
    return tuple(dict.fromkeys((number, f"{int(head)}/{rest}", f"{int(head):02}/{rest}")))


def _earlier(services: Services, viewer: Viewer, record: Record) -> Sequence[Record]:
    if record.owner is None:
        return ()
    filters = SearchFilters(owner=record.owner, type_codes=(record.type_code,))
    page = services.catalogue.search("", filters=filters, viewer=viewer, limit=MOST_CANDIDATES + 1)
    day = record.fields.get("issued_date", "")
    return [
        hit.record
        for hit in page.hits
        if not day or hit.record.fields.get("issued_date", "") <= day
    ]


def _place(said: str) -> LinkPlace:
    at, _, name = said.partition("~")
    return LinkPlace(moment_in(at), id_in(name))
