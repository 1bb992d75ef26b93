"""What people do about numbers that may be one owner's: look at the evidence, link, refuse, unlink, each with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from config.provinces import load_provinces
from digitize.access import Viewer
from digitize.errors import BadOwner, LinkDecided, NotFound
from digitize.model import RecordId
from digitize.rows import LinkState, NumberLink, Owner, OwnerKind
from digitize.warehouse.numbers import is_agency_code, is_of_kind, newer_agency_code
from storage import number_links
from storage.owner_decisions import sees_papers_of
from storage.owner_rows import numbers_of
from storage.record_rows import get_record
from workers.services import Services
from workers.warehouse.places import cursor_of, place_at

_OLDER_ENTERPRISE = 10
MERGER = "Nghị quyết 202/2025/QH15: sắp xếp đơn vị hành chính cấp tỉnh"
"""Why the codes of merged provinces' committees are one agency's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    links: tuple[NumberLink, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedAgency:
    """The code of a province's committee that was closed, and the one that goes on."""

    closed: Owner
    lasting: Owner


def links(
    services: Services, viewer: Viewer, state: LinkState, *, cursor: str | None, limit: int
) -> LinkPage:
    """The oldest first. Raises `NoSuchCursor`."""
    after = place_at(cursor) if cursor else None
    with services.database.reading() as connection:
        found = number_links.links_in_state(connection, viewer, state, after=after, limit=limit + 1)
        shown = tuple(_as_seen(connection, viewer, one) for one in found[:limit])
    last = shown[-1] if len(found) > limit else None
    return LinkPage(links=shown, cursor=cursor_of((last.made_at, last.id)) if last else None)


def link_of(services: Services, viewer: Viewer, link_id: str) -> NumberLink:
    """Raises `NotFound`."""
    with services.database.reading() as connection:
        found = number_links.get_link(connection, link_id, viewer=viewer)
        return _as_seen(connection, viewer, found)


def _as_seen(connection: Connection, viewer: Viewer, found: NumberLink) -> NumberLink:
    """Without the paper that says both, where it is another agency's."""
    if found.record_id is None:
        return found
    try:
        get_record(connection, found.record_id, viewer=viewer)
    except NotFound:
        return replace(found, record_id=None, page_index=None, box=None)
    return found


def numbers(services: Services, viewer: Viewer, owner: Owner) -> Sequence[Owner]:
    """All numbers of a person or organisation, the asked one first; just that where the viewer sees no paper of theirs."""
    with services.database.reading() as connection:
        is_known = sees_papers_of(connection, viewer, owner)
        return numbers_of(connection, owner) if is_known else [owner]


def link(
    services: Services,
    viewer: Viewer,
    one: Owner,
    other: Owner,
    *,
    record_id: RecordId | None,
    reason: str,
) -> str:
    """Say that two numbers are one owner's; the link's id. Raises `BadOwner`, `NumbersOfTwo`, `LinkDecided`, `NotFound`."""
    if one.number == other.number or one.kind is not other.kind or not reason.strip():
        raise BadOwner("two numbers of one kind, and a reason")
    for owner in (one, other):
        if not _may_be_linked(owner):
            raise BadOwner(f"not a number of a {owner.kind}")
    with services.database.writing() as connection:
        if record_id is not None:
            get_record(connection, record_id, viewer=viewer)
        return number_links.link(
            connection,
            one,
            other,
            record_id=record_id,
            agency=viewer.agency,
            reason=reason,
            actor=viewer.account,
            at=services.clock(),
            viewer=viewer,
        )


def decide(
    services: Services,
    viewer: Viewer,
    link_id: str,
    state: LinkState,
    *,
    version: int,
    reason: str,
) -> None:
    """Link, refuse or unlink; to unlink needs a reason. Raises `NotFound`, `LostRace`, `LinkDecided`, `NumbersOfTwo`, `BadOwner`."""
    if state is LinkState.PROPOSED:
        raise LinkDecided(link_id)
    if state is LinkState.UNLINKED and not reason.strip():
        raise BadOwner("unlinking needs a reason")
    with services.database.writing() as connection:
        number_links.decide(
            connection,
            link_id,
            state,
            viewer=viewer,
            version=version,
            reason=reason,
            at=services.clock(),
        )


def merged_agencies() -> Sequence[MergedAgency]:
    """Of the provinces that are no more in their own name (`provinces.csv`): agency codes alone, never personal ids."""
    provinces = load_provinces()
    codes = {
        province.name.removeprefix("Thành phố "): province.agency_code for province in provinces
    }
    found = []
    for province in provinces:
        lasting = codes.get(province.merged_into.removeprefix("Thành phố "))
        if lasting and lasting != province.agency_code:
            found.append(
                MergedAgency(
                    closed=_committee(province.agency_code, province.name),
                    lasting=_committee(lasting, province.merged_into),
                )
            )
    return found


def link_merged_agencies(services: Services, viewer: Viewer) -> int:
    """An operator's word that the table of provinces holds: an older code finds the same agency; how many were linked anew."""
    made = 0
    for merged in merged_agencies():
        try:
            link(services, viewer, merged.closed, merged.lasting, record_id=None, reason=MERGER)
        except LinkDecided:
            continue
        made += 1
    return made


def _committee(code: str, name: str) -> Owner:
    return Owner(kind=OwnerKind.ORGANISATION, number=code, name=f"UBND {name}")


def _may_be_linked(owner: Owner) -> bool:
    """Older enterprise codes were given without a check digit."""
    if owner.kind is OwnerKind.ORGANISATION:
        is_older = len(owner.number) == _OLDER_ENTERPRISE and owner.number.isdecimal()
        return is_older or is_of_kind(owner.kind, owner.number)
    return is_of_kind(owner.kind, owner.number)


def sound_number(kind: OwnerKind, number: str) -> str:
    """As numbers are kept: without blanks, an agency's code with its levels from the left."""
    plain = "".join(number.split()).upper()
    is_agency = kind is OwnerKind.ORGANISATION and is_agency_code(plain)
    return newer_agency_code(plain) if is_agency else plain
