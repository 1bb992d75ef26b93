"""All that is held about one person, for that person: gathered by number, told in the ledger and to the person like any look.

The number is asked for and never kept, said or named: the report has an id of its own, and its ledger entry has that and counts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from digitize.access import Right, Viewer
from digitize.errors import BadOwner
from digitize.extract.ids import parse_enterprise_code, parse_personal_id
from digitize.model import RecordId
from digitize.privacy.masking import masked_number
from digitize.privacy.sensitive import HIDDEN
from digitize.rows import Owner, OwnerKind
from storage import ledger
from storage.owner_rows import numbers_of
from storage.person_rows import Held, held_about
from storage.record_reads import note_reads
from workers.services import Services

TOLD = "person.told"
"""The ledger's event, of the report."""
PART = "person"
"""What such a look at a record was for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReport:
    id: str
    made_at: datetime
    numbers: tuple[str, ...]
    """All that are the person's, masked; whoever asked knows the one."""
    held: tuple[Held, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        return {one.name: len(one.rows) for one in self.held}


def owner_asked(number: str) -> Owner:
    """A personal id or an enterprise code as somebody typed it. Raises `BadOwner`, which does not repeat it."""
    plain = number.strip()
    if found := parse_personal_id(plain):
        return Owner(kind=OwnerKind.CITIZEN, number=found)
    if found := parse_enterprise_code(plain):
        return Owner(kind=OwnerKind.ORGANISATION, number=found)
    raise BadOwner("number")


def report_about(services: Services, viewer: Viewer, owner: Owner) -> PersonReport:
    """For somebody of an agency, of what that agency has. Raises `NotAllowed`."""
    viewer.require(Right.TELL_PERSON)
    return _made(services, owner, viewer=viewer, actor=viewer.account)


def report_about_oneself(services: Services, viewer: Viewer) -> PersonReport:
    """Everything, whichever agency has it. Raises `NotAllowed`, also for somebody who is nobody's owner."""
    viewer.require(Right.OWN_RECORDS)
    if viewer.owner is None:
        raise BadOwner("no owner")
    return _made(services, viewer.owner, viewer=viewer, actor=viewer.account)


def report_of_house(services: Services, owner: Owner) -> PersonReport:
    """Everything, at the machine itself."""
    return _made(services, owner, viewer=None, actor=services.settings.officer)


def _made(services: Services, owner: Owner, *, viewer: Viewer | None, actor: str) -> PersonReport:
    at = services.clock()
    with services.database.reading() as connection:
        numbers = numbers_of(connection, owner)
        held = tuple(_readable(one) for one in held_about(connection, numbers, viewer=viewer))
    if viewer is not None and viewer.owner is None:
        held = tuple(_without_sensitive(services, one) for one in held)
    report = PersonReport(
        id=uuid4().hex,
        made_at=at,
        numbers=tuple(masked_number(one.number) for one in numbers),
        held=held,
    )
    _note(services, report, actor=actor)
    return report


def _note(services: Services, report: PersonReport, *, actor: str) -> None:
    shown = {row["id"] for one in report.held if one.name == "records" for row in one.rows}
    record_ids = [RecordId(record_id) for record_id in sorted(shown)]
    note_reads(services.database, record_ids, purpose=PART, actor=actor, at=report.made_at)
    data = {"rows": dict(report.counts)}
    with services.database.writing() as connection:
        ledger.append(connection, TOLD, report.id, data=data, at=report.made_at, actor=actor)


def _without_sensitive(services: Services, held: Held) -> Held:
    """An officer learns that such a paper is there; what it says is behind the question what for, as everywhere."""
    if held.name != "records":
        return held
    rules = services.sensitive
    return Held(
        name=held.name,
        rows=tuple(
            {
                **row,
                "fields": {
                    key: HIDDEN if row["type_code"] in rules.types or key in rules.fields else value
                    for key, value in row["fields"].items()
                },
            }
            for row in held.rows
        ),
    )


_JSON = {"records": "fields"}
"""Columns that are kept as JSON, by table."""


def _readable(held: Held) -> Held:
    """What is kept as JSON as what it says; moments as ISO text."""
    kept_as_json = _JSON.get(held.name)
    rows = tuple(
        {name: _value(value, is_json=name == kept_as_json) for name, value in row.items()}
        for row in held.rows
    )
    return Held(name=held.name, rows=rows)


def _value(value: Any, *, is_json: bool) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if is_json else value
