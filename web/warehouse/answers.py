"""What the API of owners answers; in lists a citizen's numbers are masked."""

from datetime import datetime

from pydantic import BaseModel

from digitize.privacy.masking import masked, masked_owner
from digitize.rows import LinkState, NumberLink, Owner, OwnerBasis, OwnerKind, Record
from storage.result_code_rows import ResultCodes
from workers.warehouse.deciding_owners import Candidate, WaitingPage, doubts_of
from workers.warehouse.linking import LinkPage


class SaidOwnerAnswer(BaseModel):
    kind: OwnerKind
    number: str
    name: str


class OwnerWaitingAnswer(BaseModel):
    record: str
    type: str
    title: str
    filed_at: datetime
    version: int
    codes: list[str]
    """Why nobody is certain to own it."""
    reasons: list[str]
    """The same in Vietnamese."""


class OwnerWaitingPage(BaseModel):
    items: list[OwnerWaitingAnswer]
    cursor: str | None


class OwnerCandidateAnswer(SaidOwnerAnswer):
    page: int | None
    """Of the scan, from 1; null where whoever brought the dossier named it."""
    box: tuple[int, int, int, int] | None
    words: str


class OwnerVersionAnswer(BaseModel):
    version: int
    basis: OwnerBasis
    owners: list[SaidOwnerAnswer]


class OwnersAnswer(BaseModel):
    record: str
    version: int
    basis: OwnerBasis
    owners: list[SaidOwnerAnswer]
    reasons: list[str]
    candidates: list[OwnerCandidateAnswer]
    versions: list[OwnerVersionAnswer]
    result_code: str
    """Mã kết quả số hóa; empty where it has none yet."""
    dossier_result_code: str
    """`<mã hồ sơ>-KQ<n>`; empty for a paper that ends no dossier."""


class NumberLinkAnswer(BaseModel):
    id: str
    kind: OwnerKind
    one: str
    other: str
    state: LinkState
    version: int
    record: str | None
    page: int | None
    made_at: datetime


class LinkPageAnswer(BaseModel):
    items: list[NumberLinkAnswer]
    cursor: str | None


class LinkStepAnswer(BaseModel):
    state: LinkState
    actor: str
    reason: str
    at: datetime


class LinkWithStepsAnswer(NumberLinkAnswer):
    steps: list[LinkStepAnswer]


class NumbersAnswer(BaseModel):
    numbers: list[SaidOwnerAnswer]


def waiting_answer(found: WaitingPage) -> OwnerWaitingPage:
    return OwnerWaitingPage(items=[_waiting(one) for one in found.records], cursor=found.cursor)


def owners_answer(
    record: Record,
    versions: list[Record],
    candidates: tuple[Candidate, ...],
    codes: ResultCodes,
) -> OwnersAnswer:
    return OwnersAnswer(
        record=record.id,
        version=record.version,
        basis=record.owner_basis,
        owners=[_owner(one) for one in record.owners],
        reasons=[] if record.owners else list(doubts_of(record)),
        candidates=[_candidate(one) for one in candidates],
        versions=[
            OwnerVersionAnswer(
                version=one.version,
                basis=one.owner_basis,
                owners=[_owner(owner) for owner in one.owners],
            )
            for one in versions
        ],
        result_code=codes.digitised,
        dossier_result_code=codes.dossier,
    )


def links_answer(found: LinkPage) -> LinkPageAnswer:
    """Masked; one link by itself is whole."""
    return LinkPageAnswer(
        items=[
            NumberLinkAnswer(
                **{
                    **_link(one).model_dump(),
                    "one": masked_owner(Owner(kind=one.kind, number=one.one)).number,
                    "other": masked_owner(Owner(kind=one.kind, number=one.other)).number,
                }
            )
            for one in found.links
        ],
        cursor=found.cursor,
    )


def link_answer(found: NumberLink) -> LinkWithStepsAnswer:
    return LinkWithStepsAnswer(
        **_link(found).model_dump(),
        steps=[
            LinkStepAnswer(state=step.state, actor=step.actor, reason=step.reason, at=step.at)
            for step in found.steps
        ],
    )


def numbers_answer(found: list[Owner]) -> NumbersAnswer:
    return NumbersAnswer(numbers=[_owner(one) for one in found])


def _waiting(record: Record) -> OwnerWaitingAnswer:
    return OwnerWaitingAnswer(
        record=record.id,
        type=record.type_code,
        title=masked(record.title),
        filed_at=record.filed_at,
        version=record.version,
        codes=list(record.owner_doubts),
        reasons=list(doubts_of(record)),
    )


def _candidate(one: Candidate) -> OwnerCandidateAnswer:
    box = one.box
    return OwnerCandidateAnswer(
        kind=one.owner.kind,
        number=one.owner.number,
        name=one.owner.name,
        page=None if one.page_index is None else one.page_index + 1,
        box=None if box is None else (box.left, box.top, box.right, box.bottom),
        words=one.words,
    )


def _owner(owner: Owner) -> SaidOwnerAnswer:
    return SaidOwnerAnswer(kind=owner.kind, number=owner.number, name=owner.name)


def _link(one: NumberLink) -> NumberLinkAnswer:
    return NumberLinkAnswer(
        id=one.id,
        kind=one.kind,
        one=one.one,
        other=one.other,
        state=one.state,
        version=one.version,
        record=one.record_id,
        page=None if one.page_index is None else one.page_index + 1,
        made_at=one.made_at,
    )
