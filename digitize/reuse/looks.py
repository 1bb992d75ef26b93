"""A look at a record, as its owner is told of it: who, when, at what part, why, and by which right."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitize.model import RecordId
from digitize.reuse.grants import GrantId


class LookBasis(StrEnum):
    """By which right somebody looked."""

    AGENCY = "agency"  # of the agency that brought the paper
    SELF = "self"  # the owner
    OWNER = "owner"  # by a grant of the owner's
    LAW = "law"  # by a grant that the law gives
    HOUSE = "house"  # at the machine itself, by whoever runs it


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    id: str
    record_id: RecordId
    at: datetime
    account: str
    agency: str
    """Of whoever looked; empty for an owner and for the house."""
    part: str
    """`find`, `show`, `picture`, `preview`, or `get.` and what was taken."""
    basis: LookBasis
    grant_id: GrantId | None = None
    procedure_code: str = ""
    dossier_code: str = ""
    reason: str = ""
