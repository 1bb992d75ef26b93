"""Whose records are: all numbers of a person, and the records that belong to any of them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    insert,
    literal,
    or_,
    select,
    union,
    union_all,
)

from digitize.model import RecordId
from digitize.rows import Owner, OwnerKind
from digitize.warehouse.numbers import newer_agency_code
from storage.schema import linked_numbers, record_owners, records


def numbers_of(connection: Connection, owner: Owner) -> Sequence[Owner]:
    """Every number of the person or organisation, the asked one first; just that where none is linked to it.

    Agency codes are kept with their levels from the left, and found by either form.
    """
    kept = newer_agency_code(owner.number)
    linked = connection.execute(_LINKED, {"kind": owner.kind, "number": kept}).scalars()
    others = dict.fromkeys([kept, *linked])
    others.pop(owner.number, None)
    return [owner, *(Owner(kind=owner.kind, number=number) for number in others)]


def belongs_to(owner: Owner) -> ColumnElement[bool]:
    """For queries on `records`: whether a row belongs to the person, under whichever number and as whichever of its owners.

    Two indexed look-ups whose results the rows are found by; never a walk over all records. Of an older version nothing is said:
    who was named there by mistake owns nothing by it.
    """
    first, whole = records.alias(), records.alias()
    numbers = numbers_linked_to(owner)
    of_first = select(first.c.id).where(
        first.c.owner_kind == owner.kind, first.c.owner_number.in_(numbers), first.c.is_current
    )
    of_further = (
        select(record_owners.c.record_id)
        .join(
            whole,
            (whole.c.id == record_owners.c.record_id)
            & (whole.c.version == record_owners.c.version),
        )
        .where(
            record_owners.c.owner_kind == owner.kind,
            record_owners.c.owner_number.in_(numbers),
            whole.c.is_current,
        )
    )
    # By the id alone: SQLite walks over all records for a pair of columns.
    found = records.c.id.in_(union_all(of_first, of_further))
    return and_(records.c.is_current, found)


def is_behind(
    at: ColumnElement[datetime], row_id: ColumnElement[str], place: tuple[datetime, str]
) -> ColumnElement[bool]:
    """Behind the last row of a page, where a list goes by time and id."""
    moment, last = place
    return or_(at > moment, and_(at == moment, row_id > last))


def owners_in(row: Row[tuple[object, ...]]) -> tuple[Owner | None, tuple[Owner, ...]]:
    """The first owner and the others, of a row of `records`."""
    if row.owner_kind is None:
        return None, ()
    first = Owner(
        kind=OwnerKind(row.owner_kind), number=row.owner_number, name=row.owner_name or ""
    )
    return first, tuple(_further(json.loads(row.further_owners)))


def _further(said: Sequence[Sequence[str]]) -> Iterator[Owner]:
    for kind, number, name in said:
        yield Owner(kind=OwnerKind(kind), number=number, name=name)


def owner_columns(owner: Owner | None, further: Sequence[Owner]) -> dict[str, object]:
    """The same as values of the row."""
    return {
        "owner_kind": None if owner is None else owner.kind,
        "owner_number": None if owner is None else owner.number,
        "owner_name": None if owner is None else owner.name,
        "further_owners": json.dumps(
            [[one.kind, one.number, one.name] for one in further], ensure_ascii=False
        ),
    }


def note_further(
    connection: Connection, record_id: RecordId, version: int, further: Sequence[Owner]
) -> None:
    """A version of a record is found by these owners too."""
    if further:
        connection.execute(
            insert(record_owners),
            [
                {
                    "record_id": record_id,
                    "version": version,
                    "position": position,
                    "owner_kind": one.kind,
                    "owner_number": one.number,
                }
                for position, one in enumerate(further, 1)
            ],
        )


def numbers_linked_to(owner: Owner) -> Select[tuple[str]]:
    """For queries on any table with numbers of owners: the asked one and all that are linked to it."""
    asked, other = linked_numbers.alias(), linked_numbers.alias()
    kept = newer_agency_code(owner.number)
    linked = (
        select(other.c.number)
        .select_from(asked.join(other, other.c.person == asked.c.person))
        .where(asked.c.owner_kind == OwnerKind(owner.kind), asked.c.number == kept)
    )
    own = [select(literal(number).label("number")) for number in {owner.number, kept}]
    every = union(*own, linked).subquery()
    return select(every.c.number)


_asked, _other = linked_numbers.alias(), linked_numbers.alias()
_LINKED = (
    select(_other.c.number)
    .select_from(_asked.join(_other, _other.c.person == _asked.c.person))
    .where(
        _asked.c.owner_kind == bindparam("kind"),
        _asked.c.number == bindparam("number"),
        _other.c.number != _asked.c.number,
    )
    .order_by(_other.c.number)
)
