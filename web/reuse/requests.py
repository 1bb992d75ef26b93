"""What is asked of held papers, as JSON and as forms send it: unknown members, control signs and endless texts are refused."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import Form, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from digitize.limits import MAX_PAGES_PER_SCAN
from digitize.model import RecordId
from digitize.reuse.complaints import MAX_CHARS, ComplaintOutcome
from digitize.reuse.grants import GrantPurpose
from digitize.rows import Owner, OwnerKind
from digitize.text import squeeze
from web.api.values import NO_CONTROLS, WORDS, Day
from web.pages.times import VIETNAM
from workers.reuse.giving import Demand, Wish

_RECORD = r"^r-[0-9a-f]{16}-p[0-9]{4,6}$"
_TYPE = r"^[a-z][a-z0-9_]*$"
_DOSSIER = r"^[A-Z0-9][A-Z0-9.\-]{2,63}$"
_NO_DOSSIER = r"^([A-Z0-9][A-Z0-9.\-]{2,63})?$"
_PROCEDURE = r"^[0-9][0-9A-Z.]{2,63}$"
_AGENCY = r"^[A-Z0-9.]{1,35}$"
_COMPONENT = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]{0,64}$"
_NUMBER = r"^[0-9][0-9-]{8,13}$"
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
_TEXT = f"^[^{_CONTROLS}]*[^{_CONTROLS}\\s][^{_CONTROLS}]*$"
"""What somebody wrote to be read may have lines and tabs; other signs that are none are refused, and blanks alone."""
_REASON_CHARS = 500
_LEAST_REASON = 10


def _in_one_line(said: object) -> object:
    """A form's field of several lines, and whatever was pasted into it."""
    return squeeze(said) if isinstance(said, str) else said


WantedRecord = Annotated[str, Path(pattern=_RECORD, max_length=25)]
WantedGrant = Annotated[str, Path(pattern=r"^g-[0-9a-f]{32}$", max_length=34)]
WantedReceipt = Annotated[str, Path(pattern=r"^h-[0-9a-f]{32}$", max_length=34)]
WantedComplaint = Annotated[str, Path(pattern=r"^c-[0-9a-f]{32}$", max_length=34)]
WantedPage = Annotated[int, Path(ge=1, le=MAX_PAGES_PER_SCAN)]
Cursor = Annotated[str | None, Query(max_length=100)]
Limit = Annotated[int, Query(ge=1, le=200)]
AnyType = Annotated[str, Query(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=64)]
Dossier = Annotated[str, Query(pattern=_NO_DOSSIER, max_length=64)]

MOST_AT_ONCE = 30
"""Papers that an owner permits in one step: as many as a page offers."""
_Record = Annotated[str, Field(pattern=_RECORD, max_length=25)]
RecordsForm = Annotated[list[_Record], Form(min_length=1, max_length=MOST_AT_ONCE)]
DossierForm = Annotated[str, Form(pattern=_DOSSIER, max_length=64)]
NoDossierForm = Annotated[str, Form(pattern=_NO_DOSSIER, max_length=64)]
ProcedureForm = Annotated[str, Form(pattern=_PROCEDURE, max_length=64)]
TypeForm = Annotated[str, Form(pattern=_TYPE, max_length=64)]
NumberForm = Annotated[str, Form(pattern=_NUMBER, max_length=14)]
ReasonForm = Annotated[
    str,
    BeforeValidator(_in_one_line),
    Form(pattern=WORDS, min_length=_LEAST_REASON, max_length=_REASON_CHARS),
]
ComponentForm = Annotated[str, Form(pattern=_COMPONENT, max_length=64)]
AgencyForm = Annotated[str, Form(pattern=_AGENCY, max_length=35)]
AnswerForm = Annotated[str, Form(alias="answer", pattern=_TEXT, min_length=1, max_length=MAX_CHARS)]
TextForm = Annotated[str, Form(pattern=_TEXT, min_length=1, max_length=MAX_CHARS)]


class _Said(BaseModel):
    # Not strict: JSON has neither enumerations nor days.
    model_config = ConfigDict(extra="forbid")


class DemandSaid(_Said):
    """One paper of one owner, for one dossier, by law."""

    owner_kind: OwnerKind = OwnerKind.CITIZEN
    owner_number: Annotated[str, Field(pattern=_NUMBER, max_length=14)]
    type: Annotated[str, Field(pattern=_TYPE, max_length=64)]
    procedure: Annotated[str, Field(pattern=_PROCEDURE, max_length=64)]
    dossier: Annotated[str, Field(pattern=_DOSSIER, max_length=64)]
    reason: Annotated[str, Field(pattern=WORDS, min_length=_LEAST_REASON, max_length=_REASON_CHARS)]
    """Which provision, and why the paper is needed; the owner reads it."""
    purpose: GrantPurpose = GrantPurpose.DOSSIER

    @property
    def demand(self) -> Demand:
        return Demand(
            owner=Owner(kind=self.owner_kind, number=self.owner_number),
            type_code=self.type,
            procedure_code=self.procedure,
            dossier_code=self.dossier,
            reason=self.reason,
            purpose=self.purpose,
        )


class UseSaid(_Said):
    procedure: Annotated[str, Field(pattern=_PROCEDURE, max_length=64)]
    dossier: Annotated[str, Field(pattern=_DOSSIER, max_length=64)]


class HandOverSaid(_Said):
    component: Annotated[str, Field(pattern=_COMPONENT, max_length=64)] = ""
    """Code of the checklist item; left out where the procedure's checklist says it."""


class WishSaid(_Said):
    """What an owner permits: one paper, or those of a type, to one agency."""

    record: Annotated[str, Field(pattern=_RECORD, max_length=25)] | None = None
    type: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=64)] = ""
    agency: Annotated[str, Field(pattern=_AGENCY, max_length=35)]
    purpose: GrantPurpose = GrantPurpose.DOSSIER
    procedure: Annotated[str, Field(pattern=_PROCEDURE, max_length=64)]
    dossier: Annotated[str, Field(pattern=_NO_DOSSIER, max_length=64)] = ""
    until: Day
    """The last day, in Vietnam."""
    reason: Annotated[str, Field(pattern=NO_CONTROLS, max_length=_REASON_CHARS)] = ""

    @property
    def wish(self) -> Wish:
        return Wish(
            agency=self.agency,
            purpose=self.purpose,
            procedure_code=self.procedure,
            valid_until=end_of(self.until),
            record_id=RecordId(self.record) if self.record else None,
            type_code=self.type,
            dossier_code=self.dossier,
            reason=self.reason,
        )


class WishesSaid(_Said):
    """What an owner permits of several papers at once, to one agency for one procedure; each is a grant of its own."""

    records: Annotated[list[_Record], Field(min_length=1, max_length=MOST_AT_ONCE)]
    agency: Annotated[str, Field(pattern=_AGENCY, max_length=35)]
    purpose: GrantPurpose = GrantPurpose.DOSSIER
    procedure: Annotated[str, Field(pattern=_PROCEDURE, max_length=64)]
    dossier: Annotated[str, Field(pattern=_NO_DOSSIER, max_length=64)] = ""
    until: Day
    """The last day, in Vietnam."""
    reason: Annotated[str, Field(pattern=NO_CONTROLS, max_length=_REASON_CHARS)] = ""

    @property
    def wish(self) -> Wish:
        """Of no paper yet."""
        return Wish(
            agency=self.agency,
            purpose=self.purpose,
            procedure_code=self.procedure,
            valid_until=end_of(self.until),
            dossier_code=self.dossier,
            reason=self.reason,
        )


class ComplaintSaid(_Said):
    said: Annotated[str, Field(pattern=_TEXT, min_length=1, max_length=MAX_CHARS)]


class ComplaintAnswerSaid(_Said):
    outcome: ComplaintOutcome
    answer: Annotated[str, Field(pattern=_TEXT, min_length=1, max_length=MAX_CHARS)]


def end_of(day: date) -> datetime:
    """The first moment of the next day in Vietnam; the last day of the calendar has none behind it."""
    last = min(day, date.max - timedelta(days=2))
    return datetime(last.year, last.month, last.day, tzinfo=VIETNAM) + timedelta(days=1)
