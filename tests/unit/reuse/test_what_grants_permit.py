"""A grant permits one agency one use until a moment, and no grant is given that is for more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import GrantEnded, GrantForOtherUse, GrantTooLong, RequestInvalid
from digitize.model import RecordId
from digitize.reuse.grants import (
    Grant,
    GrantBasis,
    GrantId,
    GrantLimits,
    GrantPurpose,
    Use,
    require_giveable,
    require_use,
)
from digitize.rows import Owner, OwnerKind

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
GRANT = Grant(
    id=GrantId("g-1"),
    owner=Owner(kind=OwnerKind.CITIZEN, number="044203001234"),
    agency="H46.2",
    purpose=GrantPurpose.DOSSIER,
    procedure_code="1.000656",
    basis=GrantBasis.OWNER,
    reason="",
    given_by="hoa",
    given_at=NOW,
    valid_from=NOW,
    valid_until=NOW + timedelta(days=30),
    record_id=RecordId("r-0123456789abcdef-p0001"),
    dossier_code="H46.2-260302-0001",
)
LAW = replace(GRANT, basis=GrantBasis.LAW, reason="Điều 5 Luật Hộ tịch")
USE = Use(agency="H46.2", procedure_code="1.000656", dossier_code="H46.2-260302-0001")


def test_the_use_it_was_given_for_is_permitted_from_its_first_moment_to_its_last() -> None:
    for at in (NOW, GRANT.valid_until - timedelta(microseconds=1)):
        require_use(GRANT, USE, at=at)
    require_use(GRANT, replace(USE, procedure_code="1.000656.H46"), at=NOW)  # the same nation-wide


@pytest.mark.parametrize(
    "use",
    [
        replace(USE, agency="H46.3"),
        replace(USE, procedure_code="1.000657"),
        replace(USE, dossier_code="H46.2-260302-0002"),
    ],
    ids=["agency", "procedure", "dossier"],
)
def test_any_other_use_is_refused(use: Use) -> None:
    with pytest.raises(GrantForOtherUse):
        require_use(GRANT, use, at=NOW)


def test_before_after_and_withdrawn_it_permits_nothing() -> None:
    withdrawn = replace(GRANT, withdrawn_at=NOW)
    cases = ((GRANT, NOW - timedelta(seconds=1)), (GRANT, GRANT.valid_until), (withdrawn, NOW))
    for grant, at in cases:
        with pytest.raises(GrantEnded):
            require_use(grant, USE, at=at)


def test_to_verify_is_not_to_hand_over() -> None:
    assert GRANT.permits_hand_over
    assert not replace(GRANT, purpose=GrantPurpose.VERIFY).permits_hand_over


@pytest.mark.parametrize(
    "grant",
    [
        replace(GRANT, record_id=None),
        replace(GRANT, type_code="quyet_dinh"),
        replace(GRANT, procedure_code=""),
        replace(GRANT, agency=""),
        replace(GRANT, valid_until=NOW),
        replace(LAW, reason="  "),
        replace(LAW, dossier_code=""),
    ],
    ids=[
        "nothing",
        "two things",
        "no procedure",
        "no agency",
        "no time",
        "no reason",
        "no dossier",
    ],
)
def test_what_is_not_one_thing_for_one_use_is_not_given(grant: Grant) -> None:
    with pytest.raises(RequestInvalid):
        require_giveable(grant, GrantLimits())


@given(days=st.integers(1, 400))
def test_nobody_gives_longer_than_the_limit_of_the_basis(days: int) -> None:
    limits = GrantLimits(owner=timedelta(days=200), law=timedelta(days=40))
    for grant, longest in ((GRANT, 200), (LAW, 40)):
        asked = replace(grant, valid_until=NOW + timedelta(days=days))
        if days <= longest:
            require_giveable(asked, limits)
        else:
            with pytest.raises(GrantTooLong):
                require_giveable(asked, limits)
