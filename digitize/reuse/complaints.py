"""What an owner says is wrong in a paper of theirs, and what the agency answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitize.model import RecordId

MAX_CHARS = 2000
"""What somebody types on a telephone, many times over."""


class ComplaintOutcome(StrEnum):
    CORRECTED = "corrected"  # the owner was right, and it is mended or will be
    DECLINED = "declined"  # the paper is as it should be; the answer says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    id: str
    record_id: RecordId
    account: str
    said: str
    told_at: datetime
    outcome: ComplaintOutcome | None = None
    """None until somebody of the agency answered."""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
