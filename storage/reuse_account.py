"""Grants, hand-overs and looks as facts for the audit: told once by the ledger's entries and once by the rows, and compared.

Looks are summed a record, since a warehouse has many more of them than papers: how many, and the sum of their digests, so that
one that is missing, added or changed shows whatever the order.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from digitize.model import RecordId
from digitize.reuse.grants import Grant
from digitize.reuse.hand_overs import HandOver
from digitize.reuse.looks import Look
from digitize.rows import LedgerEntry
from storage.grant_rows import BOUND, GIVEN, WITHDRAWN
from storage.hand_over_rows import HANDED_OVER
from storage.ledger import Event, digest
from storage.schema import utc_text

_SUM = 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFacts:
    agency: str
    basis: str
    purpose: str
    record: str | None
    type_code: str
    procedure_code: str
    dossier_code: str
    until: str
    reason_digest: str
    given_by: str
    withdrawn_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverFacts:
    grant: str
    record: str
    version: int
    sha256: str
    agency: str
    procedure_code: str
    dossier_code: str
    component: str
    account: str
    at: str


@dataclass(frozen=True, slots=True)
class LookSum:
    count: int = 0
    digests: int = 0

    def more(self, *said: str) -> "LookSum":
        found = hashlib.blake2b("\0".join(said).encode(), digest_size=8).digest()
        return LookSum(self.count + 1, (self.digests + int.from_bytes(found)) % _SUM)


@dataclass(frozen=True, slots=True)
class ReuseAccount:
    """The dicts are filled while an account is told, and only read afterwards."""

    grants: dict[str, GrantFacts]
    hand_overs: dict[str, HandOverFacts]
    looks: dict[RecordId, LookSum]


def nothing_reused() -> ReuseAccount:
    return ReuseAccount({}, {}, {})


def reuse_of_rows(
    grants: Iterable[Grant], hand_overs: Iterable[HandOver], looks: Iterable[Look]
) -> ReuseAccount:
    account = nothing_reused()
    for grant in grants:
        account.grants[grant.id] = _grant_facts(grant)
    for made in hand_overs:
        account.hand_overs[made.id] = _hand_over_facts(made)
    for look in looks:
        _add_look(
            account,
            look.record_id,
            utc_text(look.at),
            look.account,
            look.part,
            look.grant_id or "",
            look.dossier_code if look.grant_id else "",
        )
    return account


def _given(account: ReuseAccount, entry: LedgerEntry) -> None:
    data: Mapping[str, Any] = entry.data
    account.grants[entry.subject] = GrantFacts(
        agency=data["agency"],
        basis=data["basis"],
        purpose=data["purpose"],
        record=data["record"],
        type_code=data["type"],
        procedure_code=data["procedure"],
        dossier_code=data["dossier"],
        until=utc_text(datetime.fromisoformat(data["until"])),
        reason_digest=data["reason"],
        given_by=entry.actor,
    )


def _bound(account: ReuseAccount, entry: LedgerEntry) -> None:
    known, data = account.grants[entry.subject], dict[str, Any](entry.data)
    account.grants[entry.subject] = replace(known, dossier_code=data["dossier"])


def _withdrawn(account: ReuseAccount, entry: LedgerEntry) -> None:
    known = account.grants[entry.subject]
    account.grants[entry.subject] = replace(known, withdrawn_by=entry.actor)


def _handed_over(account: ReuseAccount, entry: LedgerEntry) -> None:
    data: Mapping[str, Any] = entry.data
    account.hand_overs[data["hand_over"]] = HandOverFacts(
        grant=data["grant"],
        record=entry.subject,
        version=data["version"],
        sha256=data["sha256"],
        agency=data["agency"],
        procedure_code=data["procedure"],
        dossier_code=data["dossier"],
        component=data["component"],
        account=entry.actor,
        at=utc_text(entry.at),
    )


def _looked(account: ReuseAccount, entry: LedgerEntry) -> None:
    data: Mapping[str, Any] = entry.data
    _add_look(
        account,
        RecordId(entry.subject),
        utc_text(entry.at),
        entry.actor,
        data["purpose"],
        data.get("grant", ""),
        data.get("dossier", ""),
    )


REUSE_TOLD: Mapping[str, Callable[[ReuseAccount, LedgerEntry], None]] = {
    GIVEN: _given,
    BOUND: _bound,
    WITHDRAWN: _withdrawn,
    HANDED_OVER: _handed_over,
    Event.RECORD_READ: _looked,
}
"""What an entry of the ledger adds."""


def _add_look(account: ReuseAccount, record_id: RecordId, *said: str) -> None:
    account.looks[record_id] = account.looks.get(record_id, LookSum()).more(*said)


def _grant_facts(grant: Grant) -> GrantFacts:
    return GrantFacts(
        agency=grant.agency,
        basis=grant.basis,
        purpose=grant.purpose,
        record=grant.record_id,
        type_code=grant.type_code,
        procedure_code=grant.procedure_code,
        dossier_code=grant.dossier_code,
        until=utc_text(grant.valid_until),
        reason_digest=digest(grant.reason),
        given_by=grant.given_by,
        withdrawn_by=grant.withdrawn_by,
    )


def _hand_over_facts(made: HandOver) -> HandOverFacts:
    return HandOverFacts(
        grant=made.grant_id,
        record=made.record_id,
        version=made.record_version,
        sha256=made.sha256,
        agency=made.agency,
        procedure_code=made.procedure_code,
        dossier_code=made.dossier_code,
        component=made.component,
        account=made.account,
        at=utc_text(made.at),
    )
