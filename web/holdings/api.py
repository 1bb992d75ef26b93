"""`POST /api/v1/holdings/query`: what an owner holds of what a procedure asks for. The owner's number is in the body, never in an address."""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.rows import Owner, OwnerKind
from digitize.warehouse.holdings import Answer, AskedFor, Holding
from web.accounts.gate import Gate
from web.api.router import api_router
from web.holdings.asking import AskingRates
from workers.services import Services
from workers.warehouse.holdings import Answered, Question, ask

NUMBER = r"^([0-9]{9}|[0-9]{12}|[0-9]{10}(-[0-9]{3})?|[A-Z][A-Z0-9.]{2,34}|[0-9]{3}(\.[A-Z0-9]{2,3}){3})$"
"""Personal id (CMND, CCCD), enterprise code, code of an agency."""
PROCEDURE = r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$"
DOSSIER = r"^[A-Z0-9.-]{0,64}$"
_Type = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskedOwner(_Said):
    kind: OwnerKind
    number: Annotated[str, Field(pattern=NUMBER, max_length=35)]


class HoldingsQuestion(_Said):
    owner: AskedOwner
    purpose: AskedFor
    procedure: Annotated[str, Field(pattern=PROCEDURE, max_length=40)]
    """Code of the procedure for which it is asked; without `types` its checklist is answered."""
    types: Annotated[list[_Type], Field(max_length=50)] = Field(default=[])
    dossier_code: Annotated[str, Field(pattern=DOSSIER, max_length=64)] = ""


class HoldingAnswer(BaseModel):
    item: str
    """Code of the checklist item, or the type that was asked for."""
    title: str
    types: list[str]
    """A paper of any of them is it; none where no type tells."""
    answer: Answer
    valid_until: date | None
    """Its last day in force, also where that has passed; likely only where the answer is `held_unclear`."""
    without_end: bool
    message: str
    """In Vietnamese, for the counter."""

    @classmethod
    def of(cls, holding: Holding) -> Self:
        return cls(
            item=holding.item.code,
            title=holding.item.title,
            types=list(holding.item.type_codes),
            answer=holding.answer,
            valid_until=holding.valid_until,
            without_end=holding.is_without_end,
            message=holding.sentence,
        )


class HoldingsAnswer(BaseModel):
    """Never a paper, its number or its words."""

    procedure: str
    procedure_title: str
    asked_at: datetime
    items: list[HoldingAnswer]

    @classmethod
    def of(cls, question: Question, answered: Answered) -> Self:
        return cls(
            procedure=question.procedure_code,
            procedure_title=answered.procedure_title,
            asked_at=answered.asked_at,
            items=[HoldingAnswer.of(holding) for holding in answered.holdings],
        )


def holding_routes(services: Services, gate: Gate, rates: AskingRates) -> APIRouter:
    router = api_router(services, gate, tag="holdings")
    asks = Annotated[Viewer, Depends(gate.needs(Right.ASK_HELD))]

    @router.post("/holdings/query")
    def query(viewer: asks, said: HoldingsQuestion) -> HoldingsAnswer:
        rates.take(viewer)
        question = Question(
            owner=Owner(kind=said.owner.kind, number=said.owner.number),
            purpose=said.purpose,
            procedure_code=said.procedure,
            type_codes=tuple(said.types),
            dossier_code=said.dossier_code,
        )
        return HoldingsAnswer.of(question, ask(services, viewer, question))

    return router
