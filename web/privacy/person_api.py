"""All that is held about one person, as JSON: the number is in the body, for addresses are kept in places that nobody thinks of."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from web.api.router import api_router
from web.privacy.desk import PrivacyDesk
from workers.privacy.person_report import (
    PersonReport,
    owner_asked,
    report_about,
    report_about_oneself,
)


class PersonAsked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    number: Annotated[str, Field(min_length=9, max_length=20, pattern=r"^[0-9 .\-]+$")]
    """Personal id, older card or enterprise code."""


class HeldAnswer(BaseModel):
    report: str
    """Id, as the ledger has it."""
    made_at: datetime
    numbers: list[str]
    """All that are linked to the person, masked."""
    held: dict[str, list[dict[str, Any]]]
    """By kind, rows as they are kept."""


def person_routes(desk: PrivacyDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="privacy")

    @router.post("/persons/held")
    def held(
        request: Request,
        viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.TELL_PERSON))],
        asked: PersonAsked,
    ) -> HeldAnswer:
        """What the own agency has of a person."""
        request.state.is_secret = True  # not kept with the answers that may be asked for again
        desk.telling.take(viewer.account)
        return held_answer(report_about(desk.services, viewer, owner_asked(asked.number)))

    @router.post("/persons/mine/held")
    def own(
        request: Request, viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]
    ) -> HeldAnswer:
        """What every agency has of whoever asks."""
        request.state.is_secret = True
        desk.telling.take(viewer.account)
        return held_answer(report_about_oneself(desk.services, viewer))

    return router


def held_answer(report: PersonReport) -> HeldAnswer:
    return HeldAnswer(
        report=report.id,
        made_at=report.made_at,
        numbers=list(report.numbers),
        held={one.name: [dict(row) for row in one.rows] for one in report.held},
    )
