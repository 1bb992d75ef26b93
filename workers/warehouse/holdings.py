"""Somebody asks what an owner already holds: answered for each paper, noted in the ledger with codes and counts alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digitize.access import Right, Viewer
from digitize.dossier.checklist import Checklist, checklist_for
from digitize.errors import NoChecklist, NoSuchType
from digitize.rows import Batch, Owner
from digitize.warehouse.holdings import (
    Answer,
    AskedFor,
    AskedItem,
    HeldPaper,
    Holding,
    holdings_of,
    items_of_checklist,
    items_of_types,
)
from digitize.warehouse.life import shown_on
from digitize.warehouse.validity import today_of, validity_of
from storage import ledger
from storage.holding_rows import FiledPaper, filed_papers
from storage.ledger import Event
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    owner: Owner
    purpose: AskedFor
    procedure_code: str
    type_codes: tuple[str, ...] = ()
    """Empty: what the procedure's checklist asks for."""
    dossier_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    asked_at: datetime
    procedure_title: str
    """Empty where the procedure has no checklist here."""
    holdings: tuple[Holding, ...]


def ask(services: Services, viewer: Viewer, question: Question) -> Answered:
    """Whatever agency filed it. Raises `NotAllowed`, `NoChecklist`, `NoSuchType`."""
    viewer.require(Right.ASK_HELD)
    at = services.clock()
    title, items = _items(services, question)
    holdings = holdings_of(items, _papers(services, question.owner, items, at))
    _note(services, viewer, question, holdings, at)
    return Answered(asked_at=at, procedure_title=title, holdings=holdings)


def held_items(
    services: Services, batch: Batch | None, checklist: Checklist | None
) -> frozenset[str]:
    """Items of a dossier that its owner's warehouse has in force: they are not missing. Noted in the ledger the first time."""
    if batch is None or batch.owner is None or checklist is None:
        return frozenset()
    items = items_of_checklist(checklist, services.types)
    at = services.clock()
    holdings = holdings_of(items, _papers(services, batch.owner, items, at))
    held = frozenset(found.item.code for found in holdings if found.answer is Answer.HELD)
    if held:
        _note_of_batch(services, batch, checklist, holdings, at)
    return held


def _note_of_batch(
    services: Services,
    batch: Batch,
    checklist: Checklist,
    holdings: Sequence[Holding],
    at: datetime,
) -> None:
    with services.database.asking() as connection:
        if ledger.entries_about(connection, batch.id, Event.HOLDINGS_ASKED):
            return
    data = {
        "purpose": AskedFor.RECEIVING,
        "procedure": checklist.procedure_code,
        "dossier": batch.dossier_code,
        "items": [holding.item.code for holding in holdings],
        "answers": dict(Counter(holding.answer.value for holding in holdings)),
    }
    actor = batch.station or ledger.SYSTEM
    services.catalogue.note(Event.HOLDINGS_ASKED, batch.id, actor=actor, data=data, at=at)


def _items(services: Services, question: Question) -> tuple[str, tuple[AskedItem, ...]]:
    checklist = checklist_for(question.procedure_code, services.checklists)
    title = checklist.title if checklist is not None else ""
    if question.type_codes:
        unknown = [code for code in question.type_codes if code not in services.types]
        if unknown:
            raise NoSuchType(", ".join(unknown))
        return title, items_of_types(question.type_codes, services.types)
    if checklist is None:
        raise NoChecklist(question.procedure_code)
    return title, items_of_checklist(checklist, services.types)


def _papers(
    services: Services, owner: Owner, items: Sequence[AskedItem], at: datetime
) -> list[HeldPaper]:
    codes = {code for item in items for code in item.type_codes}
    with services.database.asking() as connection:
        filed = filed_papers(connection, owner, codes)
    return [_held(services, paper, at) for paper in filed]


def _held(services: Services, paper: FiledPaper, at: datetime) -> HeldPaper:
    found = validity_of(paper.type_code, paper.fields, services.validity)
    validity = paper.life.validity(found)
    return HeldPaper(
        type_code=paper.type_code,
        shown=shown_on(paper.life.state, validity, today_of(at)),
        validity=validity,
    )


def _note(
    services: Services,
    viewer: Viewer,
    question: Question,
    holdings: Sequence[Holding],
    at: datetime,
) -> None:
    """Who asked what for; of whom is not said, for a number is a person's data and its hash is soon undone."""
    data = {
        "purpose": question.purpose,
        "procedure": question.procedure_code,
        "dossier": question.dossier_code,
        "items": [holding.item.code for holding in holdings],
        "answers": dict(Counter(holding.answer.value for holding in holdings)),
    }
    with services.database.writing() as connection:
        # Asked twice is two questions, so nothing is looked for among the thousands that an account has asked.
        ledger.append(
            connection, Event.HOLDINGS_ASKED, viewer.account, data=data, at=at, actor=viewer.account
        )
