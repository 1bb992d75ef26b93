"""The questions behind indicators: dossiers, their components and results, and what the warehouse held of their owners before they came.

All go through the same index in the same order (agency, day, code), so that their rows can be read side by side.
"""

from typing import Any

from sqlalchemy import Select, Table, func, select

from storage.schema import (
    batches,
    dossier_components,
    dossier_results,
    dossiers,
    linked_numbers,
    lives,
    record_owners,
    records,
)

_UPLOAD = "upload"
"""The channel whose giver is an account, a person."""
_OFFICER = (
    select(func.max(batches.c.station))
    .where(
        batches.c.dossier_code == dossiers.c.code,
        batches.c.agency == dossiers.c.agency,
        batches.c.channel == _UPLOAD,
    )
    .scalar_subquery()
)
DOSSIERS = select(
    dossiers.c.agency,
    dossiers.c.code,
    dossiers.c.received_day,
    dossiers.c.procedure_code,
    dossiers.c.counter,
    dossiers.c.way,
    dossiers.c.due_at,
    dossiers.c.decided_at,
    dossiers.c.returned_at,
    dossiers.c.says_digitised,
    dossiers.c.is_account_verified,
    dossiers.c.databases,
    dossiers.c.owner_kind,
    _OFFICER.label("officer"),
)
COMPONENTS = select(
    dossiers.c.code.label("dossier"),
    dossier_components.c.code,
    dossier_components.c.is_mandatory,
    dossier_components.c.digitisation,
    dossier_components.c.reuse,
    dossier_components.c.is_from_store,
    dossier_components.c.files,
    dossier_components.c.copy_kind,
    dossier_components.c.record_id,
).join_from(
    dossiers,
    dossier_components,
    (dossier_components.c.agency == dossiers.c.agency)
    & (dossier_components.c.dossier_code == dossiers.c.code),
)
_OF_LIFE = (lives.c.state, lives.c.is_said, lives.c.valid_until)
RESULTS = (
    select(
        dossiers.c.code.label("dossier"),
        dossier_results.c.link,
        dossier_results.c.valid_until.label("said_until"),
        dossier_results.c.record_id,
        records.c.type_code,
        records.c.fields,
        *_OF_LIFE,
    )
    .join_from(
        dossiers,
        dossier_results,
        (dossier_results.c.agency == dossiers.c.agency)
        & (dossier_results.c.dossier_code == dossiers.c.code),
    )
    .outerjoin(records, (records.c.id == dossier_results.c.record_id) & records.c.is_current)
    .outerjoin(lives, (lives.c.record_id == dossier_results.c.record_id) & lives.c.is_current)
)
_OF_HELD = (
    dossiers.c.code.label("dossier"),
    records.c.type_code,
    records.c.fields,
    *_OF_LIFE,
)
_OF_SAME_LIFE = (lives.c.record_id == records.c.id) & lives.c.is_current
_first, _said, _other = records.alias(), linked_numbers.alias(), linked_numbers.alias()


def _held_by(owners: Table, *, is_linked: bool) -> Select[Any]:
    """Records that are the dossiers' owners' now, by this or by a linked number, and were filed the first time before the dossier came."""
    query = select(*_OF_HELD).select_from(dossiers)
    kind, number = dossiers.c.owner_kind, dossiers.c.owner_number
    if is_linked:
        query = query.join(_said, (_said.c.owner_kind == kind) & (_said.c.number == number))
        query = query.join(
            _other, (_other.c.person == _said.c.person) & (_other.c.number != _said.c.number)
        )
        kind, number = _other.c.owner_kind, _other.c.number
    query = query.join(owners, (owners.c.owner_kind == kind) & (owners.c.owner_number == number))
    if owners is record_owners:
        its_version = records.c.version == record_owners.c.version
        query = query.join(records, (records.c.id == record_owners.c.record_id) & its_version)
    return (
        query.join(_first, (_first.c.id == records.c.id) & (_first.c.version == 1))
        .outerjoin(lives, _OF_SAME_LIFE)
        .where(records.c.is_current, _first.c.filed_at < dossiers.c.received_at)
    )


HELD = tuple(
    _held_by(owners, is_linked=is_linked)
    for owners in (records, record_owners)
    for is_linked in (False, True)
)
