"""`/api/v1/demands`: what people demand of what is held about them, registered and answered by their agency."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.privacy.demands import MAX_WORDS, Demand, DemandKind, DemandOutcome
from web.api.router import api_router
from web.api.values import WORDS
from web.privacy.desk import PrivacyDesk
from workers.privacy.demanding import answer, listed, register
from workers.privacy.person_report import owner_asked

_Words = Annotated[str, Field(min_length=1, max_length=MAX_WORDS, pattern=WORDS)]
WantedDemand = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", max_length=32)]


class DemandAsked(BaseModel):
    # Not strict: JSON has no enumerations, a kind comes as its name.
    model_config = ConfigDict(extra="forbid")

    kind: DemandKind
    number: Annotated[str, Field(min_length=9, max_length=20, pattern=r"^[0-9 .\-]+$")]
    """Of the person who demands it."""
    words: _Words
    record: Annotated[str, Field(pattern=r"^(r-[0-9a-f]{16}-p[0-9]{4,6})?$", max_length=25)] = ""


class DemandAnswerSaid(BaseModel):
    model_config = ConfigDict(extra="forbid")

    outcome: DemandOutcome
    reason: _Words


class DemandShown(BaseModel):
    """Numbers of persons are masked but for their last four digits."""

    demand: str
    kind: DemandKind
    number: str
    record: str | None
    words: str
    registered_by: str
    registered_at: datetime
    due_on: date
    outcome: DemandOutcome | None
    reason: str
    answered_at: datetime | None

    @classmethod
    def of(cls, one: Demand) -> Self:
        return cls(
            demand=one.id,
            kind=one.kind,
            number=one.owner.number,
            record=one.record_id,
            words=one.words,
            registered_by=one.registered_by,
            registered_at=one.registered_at,
            due_on=one.due_on,
            outcome=one.outcome,
            reason=one.answer,
            answered_at=one.answered_at,
        )


class DemandList(BaseModel):
    items: list[DemandShown]
    cursor: str | None


class DemandMade(BaseModel):
    demand: str
    due_on: date


def demand_routes(desk: PrivacyDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="privacy")
    manager = Annotated[Viewer, Depends(desk.gate.needs(Right.TELL_PERSON))]

    @router.get("/demands")
    def demands(
        viewer: manager,
        cursor: Annotated[str | None, Query(max_length=100)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> DemandList:
        found = listed(desk.services, viewer, cursor=cursor, limit=limit)
        return DemandList(items=[DemandShown.of(one) for one in found.items], cursor=found.cursor)

    @router.post("/demands", status_code=HTTPStatus.CREATED)
    def make(viewer: manager, asked: DemandAsked) -> DemandMade:
        made = register(
            desk.services,
            viewer,
            asked.kind,
            owner_asked(asked.number),
            asked.words,
            record_id=asked.record,
        )
        return DemandMade(demand=made.id, due_on=made.due_on)

    @router.post("/demands/{demand}/answer", status_code=HTTPStatus.NO_CONTENT)
    def reply(viewer: manager, demand: WantedDemand, said: DemandAnswerSaid) -> None:
        answer(desk.services, viewer, demand, said.outcome, said.reason)

    return router
