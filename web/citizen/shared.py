"""What all pages of a citizen work with and show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from web.records.desk import RecordDesk
from web.reuse.words import WORDS, procedure_words, state_of
from workers.agency_names import AgencyNames
from workers.reuse.own_records import OwnPaper

_NUMBER_KEYS = ("reference", "certificate_number", "serial_number", "licence_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDesk(RecordDesk):
    agencies: AgencyNames


def shared(desk: OwnDesk) -> dict[str, Any]:
    now, checklists = desk.services.clock(), desk.services.checklists
    return {
        "words": WORDS,
        "types": desk.services.types,
        "facts": paper_facts,
        "agency_name": desk.agencies.name,
        "state_of": lambda grant: state_of(grant, now),
        "procedure": lambda code: procedure_words(code, checklists),
    }


def paper_facts(paper: OwnPaper) -> tuple[str, date | None]:
    """Number and day of issue, as the paper says; empty and None where it does not."""
    fields = paper.record.fields
    number = next((fields[key] for key in _NUMBER_KEYS if key in fields), "")
    try:
        return number, date.fromisoformat(fields.get("issued_date", ""))
    except ValueError:
        return number, None
