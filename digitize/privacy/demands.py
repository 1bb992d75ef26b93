"""What a person demands of what is held about them, and what was answered: registered always, done where the law lets an authority do it.

Records of authorities are kept for as long as the law says, whoever they are about (Luật Lưu trữ); so a demand to delete one
before its time is refused with that reason, and one to correct goes the way of a correction. Nothing is deleted by a demand itself.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from digitize.errors import ReasonMissing
from digitize.model import RecordId
from digitize.rows import Owner

MAX_WORDS = 2000


class DemandKind(StrEnum):
    DELETE = "delete"
    CORRECT = "correct"
    RESTRICT = "restrict"  # kept, and used no more than must be


class DemandOutcome(StrEnum):
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"  # the answer says by which rule


KINDS = {
    DemandKind.DELETE: "xóa",
    DemandKind.CORRECT: "sửa",
    DemandKind.RESTRICT: "hạn chế sử dụng",
}
OUTCOMES = {
    DemandOutcome.DONE: "đã làm",
    DemandOutcome.PARTLY: "đã làm một phần",
    DemandOutcome.REFUSED: "không làm được, có nêu căn cứ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    id: str
    agency: str
    kind: DemandKind
    owner: Owner
    record_id: RecordId | None
    words: str
    registered_by: str
    registered_at: datetime
    due_on: date
    outcome: DemandOutcome | None = None
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


def require_reason(words: str) -> None:
    """A demand and an answer say something. Raises `ReasonMissing`."""
    if not words.strip():
        raise ReasonMissing
