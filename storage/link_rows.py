"""Links between papers as rows: proposed with the record whose text says so, decided by a person, whose word moves the other's life."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, insert, select, tuple_, update

from digitize.access import Viewer
from digitize.errors import LostRace, NotFound
from digitize.model import Box, RecordId
from digitize.warehouse.life import Life, heaviest
from digitize.warehouse.links import EFFECTS, LinkKind, SaidLink
from digitize.warehouse.paper_links import PaperLink, PaperLinkState, link_id, require_link_move
from storage import ledger
from storage.ledger import Event
from storage.life_rows import add_step, life_of, link_of_step, said_by_person
from storage.record_rows import get_record
from storage.schema import paper_links, records
from storage.turns import take_turns_at_record
from storage.visible import records_of


class LinkPlace(NamedTuple):
    """Where a link stands among those that wait."""

    proposed_at: datetime
    id: str


def propose(
    connection: Connection, record_id: RecordId, said: Sequence[SaidLink], *, at: datetime
) -> int:
    """What the text of a record says, as it is filed or later; how many are new. What was decided before stays so."""
    if not said:
        return 0
    links = {link_id(record_id, one): one for one in said}
    query = select(paper_links.c.id).where(paper_links.c.record_id == record_id)
    known = set(connection.execute(query).scalars())
    rows = [_values(record_id, one, at) for name, one in links.items() if name not in known]
    if rows:
        connection.execute(insert(paper_links), rows)
        kinds = sorted(str(row["kind"]) for row in rows)
        data = {"kinds": kinds, "links": sorted(str(row["id"]) for row in rows)}
        ledger.append(connection, Event.LINK_PROPOSED, record_id, data=data, at=at)
    return len(rows)


def links_from(connection: Connection, record_id: RecordId) -> Sequence[PaperLink]:
    """What a record says of others, as its text has it."""
    query = select(paper_links).where(paper_links.c.record_id == record_id)
    return _links(connection, query.order_by(paper_links.c.page_number, paper_links.c.id))


def links_to(
    connection: Connection, record_id: RecordId, *, viewer: Viewer | None = None
) -> Sequence[PaperLink]:
    """What others say of a record and a person confirmed, the last first; with a viewer only what that one may see."""
    query = select(paper_links).where(
        paper_links.c.target_id == record_id, paper_links.c.state == PaperLinkState.CONFIRMED
    )
    if viewer is not None:
        query = query.join(records, records.c.id == paper_links.c.record_id).where(
            records.c.is_current, records_of(viewer)
        )
    return _links(connection, query.order_by(paper_links.c.decided_at.desc(), paper_links.c.id))


def waiting_links(
    connection: Connection, viewer: Viewer, *, after: LinkPlace | None, limit: int
) -> Sequence[PaperLink]:
    """What waits for a person of those whose records a viewer sees, the oldest first."""
    query = (
        select(paper_links)
        .join(records, records.c.id == paper_links.c.record_id)
        .where(
            paper_links.c.state == PaperLinkState.PROPOSED, records.c.is_current, records_of(viewer)
        )
        .order_by(paper_links.c.proposed_at, paper_links.c.id)
        .limit(limit)
    )
    if after is not None:
        place = tuple_(paper_links.c.proposed_at, paper_links.c.id)
        query = query.where(place > (after.proposed_at, after.id))
    return _links(connection, query)


def get_link(connection: Connection, wanted: str, *, viewer: Viewer | None = None) -> PaperLink:
    """Raises `NotFound`, the same for one of a record that the viewer may not see."""
    query = select(paper_links).where(paper_links.c.id == wanted)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"link {wanted}")
    get_record(connection, RecordId(row.record_id), viewer=viewer)
    return _link(row)


def confirm(
    connection: Connection,
    wanted: str,
    target_id: RecordId,
    *,
    viewer: Viewer | None,
    version: int,
    actor: str,
    at: datetime,
) -> PaperLink:
    """A person says which paper is meant: its life moves, unless something weightier was said of it.

    Raises `NotFound` also for a target that the viewer may not see or that is the record itself, `LostRace`, `IllegalMove`.
    """
    take_turns_at_record(connection, target_id)
    link = get_link(connection, wanted, viewer=viewer)
    _require_version(link, version)
    target = get_record(connection, target_id, viewer=viewer)
    if target.id == link.record_id:
        raise NotFound(f"record {target_id}")
    decided = _decide(
        connection, link, PaperLinkState.CONFIRMED, target_id, version=version, actor=actor, at=at
    )
    before = life_of(connection, target_id)
    state = heaviest([before.state, EFFECTS[link.said.kind]])
    if state is not before.state:
        _step(connection, before, link, actor=actor, at=at)
    return decided


def decline(
    connection: Connection,
    wanted: str,
    *,
    viewer: Viewer | None,
    version: int,
    reason: str,
    actor: str,
    at: datetime,
) -> PaperLink:
    """The text does not mean it, or what was confirmed was wrong: then the other paper is again what the rest says of it."""
    link = get_link(connection, wanted, viewer=viewer)
    if link.target_id is None or link.state is not PaperLinkState.CONFIRMED:
        return _decide(
            connection, link, PaperLinkState.DECLINED, None, version=version, actor=actor, at=at,
            reason=reason,
        )  # fmt: skip
    take_turns_at_record(connection, link.target_id)
    decided = _decide(
        connection, link, PaperLinkState.WITHDRAWN, None, version=version, actor=actor, at=at,
        reason=reason,
    )  # fmt: skip
    _take_back(connection, link, reason=reason, actor=actor, at=at)
    return decided


def forget_sentences(connection: Connection, record_id: RecordId) -> None:
    """Of a record whose paper was disposed of: what was decided stays, its words go."""
    query = update(paper_links).where(paper_links.c.record_id == record_id)
    connection.execute(query.values(sentence=""))


def _take_back(
    connection: Connection, link: PaperLink, *, reason: str, actor: str, at: datetime
) -> None:
    """Where the paper is what it is because of this link alone."""
    assert link.target_id is not None
    before = life_of(connection, link.target_id)
    if link_of_step(connection, before) != link.id:
        return
    others = links_to(connection, link.target_id)
    by_person = said_by_person(connection, link.target_id)
    state = heaviest([by_person, *(EFFECTS[other.said.kind] for other in others)])
    cause = next((other.id for other in others if EFFECTS[other.said.kind] is state), None)
    step = replace(before, state=state, reason=reason, set_by=actor)
    add_step(connection, step, link_id=cause, at=at)


def _step(
    connection: Connection, before: Life, link: PaperLink, *, actor: str, at: datetime
) -> None:
    step = replace(before, state=EFFECTS[link.said.kind], reason="", set_by=actor)
    add_step(connection, step, link_id=link.id, at=at)


def _decide(
    connection: Connection,
    link: PaperLink,
    after: PaperLinkState,
    target_id: RecordId | None,
    *,
    version: int,
    actor: str,
    at: datetime,
    reason: str = "",
) -> PaperLink:
    _require_version(link, version)
    require_link_move(link.state, after)
    changed = connection.execute(
        update(paper_links)
        .where(paper_links.c.id == link.id, paper_links.c.version == version)
        .values(
            state=after,
            version=version + 1,
            target_id=target_id,
            decided_by=actor,
            decided_at=at,
            reason=reason,
        )
    )
    if changed.rowcount != 1:
        raise LostRace(f"link {link.id} is not version {version}")
    data = {"link": link.id, "kind": link.said.kind, "to": after, "other": target_id}
    ledger.append(connection, Event.LINK_DECIDED, link.record_id, data=data, at=at, actor=actor)
    return get_link(connection, link.id)


def _require_version(link: PaperLink, version: int) -> None:
    if link.version != version:
        raise LostRace(f"link {link.id} is version {link.version}, not {version}")


def _values(record_id: RecordId, said: SaidLink, at: datetime) -> dict[str, object]:
    return {
        "id": link_id(record_id, said),
        "record_id": record_id,
        "kind": said.kind,
        "number": said.number,
        "day": said.day,
        "page_number": said.page_number,
        "sentence": said.sentence,
        "lines": json.dumps(said.lines),
        "box": None if said.box is None else json.dumps(asdict(said.box)),
        "state": PaperLinkState.PROPOSED,
        "version": 1,
        "proposed_at": at,
    }


def _links(connection: Connection, query: Select[Any]) -> Sequence[PaperLink]:
    return [_link(row) for row in connection.execute(query)]


def _link(row: Row[Any]) -> PaperLink:
    first, last = json.loads(row.lines)
    return PaperLink(
        id=row.id,
        record_id=RecordId(row.record_id),
        said=SaidLink(
            kind=LinkKind(row.kind),
            number=row.number,
            day=row.day,
            page_number=row.page_number,
            sentence=row.sentence,
            lines=(first, last),
            box=None if row.box is None else Box(**json.loads(row.box)),
        ),
        state=PaperLinkState(row.state),
        version=row.version,
        proposed_at=row.proposed_at,
        target_id=None if row.target_id is None else RecordId(row.target_id),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
