"""A checker's hand on pages: split, merge, turn, set aside, take back. The documents that begin anew are read and described again."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends

from digitize.access import Right, Viewer
from digitize.model import DocumentId
from web.api.router import api_router
from web.checking.answers import BegunAnswer
from web.checking.desk import CheckingDesk
from web.checking.requests import MergeSaid, PageSaid, TurnSaid, WantedDocument
from workers.checking import editing, queue


def arranging_routes(desk: CheckingDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="documents")
    checking = Annotated[Viewer, Depends(desk.gate.needs(Right.CHECK))]
    services = desk.services

    def _seen(viewer: Viewer, wanted: str) -> DocumentId:
        return queue.document_of(services, viewer, DocumentId(wanted)).id

    def _on_page(
        change: Callable[..., Sequence[DocumentId]],
        viewer: Viewer,
        wanted: str,
        said: PageSaid,
        **more: int,
    ) -> BegunAnswer:
        paper, page_index = _seen(viewer, wanted), said.page - 1
        account, version = viewer.account, said.version
        return _begun(change(services, paper, page_index, account=account, version=version, **more))

    def _begun(documents: Sequence[DocumentId]) -> BegunAnswer:
        desk.wake()
        return BegunAnswer(documents=list(documents))

    @router.post("/documents/{wanted}/split")
    def split(viewer: checking, wanted: WantedDocument, said: PageSaid) -> BegunAnswer:
        """Another document begins on this page."""
        return _on_page(editing.split, viewer, wanted, said)

    @router.post("/documents/{wanted}/merge")
    def merge(viewer: checking, wanted: WantedDocument, said: MergeSaid) -> BegunAnswer:
        """Two neighbouring documents of one scan are one."""
        first, second = _seen(viewer, wanted), _seen(viewer, said.other)
        account, version = viewer.account, said.version
        return _begun(editing.merge(services, first, second, account=account, version=version))

    @router.post("/documents/{wanted}/turn")
    def turn(viewer: checking, wanted: WantedDocument, said: TurnSaid) -> BegunAnswer:
        """The page is shown and read the other way up."""
        return _on_page(editing.turn, viewer, wanted, said, degrees=said.degrees)

    @router.post("/documents/{wanted}/set-aside")
    def set_aside(viewer: checking, wanted: WantedDocument, said: PageSaid) -> BegunAnswer:
        """The page belongs to no document; it is kept."""
        return _on_page(editing.set_aside, viewer, wanted, said)

    @router.post("/documents/{wanted}/take-back")
    def take_back(viewer: checking, wanted: WantedDocument, said: PageSaid) -> BegunAnswer:
        """A page of the same scan that was set aside belongs to this document again."""
        return _on_page(editing.take_into, viewer, wanted, said)

    return router
