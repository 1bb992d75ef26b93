"""The signer's page: checked papers with their pictures, sealed many at once or sent back to a checker."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import RequestInvalid
from digitize.model import DocumentId
from web.signing.api import MOST_AT_ONCE
from web.signing.desk import SentBackFor, SigningDesk

PATH = "/signing"
_CHOSEN = re.compile(r"(?P<document>[0-9a-f]{16}-p[0-9]{4,6})@(?P<version>[0-9]{1,9})", re.ASCII)
REASONS = {
    SentBackFor.WRONG_FIELD: "Có trường chưa đúng",
    SentBackFor.WRONG_TYPE: "Loại giấy tờ chưa đúng",
    SentBackFor.BAD_COPY: "Bản chụp chưa đúng như giấy tờ",
}


def signing_pages(desk: SigningDesk) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    signer = Annotated[Viewer, Depends(desk.gate.needs(Right.SEAL))]

    @router.get("")
    def waiting(
        request: Request, viewer: signer, cursor: Annotated[str, Query(max_length=100)] = ""
    ) -> Response:
        return _page(request, viewer, cursor=cursor)

    @router.post("/seal")
    def seal(
        request: Request, viewer: signer, chosen: Annotated[list[str] | None, Form()] = None
    ) -> Response:
        wanted = dict(_chosen(one) for one in (chosen or [])[:MOST_AT_ONCE])
        done = desk.seal(viewer, wanted)
        failed = [one for one in done if one.error is not None]
        return _page(request, viewer, sealed=len(done) - len(failed), failed=failed)

    @router.post("/send-back")
    def send_back(
        viewer: signer,
        document: Annotated[str, Form(max_length=40)],
        reason: Annotated[SentBackFor, Form()],
    ) -> Response:
        wanted, version = _chosen(document)
        desk.send_back(viewer, wanted, reason, version=version)
        return RedirectResponse(PATH, status_code=303)

    def _page(request: Request, viewer: Viewer, *, cursor: str = "", **told: Any) -> Response:
        shown: dict[str, Any] = {"sealed": None, "failed": (), "reasons": REASONS, **told}
        found = desk.waiting(viewer, cursor=cursor, limit=MOST_AT_ONCE)
        return desk.pages.page(request, "signing.html", found=found, **shown)

    return router


def _chosen(text: str) -> tuple[DocumentId, int]:
    """Raises `RequestInvalid`."""
    found = _CHOSEN.fullmatch(text)
    if found is None:
        raise RequestInvalid("chosen")
    return DocumentId(found["document"]), int(found["version"])
