"""`POST /api/v1/records/{id}/purpose`: what a sensitive paper is opened for; what `purpose_needed` asks of a program."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.privacy.purposes import MAX_WORDS, PurposeChoice, PurposeSaid
from web.api.router import api_router
from web.api.values import NO_CONTROLS
from web.privacy.desk import PrivacyDesk
from web.records.requests import WantedRecord
from workers.privacy.purposes import say_purpose


class PurposeAsked(BaseModel):
    # Not strict: JSON has no enumerations, a choice comes as its name.
    model_config = ConfigDict(extra="forbid")

    choice: PurposeChoice
    dossier_code: Annotated[str, Field(max_length=64, pattern=r"^[A-Z0-9.\-]*$")] = ""
    """Of a `dossier` its code."""
    words: Annotated[str, Field(max_length=MAX_WORDS, pattern=NO_CONTROLS)] = ""
    """Of anything else the reason."""


class PurposeOpen(BaseModel):
    record: str
    until: datetime
    """So long the paper is open to the account that asked."""


def purpose_routes(desk: PrivacyDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="privacy")

    @router.post("/records/{wanted}/purpose", status_code=HTTPStatus.CREATED)
    def say(
        viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.FIND))],
        wanted: WantedRecord,
        asked: PurposeAsked,
    ) -> PurposeOpen:
        said = PurposeSaid(
            choice=asked.choice, dossier_code=asked.dossier_code, words=asked.words.strip()
        )
        opened = say_purpose(desk.services, viewer, wanted, said)
        return PurposeOpen(record=opened.record_id, until=opened.until)

    return router
