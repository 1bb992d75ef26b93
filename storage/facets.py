"""What a record is filtered by, as terms of the search index: type, agencies, owner, days, fields.

A filter is so one more term that a hit must have, and costs what a word costs. A day is kept with its month, year and decade, so
that a range of days is a choice among some tens of terms: whole decades in its middle, single days at its ends.
"""

import calendar
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone

from digitize.rows import Owner
from digitize.searching import SearchFilters
from storage.folding import fold

ISSUED_FIELD = "issued_date"
"""Key of the field with the day of issue, ISO 8601."""
_VIETNAM_TIME = timezone(timedelta(hours=7))
_EARLIEST, _LATEST = date(1900, 1, 1), date(2099, 12, 31)
"""A range without an end goes this far."""
_PLAIN = re.compile(r"[^a-z0-9.-]")
_LONGEST_VALUE = 100


def facets(
    *,
    type_code: str,
    agencies: Iterable[str],
    owner: Owner | None,
    further_owners: Iterable[Owner] = (),
    fields: Mapping[str, str],
    filed_at: datetime,
) -> str:
    """The facets of a record, a blank between them."""
    found = [_term("type", type_code), *(_term("agency", agency) for agency in agencies)]
    if owner is not None:
        found += (_owner(one) for one in (owner, *further_owners))
    if issued := _day(fields.get(ISSUED_FIELD, "")):
        found += (_term("issued", span) for span in _spans_of(issued))
    filed = filed_at.astimezone(_VIETNAM_TIME).date()
    found += (_term("filed", span) for span in _spans_of(filed))
    found += (_field(key, value) for key, value in fields.items())
    return " ".join(dict.fromkeys(found))


def wanted_facets(
    filters: SearchFilters, *, numbers: Iterable[Owner] = ()
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What a record must have, and the choices of which it must have one; `numbers` are all those of the wanted owner."""
    every = [_field(key, value) for key, value in filters.fields]
    if filters.agency is not None:
        every.append(_term("agency", filters.agency))
    choices = [tuple(_term("type", code) for code in filters.type_codes)]
    if filters.owner is not None:
        choices.append(tuple(_owner(one) for one in numbers) or (_owner(filters.owner),))
    for kind, first, last in (
        ("issued", filters.issued_from, filters.issued_to),
        ("filed", filters.filed_from, filters.filed_to),
    ):
        if first is not None or last is not None:
            choices.append(_range(kind, first or _EARLIEST, last or _LATEST))
    return tuple(every), tuple(choice for choice in choices if choice)


def _range(kind: str, first: date, last: date) -> tuple[str, ...]:
    """One of the spans that make up the range; of an empty range a span that no record has."""
    spans = tuple(_spans_between(max(first, _EARLIEST), min(last, _LATEST)))
    return tuple(_term(kind, span) for span in spans or ("never",))


def _spans_of(day: date) -> tuple[str, ...]:
    said = day.isoformat()
    return said, said[:7], said[:4], said[:3]


def _spans_between(first: date, last: date) -> Iterator[str]:
    day = first
    while day <= last:
        span, end = next(
            (span, end) for span, end in _from(day) if end <= last
        )  # a day ends with itself
        yield span
        if end == date.max:
            return
        day = end + timedelta(days=1)


def _from(day: date) -> Iterator[tuple[str, date]]:
    """The spans that begin with a day, the longest first, with their last days."""
    said = day.isoformat()
    if day.month == day.day == 1:
        if day.year % 10 == 0:
            yield said[:3], date(day.year + 9, 12, 31)
        yield said[:4], date(day.year, 12, 31)
    if day.day == 1:
        yield said[:7], day.replace(day=calendar.monthrange(day.year, day.month)[1])
    yield said, day


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _owner(owner: Owner) -> str:
    return _term("owner", f"{owner.kind}.{owner.number}")


def _field(key: str, value: str) -> str:
    return _term(f"field.{_escaped(key)}", " ".join(fold(value).split()))


def _term(kind: str, value: str) -> str:
    return f"@{kind}={_escaped(value)}"


def _escaped(value: str) -> str:
    """No two values alike, whatever an index does to capitals and blanks; of a long one its hash."""
    if len(value) > _LONGEST_VALUE:
        value = hashlib.sha256(value.encode()).hexdigest()
    return _PLAIN.sub(lambda found: "".join(f"_{byte:02x}" for byte in found[0].encode()), value)
