"""`/api/v1/disposal-lists`: the same for programs."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from storage.disposal_list_rows import DisposalList
from web.api.router import api_router
from web.api.values import WORDS
from web.privacy.desk import PrivacyDesk
from workers.privacy.disposing import decide, due, listed, propose


class ListAsked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=WORDS)]


class DecisionSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    decision: Literal["approved", "refused"]


class DueShown(BaseModel):
    record: str
    document: str
    type: str
    ended_on: date


class ListShown(BaseModel):
    list_id: str
    papers: list[str]
    reason: str
    proposed_by: str
    proposed_at: datetime
    decision: str
    decided_by: str
    carried_out_at: datetime | None

    @classmethod
    def of(cls, one: DisposalList) -> Self:
        return cls(
            list_id=one.id,
            papers=[*one.papers],
            reason=one.reason,
            proposed_by=one.proposed_by,
            proposed_at=one.proposed_at,
            decision=one.decision,
            decided_by=one.decided_by,
            carried_out_at=one.carried_out_at,
        )


class DisposalsShown(BaseModel):
    due: list[DueShown]
    """The first five hundred."""
    lists: list[ListShown]
    """The newest fifty."""


def disposal_routes(desk: PrivacyDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="privacy")
    manager = Annotated[Viewer, Depends(desk.gate.needs(Right.DISPOSE))]

    @router.get("/disposal-lists")
    def disposals(viewer: manager) -> DisposalsShown:
        return DisposalsShown(
            due=[
                DueShown(
                    record=one.record.id,
                    document=one.record.document_id,
                    type=one.record.type_code,
                    ended_on=one.ended_on,
                )
                for one in due(desk.services, viewer)
            ],
            lists=[ListShown.of(one) for one in listed(desk.services, viewer)],
        )

    @router.post("/disposal-lists", status_code=HTTPStatus.CREATED)
    def make(viewer: manager, asked: ListAsked) -> ListShown:
        return ListShown.of(propose(desk.services, viewer, asked.reason))

    @router.post("/disposal-lists/{list_id}/decision")
    def decided(
        viewer: manager,
        list_id: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", max_length=32)],
        said: DecisionSaid,
    ) -> ListShown:
        return ListShown.of(decide(desk.services, viewer, list_id, said.decision))

    return router
