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


class Right(StrEnum):
    PUSH = "push"  # bring files in batches
    SEE_BATCHES = "see_batches"  # the agency's batches and what became of their pages
    SEE_PAPERS = "see_papers"  # pictures, text, fields and history of the agency's documents, whatever their status
    CHECK = "check"  # correct, approve, part, turn, set aside, ask for a new scan, reject
    SEAL = "seal"  # sign what was checked
    FIND = "find"  # search the agency's records and take copies
    SEE_FIGURES = "see_figures"  # indicators of the agency
    KEEP_ACCOUNTS = "keep_accounts"  # accounts: a manager of the own agency, an operator of all
    OPERATE = (
        "operate"  # queues, failures, stations, storage, certificates, settings; no paper's content
    )
    OWN_RECORDS = "own_records"  # the records held about oneself


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.STATION: frozenset({Right.PUSH, Right.SEE_BATCHES}),
    Role.COUNTER_OFFICER: frozenset({Right.PUSH, Right.SEE_BATCHES, Right.SEE_PAPERS, Right.FIND}),
    Role.CHECKER: frozenset({Right.SEE_BATCHES, Right.SEE_PAPERS, Right.CHECK, Right.FIND}),
    Role.SIGNER: frozenset({Right.SEE_PAPERS, Right.SEAL, Right.FIND}),
    Role.AGENCY_MANAGER: frozenset(
        {Right.SEE_BATCHES, Right.SEE_PAPERS, Right.FIND, Right.SEE_FIGURES, Right.KEEP_ACCOUNTS}
    ),
    Role.OPERATOR: frozenset({Right.OPERATE, Right.KEEP_ACCOUNTS}),
    Role.CITIZEN: frozenset({Right.OWN_RECORDS}),
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
