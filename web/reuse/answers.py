"""What the API of reuse answers, to officers and owners alike; an owner's number is never in it."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from digitize.privacy.masking import masked
from digitize.reuse.complaints import Complaint, ComplaintOutcome
from digitize.reuse.grants import Grant, GrantBasis, GrantPurpose
from digitize.reuse.hand_overs import HandOver
from digitize.reuse.looks import LookBasis
from digitize.rows import Record
from digitize.warehouse.life import LifeShown
from workers.reuse.own_records import LookTold, OwnPaper, OwnPapers
from workers.reuse.places import place_text


class GrantAnswer(BaseModel):
    grant: str
    agency: str
    basis: GrantBasis
    purpose: GrantPurpose
    procedure: str
    dossier: str
    """Empty until it is first used."""
    record: str | None
    type: str
    reason: str
    given_at: datetime
    valid_from: datetime
    valid_until: datetime
    withdrawn_at: datetime | None
    in_force: bool


class GrantPage(BaseModel):
    items: list[GrantAnswer]
    cursor: str | None


class GrantedPaper(BaseModel):
    record: str
    title: str
    type: str
    pages: int
    standing: LifeShown


class GrantedPapers(BaseModel):
    items: list[GrantedPaper]


class ReceiptAnswer(BaseModel):
    receipt: str
    grant: str
    record: str
    version: int
    sha256: str
    """Of the sealed PDF."""
    agency: str
    procedure: str
    dossier: str
    component: str
    account: str
    at: datetime


class OwnPaperAnswer(BaseModel):
    record: str
    type: str
    title: str
    """Numbers of persons are masked."""
    standing: LifeShown
    valid_until: str | None
    """The last day, ISO; null where nothing certain says one."""
    pages: int
    kept: bool
    filed_at: datetime
    sha256: str


class OwnPaperPage(BaseModel):
    items: list[OwnPaperAnswer]
    cursor: str | None


class LookAnswer(BaseModel):
    at: datetime
    who: str
    agency: str
    part: str
    basis: LookBasis
    procedure: str
    dossier: str
    reason: str


class LookPage(BaseModel):
    items: list[LookAnswer]
    cursor: str | None


class ComplaintAnswer(BaseModel):
    complaint: str
    record: str
    said: str
    told_at: datetime
    outcome: ComplaintOutcome | None
    answer: str
    answered_at: datetime | None


class ComplaintPage(BaseModel):
    items: list[ComplaintAnswer]
    cursor: str | None


def grant_answer(grant: Grant, *, at: datetime) -> GrantAnswer:
    return GrantAnswer(
        grant=grant.id,
        agency=grant.agency,
        basis=grant.basis,
        purpose=grant.purpose,
        procedure=grant.procedure_code,
        dossier=grant.dossier_code,
        record=grant.record_id,
        type=grant.type_code,
        reason=grant.reason,
        given_at=grant.given_at,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        withdrawn_at=grant.withdrawn_at,
        in_force=grant.is_in_force(at),
    )


def grant_page(found: Sequence[Grant], limit: int, *, at: datetime) -> GrantPage:
    """Of one more than the limit where there is more."""
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return GrantPage(
        items=[grant_answer(grant, at=at) for grant in shown],
        cursor=place_text(last.given_at, last.id) if last else None,
    )


def granted_paper(record: Record, *, pages: int, standing: LifeShown) -> GrantedPaper:
    return GrantedPaper(
        record=record.id,
        title=masked(record.title),
        type=record.type_code,
        pages=pages,
        standing=standing,
    )


def receipt_answer(made: HandOver) -> ReceiptAnswer:
    return ReceiptAnswer(
        receipt=made.id,
        grant=made.grant_id,
        record=made.record_id,
        version=made.record_version,
        sha256=made.sha256,
        agency=made.agency,
        procedure=made.procedure_code,
        dossier=made.dossier_code,
        component=made.component,
        account=made.account,
        at=made.at,
    )


def own_paper_answer(paper: OwnPaper) -> OwnPaperAnswer:
    until = paper.standing.validity.valid_until
    return OwnPaperAnswer(
        record=paper.record.id,
        type=paper.record.type_code,
        title=masked(paper.record.title),
        standing=paper.standing.shown,
        valid_until=until.isoformat() if until else None,
        pages=len(paper.document.page_indexes),
        kept=paper.is_kept,
        filed_at=paper.record.filed_at,
        sha256=paper.record.pdf.sha256,
    )


def own_paper_page(found: OwnPapers) -> OwnPaperPage:
    return OwnPaperPage(
        items=[own_paper_answer(paper) for paper in found.items], cursor=found.cursor
    )


def look_page(found: Sequence[LookTold], limit: int) -> LookPage:
    shown = found[:limit]
    last = shown[-1].look if len(found) > limit else None
    return LookPage(
        items=[_look(told) for told in shown],
        cursor=place_text(last.at, last.id) if last else None,
    )


def complaint_answer(found: Complaint) -> ComplaintAnswer:
    return ComplaintAnswer(
        complaint=found.id,
        record=found.record_id,
        said=found.said,
        told_at=found.told_at,
        outcome=found.outcome,
        answer=found.answer,
        answered_at=found.answered_at,
    )


def complaint_page(found: Sequence[Complaint], limit: int) -> ComplaintPage:
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return ComplaintPage(
        items=[complaint_answer(one) for one in shown],
        cursor=place_text(last.told_at, last.id) if last else None,
    )


def _look(told: LookTold) -> LookAnswer:
    look = told.look
    return LookAnswer(
        at=look.at,
        who=told.name,
        agency=look.agency,
        part=look.part,
        basis=look.basis,
        procedure=look.procedure_code,
        dossier=look.dossier_code,
        reason=look.reason,
    )
