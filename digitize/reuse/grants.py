"""A grant: one agency may use one paper (or those of one type) of an owner, for one purpose in one procedure, until a moment.

The owner gives it, or an officer takes it from the law, for a dossier and with the reason. It names one dossier: from the
start, or from when it is first used; until then it opens nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from digitize.dossier.checklist import procedure_family
from digitize.errors import GrantEnded, GrantForOtherUse, GrantTooLong, RequestInvalid
from digitize.model import RecordId
from digitize.rows import Owner

GrantId = NewType("GrantId", str)


class GrantBasis(StrEnum):
    OWNER = "owner"  # the owner said so
    LAW = "law"  # an officer did, for a reason that the law gives


class GrantPurpose(StrEnum):
    DOSSIER = "dossier"  # into a dossier, instead of a paper that would be asked for
    VERIFY = "verify"  # compared with what somebody says; looked at, never handed over


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What somebody of an agency wants a paper for."""

    agency: str
    procedure_code: str
    dossier_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    id: GrantId
    owner: Owner
    agency: str
    """Code of the agency that may."""
    purpose: GrantPurpose
    procedure_code: str
    basis: GrantBasis
    reason: str
    """Of an officer: why the law allows it. Of an owner: what they wish to say, mostly nothing."""
    given_by: str
    given_at: datetime
    valid_from: datetime
    valid_until: datetime
    """The first moment at which it permits nothing any more."""
    record_id: RecordId | None = None
    """The one paper; None where it is for the owner's papers of a type."""
    type_code: str = ""
    dossier_code: str = ""
    """Empty until it is first used."""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    def is_in_force(self, at: datetime) -> bool:
        return self.withdrawn_at is None and self.valid_from <= at < self.valid_until

    @property
    def permits_hand_over(self) -> bool:
        return self.purpose is GrantPurpose.DOSSIER


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLimits:
    """The longest that a grant may hold."""

    owner: timedelta = timedelta(days=180)
    """Longer than any procedure takes."""
    law: timedelta = timedelta(days=30)
    """Of an officer's: a dossier that takes longer is asked for again, with its reason."""

    def longest(self, basis: GrantBasis) -> timedelta:
        return self.law if basis is GrantBasis.LAW else self.owner


def require_giveable(grant: Grant, limits: GrantLimits) -> None:
    """One thing, one procedure, a time that is not too long; by law also a dossier and a reason.

    Raises `RequestInvalid`, `GrantTooLong`.
    """
    if (
        bool(grant.record_id) == bool(grant.type_code)
        or not grant.procedure_code
        or not grant.agency
    ):
        raise RequestInvalid("grant")
    if grant.basis is GrantBasis.LAW and not (grant.dossier_code and grant.reason.strip()):
        raise RequestInvalid("grant by law")
    if grant.valid_until <= max(grant.valid_from, grant.given_at):
        raise RequestInvalid("grant ends before it begins")
    if grant.valid_until - grant.given_at > limits.longest(grant.basis):
        raise GrantTooLong(grant.basis)


def require_use(grant: Grant, use: Use, *, at: datetime) -> None:
    """The agency's own grant permits this use now. Raises `GrantEnded`, `GrantForOtherUse`."""
    if grant.agency != use.agency:
        raise GrantForOtherUse("agency")
    if not grant.is_in_force(at):
        raise GrantEnded(grant.id)
    if procedure_family(grant.procedure_code) != procedure_family(use.procedure_code):
        raise GrantForOtherUse("procedure")
    if grant.dossier_code not in {"", use.dossier_code}:
        raise GrantForOtherUse("dossier")
