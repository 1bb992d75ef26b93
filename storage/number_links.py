"""Links between numbers of one owner: proposed by a filed paper, made and unmade by people, each step kept.

Which numbers are one person's (`linked_numbers`) follows from the links that stand and is made anew with each step, so that
a link taken away leaves what was before it, whatever was linked in between.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from digitize.access import Viewer
from digitize.errors import LinkDecided, LostRace, NotFound, NumbersOfTwo
from digitize.extract.ids import birth_year_in, sex_in
from digitize.model import Box, RecordId
from digitize.rows import LinkState, LinkStep, NumberLink, Owner, OwnerKind, StatedPair
from storage import ledger
from storage.ledger import Event
from storage.owner_rows import is_behind
from storage.schema import linked_numbers, number_link_steps, number_links, records
from storage.turns import take_turns_at_persons
from storage.visible import records_of

_EVENTS: Mapping[LinkState, Event] = {
    LinkState.PROPOSED: Event.NUMBERS_PROPOSED,
    LinkState.LINKED: Event.NUMBERS_LINKED,
    LinkState.REFUSED: Event.NUMBERS_REFUSED,
    LinkState.UNLINKED: Event.NUMBERS_UNLINKED,
}
_NEXT: Mapping[LinkState, frozenset[LinkState]] = {
    LinkState.PROPOSED: frozenset({LinkState.LINKED, LinkState.REFUSED}),
    LinkState.LINKED: frozenset({LinkState.UNLINKED}),
    LinkState.REFUSED: frozenset({LinkState.LINKED}),
    LinkState.UNLINKED: frozenset({LinkState.LINKED}),
}


def propose(
    connection: Connection, record_id: RecordId, pairs: Sequence[StatedPair], *, at: datetime
) -> None:
    """What a filed paper says; of a pair that a person decided on, or that was proposed before, nothing new is made."""
    if pairs:
        take_turns_at_persons(connection)
    for pair in pairs:
        if _of_pair(connection, pair.kind, pair.one, pair.other) is not None:
            continue
        box = pair.box
        where = {"page": pair.page_index, "box": [box.left, box.top, box.right, box.bottom]}
        link_id = _add(connection, pair.kind, pair.one, pair.other, record_id, where, at=at)
        _note(connection, link_id, 1, LinkState.PROPOSED, ledger.SYSTEM, "", record_id, at)


def link(
    connection: Connection,
    one: Owner,
    other: Owner,
    *,
    record_id: RecordId | None,
    agency: str,
    reason: str,
    actor: str,
    at: datetime,
    viewer: Viewer | None = None,
) -> str:
    """Say of two numbers that they are one owner's; the link's id.

    Raises `NumbersOfTwo`, and `LinkDecided` where they are linked, or where an agency decided whose links the viewer does not see.
    """
    take_turns_at_persons(connection)
    held = _of_pair(connection, one.kind, one.number, other.number)
    if held is not None:
        if agency and viewer is not None:
            _take_over(connection, held, agency, viewer)
        return _step(connection, held, LinkState.LINKED, reason=reason, actor=actor, at=at)
    link_id = _add(
        connection, one.kind, one.number, other.number, record_id, {}, agency=agency, at=at
    )
    made = _get(connection, link_id)
    return _step(connection, made, LinkState.LINKED, reason=reason, actor=actor, at=at, version=1)


def decide(
    connection: Connection,
    link_id: str,
    state: LinkState,
    *,
    viewer: Viewer,
    version: int,
    reason: str,
    at: datetime,
) -> None:
    """Link, refuse or unlink. Raises `NotFound`, `LostRace` for an older version, `LinkDecided` for a step that cannot be."""
    take_turns_at_persons(connection)
    held = get_link(connection, link_id, viewer=viewer)
    if held.version != version:
        raise LostRace(f"link {link_id} is version {held.version}, not {version}")
    row = _get(connection, link_id)
    _step(connection, row, state, reason=reason, actor=viewer.account, at=at)


def get_link(connection: Connection, link_id: str, *, viewer: Viewer) -> NumberLink:
    """With its steps. Raises `NotFound`, the same for another agency's as for none."""
    query = select(number_links).where(number_links.c.id == link_id, links_seen_by(viewer))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"link {link_id}")
    steps = select(number_link_steps).where(number_link_steps.c.link_id == link_id)
    rows = connection.execute(steps.order_by(number_link_steps.c.version))
    return _link(row, tuple(_said(step) for step in rows))


def links_in_state(
    connection: Connection,
    viewer: Viewer,
    state: LinkState,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> Sequence[NumberLink]:
    """The oldest first, behind the place `after`; without their steps."""
    query = select(number_links).where(number_links.c.state == state, links_seen_by(viewer))
    if after is not None:
        query = query.where(is_behind(number_links.c.made_at, number_links.c.id, after))
    query = query.order_by(number_links.c.made_at, number_links.c.id).limit(limit)
    return [_link(row) for row in connection.execute(query)]


def links_of(connection: Connection, owner: Owner, *, viewer: Viewer) -> Sequence[NumberLink]:
    """All links that name the number, whatever became of them."""
    query = select(number_links).where(
        number_links.c.owner_kind == owner.kind,
        or_(number_links.c.one_number == owner.number, number_links.c.other_number == owner.number),
        links_seen_by(viewer),
    )
    return [_link(row) for row in connection.execute(query.order_by(number_links.c.made_at))]


def links_seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """For queries on `number_links`: an agency sees the links that it made, and those whose paper it sees."""
    paper = exists(
        select(1)
        .select_from(records)
        .where(records.c.id == number_links.c.record_id, records.c.is_current, records_of(viewer))
    )
    own = (number_links.c.agency == viewer.agency) & (number_links.c.agency != "")
    return or_(own, paper)


def _take_over(
    connection: Connection, held: Row[tuple[object, ...]], agency: str, viewer: Viewer
) -> None:
    """What a paper of others says and nobody decided is from now on this agency's too. Raises `LinkDecided`."""
    this = number_links.c.id == held.id
    if connection.execute(select(number_links.c.id).where(this, links_seen_by(viewer))).first():
        return
    if held.state != LinkState.PROPOSED:
        raise LinkDecided(f"link {held.id} is another agency's")
    connection.execute(update(number_links).where(this).values(agency=agency))


def _step(
    connection: Connection,
    held: Row[tuple[object, ...]],
    state: LinkState,
    *,
    reason: str,
    actor: str,
    at: datetime,
    version: int | None = None,
) -> str:
    """`version` where the link is new and this its first step."""
    if version is None:
        if state not in _NEXT[LinkState(held.state)]:
            raise LinkDecided(f"link {held.id} is {held.state}")
        version = held.version + 1
    kind = OwnerKind(held.owner_kind)
    if state is LinkState.LINKED:
        _require_one(connection, kind, held.one_number, held.other_number)
    change = update(number_links).where(number_links.c.id == held.id)
    connection.execute(change.values(state=state, version=version))
    _note(connection, held.id, version, state, actor, reason, held.record_id, at)
    _regroup(connection, kind, held.one_number, held.other_number)
    return str(held.id)


def _require_one(connection: Connection, kind: OwnerKind, one: str, other: str) -> None:
    """Whoever would become one person by this has one birth year and one sex, as far as the numbers say. Raises `NumbersOfTwo`."""
    if kind is not OwnerKind.CITIZEN:
        return
    linked = {*_reached(connection, kind, one), *_reached(connection, kind, other)}
    said = {(birth_year_in(number), sex_in(number)) for number in linked if len(number) == 12}
    if len(said) > 1:
        raise NumbersOfTwo(f"{len(linked)} numbers of two people")


def _regroup(connection: Connection, kind: OwnerKind, *numbers: str) -> None:
    """Say anew which numbers are one person's, as far as the links that stand reach from these."""
    groups = [_reached(connection, kind, number) for number in numbers]
    gone = delete(linked_numbers).where(
        linked_numbers.c.owner_kind == kind,
        linked_numbers.c.number.in_(set().union(*groups)),
    )
    connection.execute(gone)
    for group in {frozenset(group) for group in groups if len(group) > 1}:
        person = secrets.token_hex(_ID_BYTES)
        rows = [{"owner_kind": kind, "number": number, "person": person} for number in group]
        connection.execute(insert(linked_numbers), rows)


def _reached(connection: Connection, kind: OwnerKind, number: str) -> set[str]:
    """The number and all that links that stand lead to from it."""
    found, new = {number}, {number}
    while new:
        query = select(number_links.c.one_number, number_links.c.other_number).where(
            number_links.c.owner_kind == kind,
            number_links.c.state == LinkState.LINKED,
            or_(number_links.c.one_number.in_(new), number_links.c.other_number.in_(new)),
        )
        ends = {end for row in connection.execute(query) for end in row}
        new, found = ends - found, found | ends
    return found


def _of_pair(
    connection: Connection, kind: OwnerKind, one: str, other: str
) -> Row[tuple[object, ...]] | None:
    smaller, larger = sorted((one, other))
    query = select(number_links).where(
        number_links.c.owner_kind == kind,
        number_links.c.one_number == smaller,
        number_links.c.other_number == larger,
    )
    return connection.execute(query).one_or_none()


def _get(connection: Connection, link_id: str) -> Row[tuple[object, ...]]:
    return connection.execute(select(number_links).where(number_links.c.id == link_id)).one()


def _add(
    connection: Connection,
    kind: OwnerKind,
    one: str,
    other: str,
    record_id: RecordId | None,
    where: Mapping[str, object],
    *,
    agency: str = "",
    at: datetime,
) -> str:
    # By chance and not from the numbers: the ledger names a link, and nobody shall try out whose it is.
    link_id = secrets.token_hex(_ID_BYTES)
    smaller, larger = sorted((one, other))
    row = {
        "id": link_id,
        "owner_kind": kind,
        "one_number": smaller,
        "other_number": larger,
        "state": LinkState.PROPOSED,
        "agency": agency,
        "record_id": record_id,
        "evidence": json.dumps(where),
        "made_at": at,
        "version": 1,
    }
    connection.execute(insert(number_links), row)
    return link_id


_ID_BYTES = 12


def _note(
    connection: Connection,
    link_id: str,
    version: int,
    state: LinkState,
    actor: str,
    reason: str,
    record_id: object,
    at: datetime,
) -> None:
    """The step with its reason; the ledger has it without, for a reason may name people."""
    row = {
        "link_id": link_id,
        "version": version,
        "state": state,
        "actor": actor,
        "reason": reason,
        "at": at,
    }
    connection.execute(insert(number_link_steps), row)
    data = {"record": record_id, "version": version}
    ledger.append(connection, _EVENTS[state], link_id, data=data, at=at, actor=actor)


def _link(row: Row[tuple[object, ...]], steps: Iterable[LinkStep] = ()) -> NumberLink:
    where = json.loads(row.evidence)
    box = where.get("box")
    return NumberLink(
        id=row.id,
        kind=OwnerKind(row.owner_kind),
        one=row.one_number,
        other=row.other_number,
        state=LinkState(row.state),
        version=row.version,
        record_id=None if row.record_id is None else RecordId(row.record_id),
        page_index=where.get("page"),
        box=None if box is None else Box(left=box[0], top=box[1], right=box[2], bottom=box[3]),
        made_at=row.made_at,
        steps=tuple(steps),
    )


def _said(row: Row[tuple[object, ...]]) -> LinkStep:
    return LinkStep(state=LinkState(row.state), actor=row.actor, reason=row.reason, at=row.at)
