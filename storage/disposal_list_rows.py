"""Lists of papers to dispose of: proposed by one person, decided by another; the ledger has who, how many and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, insert, select, update

from digitize.errors import AlreadyDecided, NotFound, SamePerson
from digitize.model import DocumentId
from storage import ledger
from storage.database import Database
from storage.schema import disposal_list_papers, disposal_lists

PROPOSED, DECIDED = "disposal_list.proposed", "disposal_list.decided"
"""Events of the ledger."""
APPROVED, REFUSED = "approved", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalList:
    id: str
    agency: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    papers: tuple[DocumentId, ...]
    decision: str = ""
    """`approved` or `refused`; empty while it waits for another person."""
    decided_by: str = ""
    carried_out_at: datetime | None = None
    """None for an approved list of which bytes may still be there: approving it again goes on."""


class DisposalListRows:
    """Safe to share between threads. Errors, beside those named: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose(self, made: DisposalList, *, ends_on: Mapping[DocumentId, date]) -> None:
        values = {
            "id": made.id,
            "agency": made.agency,
            "reason": made.reason,
            "proposed_by": made.proposed_by,
            "proposed_at": made.proposed_at,
        }
        papers = [
            {"list_id": made.id, "document_id": one, "ends_on": ends_on[one].isoformat()}
            for one in made.papers
        ]
        with self._database.writing() as connection:
            connection.execute(insert(disposal_lists).values(values))
            connection.execute(insert(disposal_list_papers), papers)
            data = {"papers": len(papers), "reason": made.reason}
            ledger.append(
                connection,
                PROPOSED,
                made.id,
                data=data,
                at=made.proposed_at,
                actor=made.proposed_by,
            )

    def decide(
        self, list_id: str, decision: str, *, agency: str, actor: str, at: datetime
    ) -> DisposalList:
        """By somebody else, once. Raises `NotFound`, `SamePerson`, `AlreadyDecided`."""
        found = self.get(list_id, agency=agency)
        if found.proposed_by == actor:
            raise SamePerson(list_id)
        this = and_(disposal_lists.c.id == list_id, disposal_lists.c.decision.is_(None))
        said = {"decision": decision, "decided_by": actor, "decided_at": at}
        with self._database.writing() as connection:
            if connection.execute(update(disposal_lists).where(this).values(said)).rowcount == 0:
                raise AlreadyDecided(list_id)
            data = {"decision": decision, "papers": len(found.papers)}
            ledger.append(connection, DECIDED, list_id, data=data, at=at, actor=actor)
        return self.get(list_id, agency=agency)

    def carried_out(self, list_id: str, *, at: datetime) -> None:
        query = update(disposal_lists).where(disposal_lists.c.id == list_id)
        with self._database.writing() as connection:
            connection.execute(query.values(carried_out_at=at))

    def get(self, list_id: str, *, agency: str) -> DisposalList:
        """Raises `NotFound`, the same for another agency's."""
        found = self._found(
            and_(disposal_lists.c.id == list_id, disposal_lists.c.agency == agency), limit=1
        )
        if not found:
            raise NotFound("disposal list")
        return found[0]

    def of_agency(self, agency: str, *, limit: int) -> Sequence[DisposalList]:
        """The newest first."""
        return self._found(disposal_lists.c.agency == agency, limit=limit)

    def _found(self, condition: Any, *, limit: int) -> Sequence[DisposalList]:
        newest = disposal_lists.c.proposed_at.desc(), disposal_lists.c.id.desc()
        query = select(disposal_lists).where(condition).order_by(*newest).limit(limit)
        papers = select(disposal_list_papers.c.document_id)
        with self._database.reading() as connection:
            return [
                _list(
                    row,
                    connection.execute(
                        papers.where(disposal_list_papers.c.list_id == row.id).order_by(
                            disposal_list_papers.c.document_id
                        )
                    ).scalars(),
                )
                for row in connection.execute(query).all()
            ]


def _list(row: Row[Any], papers: Any) -> DisposalList:
    return DisposalList(
        id=row.id,
        agency=row.agency,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        papers=tuple(DocumentId(one) for one in papers),
        decision=row.decision or "",
        decided_by=row.decided_by or "",
        carried_out_at=row.carried_out_at,
    )
