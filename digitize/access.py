"""Who asks, and what each role may: the one table of rights; what is not in it is refused.

Rights say what may be done, never to whose papers: which rows a viewer sees is decided in `storage/visible.py`, by the agency
or the owner that the viewer stands for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from digitize.errors import NotAllowed
from digitize.rows import Owner


class Role(StrEnum):
    """As what somebody signed in; an account may have several."""

    STATION = "station"  # a scanner's agent, by its key; no person
    COUNTER_OFFICER = "counter_officer"  # cán bộ một cửa
    CHECKER = "checker"  # người kiểm tra
    SIGNER = "signer"  # người ký số
    AGENCY_MANAGER = "agency_manager"  # lãnh đạo đơn vị
    OPERATOR = "operator"  # quản trị hệ thống: runs it, reads nobody's papers
    CITIZEN = "citizen"  # the owner of records
    SYSTEM = "system"  # another program of an agency (một cửa điện tử), by its key; no person


class Right(StrEnum):
    PUSH = "push"  # bring files in batches
    SEE_BATCHES = "see_batches"  # the agency's batches and what became of their pages
    SEE_PAPERS = "see_papers"  # pictures, text, fields and history of the agency's documents, whatever their status
    CHECK = "check"  # correct, approve, part, turn, set aside, ask for a new scan, reject
    SEAL = "seal"  # sign what was checked
    FIND = "find"  # search the agency's records and take copies
    SEE_FIGURES = "see_figures"  # indicators: a manager of the own agency, an operator of all
    KEEP_ACCOUNTS = "keep_accounts"  # accounts: a manager of the own agency, an operator of all
    OPERATE = (
        "operate"  # queues, failures, stations, storage, certificates, settings; no paper's content
    )
    OWN_RECORDS = "own_records"  # the records held about oneself
    ANSWER_OWNERS = "answer_owners"  # what owners say is wrong in the agency's papers
    ASK_HELD = "ask_held"  # whether an owner's paper is already held, never the paper
    REUSE = "reuse"  # take a held paper for one dossier, for a reason that the law gives
    KEEP_OWNERS = "keep_owners"  # say whose a record is, link numbers of one person, say what became of a paper
    EXCHANGE = "exchange"  # bring dossiers, ask for results, be told of them
    DISPOSE = "dispose"  # propose or approve that papers past their time go
    TELL_PERSON = "tell_person"  # all that is held about one person, for that person


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.STATION: frozenset({Right.PUSH, Right.SEE_BATCHES}),
    Role.COUNTER_OFFICER: frozenset(
        {
            Right.PUSH,
            Right.SEE_BATCHES,
            Right.SEE_PAPERS,
            Right.FIND,
            Right.ASK_HELD,
            Right.REUSE,
        }
    ),
    Role.CHECKER: frozenset(
        {
            Right.SEE_BATCHES,
            Right.SEE_PAPERS,
            Right.CHECK,
            Right.FIND,
            Right.KEEP_OWNERS,
            Right.ANSWER_OWNERS,
        }
    ),
    Role.SIGNER: frozenset({Right.SEE_PAPERS, Right.SEAL, Right.FIND}),
    Role.AGENCY_MANAGER: frozenset(
        {
            Right.SEE_BATCHES,
            Right.SEE_PAPERS,
            Right.FIND,
            Right.SEE_FIGURES,
            Right.KEEP_ACCOUNTS,
            Right.TELL_PERSON,
            Right.DISPOSE,
            Right.ANSWER_OWNERS,
        }
    ),
    Role.OPERATOR: frozenset({Right.OPERATE, Right.KEEP_ACCOUNTS, Right.SEE_FIGURES}),
    Role.CITIZEN: frozenset({Right.OWN_RECORDS}),
    Role.SYSTEM: frozenset({Right.PUSH, Right.SEE_BATCHES, Right.ASK_HELD, Right.EXCHANGE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who signed in, for as long as one request."""

    account: str
    """Id of the account or station: the actor in the ledger."""
    roles: frozenset[Role]
    agency: str = ""
    """Code of the agency whose papers are seen; empty for an operator and a citizen, who see none by it."""
    owner: Owner | None = None
    """Whose records are seen, for a citizen."""

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset().union(*(RIGHTS[role] for role in self.roles))

    def may(self, right: Right) -> bool:
        return right in self.rights

    def require(self, right: Right) -> None:
        """Raises `NotAllowed`."""
        if not self.may(right):
            raise NotAllowed(right.value)
