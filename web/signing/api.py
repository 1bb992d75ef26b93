"""The same for programs: what waits for a signer, sealed or sent back."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.model import DocumentId
from digitize.privacy.masking import masked
from web.api.router import api_router
from web.checking.requests import DocumentName, Version, WantedDocument
from web.signing.desk import SentBackFor, SigningDesk, ToSign

MOST_AT_ONCE = 50
"""Each takes some tenths of a second, and somebody waits for the answer."""


class ToSignRow(BaseModel):
    """Numbers of persons are masked but for their last four digits."""

    document: str
    version: int
    title: str
    source: str
    pages: list[int]
    received_at: datetime


class ToSignRows(BaseModel):
    items: list[ToSignRow]
    cursor: str | None


class SigningWanted(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    document: DocumentName
    version: Version
    """That the signer saw; of another nothing is sealed."""


class SealSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    documents: Annotated[list[SigningWanted], Field(min_length=1, max_length=MOST_AT_ONCE)]


class SealedRow(BaseModel):
    document: str
    error: str | None
    """Code of why it was not sealed."""
    message: str


class SealedRows(BaseModel):
    items: list[SealedRow]


class SendBackSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: Version
    reason: Annotated[SentBackFor, Field(strict=False)]


def signing_routes(desk: SigningDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="signing")
    signer = Annotated[Viewer, Depends(desk.gate.needs(Right.SEAL))]

    @router.get("/signing")
    def waiting(
        viewer: signer,
        cursor: Annotated[str, Query(max_length=100)] = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> ToSignRows:
        """Checked papers that wait for a signer, the newest first."""
        found = desk.waiting(viewer, cursor=cursor, limit=limit)
        return ToSignRows(items=[_row(one) for one in found.items], cursor=found.cursor)

    @router.post("/signing/seal")
    def seal(viewer: signer, said: SealSaid) -> SealedRows:
        """Each by itself: one that cannot be sealed stops no other."""
        wanted = {DocumentId(one.document): one.version for one in said.documents}
        return SealedRows(
            items=[
                SealedRow(
                    document=one.document_id,
                    error=one.error.code if one.error else None,
                    message=one.error.message if one.error else "",
                )
                for one in desk.seal(viewer, wanted)
            ]
        )

    @router.post("/signing/{wanted}/send-back", status_code=HTTPStatus.NO_CONTENT)
    def send_back(viewer: signer, wanted: WantedDocument, said: SendBackSaid) -> None:
        """It waits for a checker again, who is told why."""
        desk.send_back(viewer, DocumentId(wanted), said.reason, version=said.version)

    return router


def _row(one: ToSign) -> ToSignRow:
    return ToSignRow(
        document=one.document.id,
        version=one.document.version,
        title=masked(one.title),
        source=masked(one.document.source),
        pages=[index + 1 for index in one.document.page_indexes],
        received_at=one.received_at,
    )
