"""The checker's pages: the queue, a document beside its form, and the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.desk import QueueFilter, QueueOrder
from digitize.doctype import OTHER, DocumentType
from digitize.model import DocumentId
from digitize.page_faults import sentence
from web.checking.desk import CheckingDesk, Opened
from web.checking.documents_api import PRIORITIES
from web.checking.form import shown_reason
from web.checking.keys import BY_ACTION, KEYS, bindings
from web.checking.requests import RejectCode, TypeCode, WantedDocument
from web.pages.field_titles import title_of_field
from web.pages.rendering import is_part
from workers.checking import queue
from workers.records.reads import Purpose, note_look

PATH = "/check"
_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The queue as somebody chose to see it, as it stands in the address."""

    order: QueueOrder
    priority: str
    type_code: str

    @property
    def filter(self) -> QueueFilter:
        return QueueFilter(
            order=self.order,
            priority=PRIORITIES.get(self.priority),
            type_code=self.type_code or None,
        )

    def address(self, path: str, **more: str | None) -> str:
        """`path` with this choice; what is as usual is left out."""
        order = "" if self.order is QueueOrder.URGENCY else self.order.value
        said = {"order": order, "priority": self.priority, "type": self.type_code, **more}
        query = urlencode({key: value for key, value in said.items() if value})
        return f"{path}?{query}" if query else path


def _chosen(
    order: QueueOrder = QueueOrder.URGENCY,
    priority: Annotated[str, Query(pattern="^(counter|backfill)?$")] = "",
    type: Annotated[str, Query(pattern="^[a-z0-9_]*$", max_length=64)] = "",  # noqa: A002 - the word that addresses use
) -> Chosen:
    return Chosen(order=order, priority=priority, type_code=type)


def checking_pages(desk: CheckingDesk) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    checking = Annotated[Viewer, Depends(desk.gate.needs(Right.CHECK))]
    choice = Annotated[Chosen, Depends(_chosen)]

    @router.get("")
    def waiting(
        request: Request,
        viewer: checking,
        chosen: choice,
        cursor: Annotated[str, Query(max_length=300)] = "",
    ) -> Response:
        found = queue.waiting(
            desk.services, viewer, chosen.filter, cursor=cursor or None, limit=_ROWS
        )
        counted = queue.counts(desk.services, viewer)
        return desk.pages.page(
            request,
            "check_queue.html",
            rows=[desk.listed(row, viewer) for row in found.documents],
            cursor=found.next_cursor,
            chosen=chosen,
            counts=counted,
            total=sum(counted.values()),
            waiting_types=sorted({code for code, _ in counted}),
            types=desk.services.types,
            shown_reason=shown_reason,
            title_of_field=title_of_field,
            name_of=desk.name_of,
            account=viewer.account,
        )

    @router.get("/next")
    def following(
        request: Request,
        viewer: checking,
        chosen: choice,
        after: Annotated[str, Query(pattern="^([0-9a-f]{16}-p[0-9]{4,6})?$")] = "",
    ) -> Response:
        found = queue.next_after(
            desk.services, viewer, chosen.filter, DocumentId(after) if after else None
        )
        if is_part(request):
            return _document(request, viewer, chosen, found) if found else Response(status_code=204)
        return RedirectResponse(
            chosen.address(f"{PATH}/{found}" if found else PATH), status_code=303
        )

    @router.get("/{wanted}")
    def document(
        request: Request, viewer: checking, chosen: choice, wanted: WantedDocument
    ) -> Response:
        return _document(request, viewer, chosen, DocumentId(wanted))

    @router.get("/{wanted}/form")
    def form(
        request: Request, viewer: checking, wanted: WantedDocument, type_code: TypeCode
    ) -> Response:
        """The fields of another type, for when the person chooses one."""
        opened = desk.opened(viewer, DocumentId(wanted), type_code=type_code)
        return desk.pages.part(request, "check_form.html", "form", **_shown(opened, viewer))

    def _document(
        request: Request, viewer: Viewer, chosen: Chosen, document_id: DocumentId
    ) -> Response:
        opened = desk.opened(viewer, document_id)
        note_look(desk.services, opened.document, purpose=Purpose.SHOW, actor=viewer.account)
        shown = {**_shown(opened, viewer), "chosen": chosen}
        if is_part(request):
            return desk.pages.part(request, "check_document.html", "desk", **shown)
        return desk.pages.page(request, "check_document.html", **shown)

    def _shown(opened: Opened, viewer: Viewer) -> dict[str, Any]:
        holder = opened.claim.account if opened.claim else viewer.account
        is_anothers = holder != viewer.account
        return {
            "opened": opened,
            "document": opened.document,
            "form": opened.form,
            "account": viewer.account,
            "holder": desk.name_of(holder) if is_anothers else "",
            "is_open": opened.is_waiting and not is_anothers,
            "types": _sorted(desk.services.types.values(), first=opened.form.likely_types),
            "reject_codes": REJECTIONS,
            "keys": KEYS,
            "key_of": BY_ACTION,
            "fault_sentence": sentence,
            "bindings": bindings(),
        }

    return router


REJECTIONS = {
    RejectCode.NOT_OURS: "Không thuộc thẩm quyền số hóa của đơn vị",
    RejectCode.DUPLICATE: "Giấy tờ đã có trong kho",
    RejectCode.SECRET_PAPER: "Giấy tờ có dấu chỉ mức độ mật",
}


def _sorted(types: Iterable[DocumentType], *, first: Sequence[str] = ()) -> list[DocumentType]:
    """Those that are likely first, the others by title, what is none of them last."""
    likely = {code: place for place, code in enumerate(first) if code != OTHER}
    return sorted(
        types,
        key=lambda kind: (
            likely.get(kind.code, len(likely)),
            kind.code == OTHER,
            kind.title.casefold(),
        ),
    )
