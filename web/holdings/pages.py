"""`đã có, không yêu cầu nộp` on the counter's page: asked as the form is filled, and once as an open batch is looked at."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response

from digitize.access import Right, Viewer
from digitize.dossier.checklist import checklist_for
from digitize.errors import TooManyAttempts
from digitize.model import BatchId
from digitize.rows import Owner, OwnerKind
from digitize.warehouse.holdings import AskedFor
from storage.counter_rows import CounterRows
from web.accounts.gate import Gate
from web.holdings import shown
from web.holdings.api import DOSSIER, NUMBER, PROCEDURE
from web.holdings.asking import AskingRates
from web.pages.rendering import Pages
from workers.services import Services
from workers.warehouse.holdings import Answered, Question, ask

_Text = Annotated[str, Form(max_length=100)]
_SPACES = re.compile(r"[\s.]")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingsDesk:
    services: Services
    gate: Gate
    pages: Pages
    rates: AskingRates


def holding_pages(desk: HoldingsDesk) -> APIRouter:
    router = APIRouter(prefix="/holdings", include_in_schema=False)
    asks = Annotated[Viewer, Depends(desk.gate.needs(Right.ASK_HELD))]

    @router.post("")
    def of_form(
        request: Request,
        viewer: asks,
        owner_number: _Text = "",
        owner_kind: _Text = OwnerKind.CITIZEN,
        procedure_code: _Text = "",
        dossier_code: _Text = "",
    ) -> Response:
        owner = _owner(owner_kind, owner_number)
        return _answer(request, desk, viewer, owner, procedure_code.strip(), dossier_code.strip())

    @router.get("/batches/{wanted}")
    def of_batch(
        request: Request, viewer: asks, wanted: Annotated[str, Path(max_length=128)]
    ) -> Response:
        batch = CounterRows(desk.services.database).batch_of(viewer, BatchId(wanted))
        procedure, dossier = batch.procedure_code, batch.dossier_code
        return _answer(request, desk, viewer, batch.owner, procedure, dossier)

    return router


def _answer(
    request: Request,
    desk: HoldingsDesk,
    viewer: Viewer,
    owner: Owner | None,
    procedure: str,
    dossier: str,
) -> Response:
    """What is missing for a question is said; a question is asked only where it is whole."""
    answered: Answered | None = None
    hint = _hint(desk.services, owner, procedure)
    if not hint and owner is not None:
        try:
            desk.rates.take(viewer)
        except TooManyAttempts as error:
            hint = error.message
        else:
            answered = ask(
                desk.services,
                viewer,
                Question(
                    owner=owner,
                    purpose=AskedFor.RECEIVING,
                    procedure_code=procedure,
                    dossier_code=dossier if re.fullmatch(DOSSIER, dossier) else "",
                ),
            )
    return desk.pages.part(
        request, "holdings.html", "held", answered=answered, hint=hint, shown=shown
    )


def _hint(services: Services, owner: Owner | None, procedure: str) -> str:
    if not re.fullmatch(PROCEDURE, procedure):
        return "Hãy chọn thủ tục để biết cần những giấy tờ gì."
    if checklist_for(procedure, services.checklists) is None:
        return "Thủ tục này chưa có danh mục thành phần hồ sơ, nên không so được với giấy tờ đã có."
    if owner is None:
        return "Hãy nhập số định danh hoặc mã số của người nộp để biết giấy tờ nào đã có."
    if not re.fullmatch(NUMBER, owner.number):
        return "Số định danh hoặc mã số này không đúng dạng. Hãy xem lại."
    return ""


def _owner(kind: str, number: str) -> Owner | None:
    plain = _SPACES.sub("", number)
    if kind not in set(OwnerKind) or not plain:
        return None
    return Owner(kind=OwnerKind(kind), number=plain)
