"""Papers filed in a period as the facts that indicators count, streamed in the order of filing.

A paper that came twice counts for the agency that brought it first, so that agencies add up to the house.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from digitize.doctype import ValueKind
from digitize.indicators.extracted import Extracted, FiledField, extracted
from digitize.indicators.facts import PaperFacts
from digitize.indicators.periods import Period, day_in_vietnam
from digitize.reasons import ReasonCode
from storage.indicator_rows import ROWS_AT_ONCE
from storage.schema import batches, documents, lives, number_link_steps, records, scans, utc_text

FIRST_VERSION = 1
"""A changed record is no new paper."""
_UPLOAD = "upload"
_STATION = "station"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRules:
    kind_of: Callable[[str, str], ValueKind | None]
    """Type and field key → kind of the field's value."""
    commune_of: Callable[[str, str], str] = lambda _agency, _counter: ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlace:
    """Where a list of papers goes on: behind this one."""

    at: datetime
    record_id: str


def paper_facts(
    connection: Connection,
    period: Period,
    *,
    agency: str,
    rules: PaperRules,
    after: PaperPlace | None = None,
) -> Iterator[tuple[PaperPlace, PaperFacts]]:
    """By time of filing; an empty `agency` is all of them."""
    query = _PAPERS.where(_filed(period, agency)).order_by(records.c.filed_at, records.c.id)
    if after is not None:
        at = records.c.filed_at
        query = query.where(
            or_(at > after.at, and_(at == after.at, records.c.id > after.record_id))
        )
    with connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        for row in rows:
            yield PaperPlace(at=row.filed_at, record_id=row.id), _facts(row, rules)


def fingerprint(connection: Connection, period: Period) -> tuple[int, str]:
    """Changes whenever a paper is filed in the period, by the index alone; what was filed does not change any more."""
    within = and_(records.c.filed_at >= period.begins_at, records.c.filed_at < period.ends_at)
    query = select(func.count(), func.max(records.c.filed_at)).where(within)
    count, newest = connection.execute(query).one()
    return int(count), utc_text(newest) if newest else ""


def said_of_older(connection: Connection) -> tuple[int, int, int]:
    """How much was said of papers after they were filed: steps of lives, of linked numbers, further versions. It only rises.

    Any of it may change a month that is long over: a revoked paper was not held, another's number was the owner's.
    """
    later = select(func.count()).where(records.c.version > FIRST_VERSION)
    counted = (select(func.count()).select_from(lives), _LINK_STEPS, later)
    steps, linked, versions = (connection.execute(query).scalar_one() for query in counted)
    return int(steps), int(linked), int(versions)


_LINK_STEPS = select(func.count()).select_from(number_link_steps)


def _filed(period: Period, agency: str) -> ColumnElement[bool]:
    within = and_(
        records.c.filed_at >= period.begins_at,
        records.c.filed_at < period.ends_at,
        records.c.version == FIRST_VERSION,
    )
    return and_(within, batches.c.agency == agency) if agency else within


def _facts(row: Row[Any], rules: PaperRules) -> PaperFacts:
    counter = row.station if row.channel == _STATION else ""
    description = json.loads(row.description) if row.description else {"fields": [], "reasons": []}
    fields = _extracted(description, row.type_code, rules)
    return PaperFacts(
        key=row.id,
        filed_on=day_in_vietnam(row.filed_at),
        agency=row.agency,
        commune=rules.commune_of(row.agency, counter),
        procedure=row.procedure_code,
        counter=counter,
        officer=row.station if row.channel == _UPLOAD else "",
        has_valid_signature=_is_signed(row, description),
        fields_extracted=fields.found,
        fields_unchanged=fields.unchanged,
        characters_sampled=fields.characters,
        characters_right=fields.right,
        seconds_to_filing=max(0, round((row.filed_at - row.received_at).total_seconds())),
    )


def _extracted(description: Mapping[str, Any], type_code: str, rules: PaperRules) -> Extracted:
    """A description that has reasons was looked at by a person before it was filed."""
    fields = [
        FiledField(key=one["key"], value=one["value"], raw=one["raw"], how=one["how"])
        for one in description["fields"]
    ]
    return extracted(
        fields,
        lambda key: rules.kind_of(type_code, key),
        was_looked_at=bool(description["reasons"]),
    )


def _is_signed(row: Row[Any], description: Mapping[str, Any]) -> bool:
    """What was sealed here was verified after it was written; what arrived signed has a reason where that did not hold."""
    reasons = {one["code"] for one in description["reasons"]}
    return row.sealed_sha256 is not None and ReasonCode.SIGNATURE_BROKEN not in reasons


_PAPERS: Select[Any] = (
    select(
        records.c.id,
        records.c.filed_at,
        records.c.type_code,
        documents.c.description,
        documents.c.sealed_sha256,
        scans.c.received_at,
        batches.c.agency,
        batches.c.procedure_code,
        batches.c.station,
        batches.c.channel,
    )
    .join_from(records, documents, documents.c.id == records.c.document_id)
    .join(scans, scans.c.id == documents.c.scan_id)
    .join(batches, batches.c.id == scans.c.batch_id)
)
