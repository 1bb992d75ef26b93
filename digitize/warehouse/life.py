"""What became of a paper after it was issued: its states, the moves between them, and what a day makes of them.

Stored is what people said or confirmed. That a paper expired follows from the day and is never stored, so that nobody has to
say it and nothing is wrong the day after. A record of which nothing was said yet is as its days say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from digitize.errors import IllegalMove
from digitize.model import RecordId
from digitize.warehouse.validity import Basis, Standing, Validity


class LifeState(StrEnum):
    """What is stored of a paper."""

    VALID = "valid"  # nothing speaks against it but perhaps its days
    AMENDED = "amended"  # sửa đổi, bổ sung: in force together with what changed it
    CORRECTED = "corrected"  # đính chính: in force together with what corrected it
    SUPERSEDED = "superseded"  # another took its place: thay thế, cấp lại, cấp đổi
    REVOKED = "revoked"  # thu hồi, bãi bỏ, hủy bỏ


class LifeShown(StrEnum):
    """What a paper is on one day: the stored states, and what follows from its days."""

    VALID = "valid"
    AMENDED = "amended"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET = "not_yet"  # its first day is still to come
    UNKNOWN = "unknown"  # nothing certain says how long it is in force


MOVES: Mapping[LifeState, frozenset[LifeState]] = {
    LifeState.VALID: frozenset(
        {LifeState.AMENDED, LifeState.CORRECTED, LifeState.SUPERSEDED, LifeState.REVOKED}
    ),
    LifeState.AMENDED: frozenset({LifeState.SUPERSEDED, LifeState.REVOKED, LifeState.VALID}),
    LifeState.CORRECTED: frozenset(
        {LifeState.AMENDED, LifeState.SUPERSEDED, LifeState.REVOKED, LifeState.VALID}
    ),
    LifeState.SUPERSEDED: frozenset({LifeState.REVOKED, LifeState.VALID}),
    LifeState.REVOKED: frozenset({LifeState.VALID}),
}
"""The legal moves. Back to valid only by a person who says why: what was said before was wrong, or was taken back."""
_WEIGHT = {
    state: weight
    for weight, state in enumerate(
        (
            LifeState.VALID,
            LifeState.CORRECTED,
            LifeState.AMENDED,
            LifeState.SUPERSEDED,
            LifeState.REVOKED,
        )
    )
}
ENDED = frozenset({LifeShown.SUPERSEDED, LifeShown.REVOKED, LifeShown.EXPIRED, LifeShown.NOT_YET})
"""What may not be reused, whoever permits it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What was said of a record."""

    record_id: RecordId
    state: LifeState
    version: int
    """Rises with every change; what a compare-and-set compares. 0: nothing was said yet."""
    reason: str = ""
    """Why it was moved last, in the officer's words; empty where another paper says so (`paper_links.py`)."""
    set_by: str = ""
    set_at: datetime | None = None
    valid_until: date | None = None
    """The last day that a person said, where `is_said`."""
    is_said: bool = False
    """A person said how long it is in force: until `valid_until`, or without end where that is None."""

    def validity(self, found: Validity) -> Validity:
        """`found` by fields and law, or what a person said over it."""
        if not self.is_said:
            return found
        return Validity(
            valid_from=found.valid_from, valid_until=self.valid_until, basis=Basis.PERSON
        )


def unsaid(record_id: RecordId) -> Life:
    """Of a record of which nobody said anything."""
    return Life(record_id=record_id, state=LifeState.VALID, version=0)


def shown_on(state: LifeState, validity: Validity, day: date) -> LifeShown:
    """What people are told of a paper on this day; that it ended goes before that it was changed."""
    if _WEIGHT[state] >= _WEIGHT[LifeState.SUPERSEDED]:
        return LifeShown(state.value)
    standing = validity.on(day)
    if standing is Standing.EXPIRED:
        return LifeShown.EXPIRED
    if standing is Standing.NOT_YET:
        return LifeShown.NOT_YET
    if state is not LifeState.VALID:
        return LifeShown(state.value)
    return LifeShown.VALID if standing is Standing.IN_FORCE else LifeShown.UNKNOWN


def require_move(before: LifeState, after: LifeState) -> None:
    """Raises `IllegalMove`."""
    if after not in MOVES[before]:
        raise IllegalMove(f"a paper that is {before} cannot become {after}")


def heaviest(states: Iterable[LifeState]) -> LifeState:
    """What a paper is of which all of this is true: `revoked` before `superseded`, and so on; valid of nothing."""
    return max(states, key=_WEIGHT.__getitem__, default=LifeState.VALID)
