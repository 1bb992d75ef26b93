"""What a paper is on a day: what people said, what its days say, and which goes before which."""

from datetime import date

import pytest

from digitize.errors import IllegalMove
from digitize.warehouse.life import (
    ENDED,
    MOVES,
    LifeShown,
    LifeState,
    heaviest,
    require_move,
    shown_on,
    unsaid,
)
from digitize.warehouse.validity import UNKNOWN, Basis, Validity

TODAY = date(2026, 11, 23)
IN_FORCE = Validity(valid_from=date(2026, 1, 1), valid_until=None, basis=Basis.PAPER)
PAST = Validity(valid_from=None, valid_until=date(2026, 11, 22), basis=Basis.PAPER)


def test_every_state_has_its_moves_and_none_leads_to_itself() -> None:
    assert set(MOVES) == set(LifeState)
    assert all(state not in after for state, after in MOVES.items())


def test_what_ended_comes_back_only_to_valid() -> None:
    assert MOVES[LifeState.REVOKED] == {LifeState.VALID}
    with pytest.raises(IllegalMove):
        require_move(LifeState.REVOKED, LifeState.SUPERSEDED)


@pytest.mark.parametrize(
    ("state", "validity", "shown"),
    [
        (LifeState.VALID, IN_FORCE, LifeShown.VALID),
        (LifeState.VALID, PAST, LifeShown.EXPIRED),
        (LifeState.VALID, UNKNOWN, LifeShown.UNKNOWN),
        (LifeState.AMENDED, IN_FORCE, LifeShown.AMENDED),
        (LifeState.AMENDED, PAST, LifeShown.EXPIRED),
        (LifeState.AMENDED, UNKNOWN, LifeShown.AMENDED),
        (LifeState.REVOKED, PAST, LifeShown.REVOKED),
        (LifeState.SUPERSEDED, IN_FORCE, LifeShown.SUPERSEDED),
    ],
)
def test_what_people_are_told(state: LifeState, validity: Validity, shown: LifeShown) -> None:
    assert shown_on(state, validity, TODAY) is shown


@pytest.mark.parametrize("state", [LifeState.REVOKED, LifeState.SUPERSEDED])
def test_what_ended_may_not_be_reused_however_long_it_was_to_last(state: LifeState) -> None:
    assert shown_on(state, IN_FORCE, TODAY) in ENDED
    assert shown_on(LifeState.VALID, PAST, TODAY) in ENDED


def test_expired_is_no_state_that_is_stored() -> None:
    assert "expired" not in set(LifeState)


def test_what_a_person_said_of_its_days_goes_before_what_is_read() -> None:
    life = unsaid(record_id=...)  # type: ignore[arg-type]
    assert life.validity(PAST) is PAST


def test_of_many_the_weightiest_counts() -> None:
    assert heaviest([LifeState.AMENDED, LifeState.REVOKED, LifeState.VALID]) is LifeState.REVOKED
    assert heaviest([]) is LifeState.VALID
