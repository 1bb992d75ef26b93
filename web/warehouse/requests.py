"""What is said of owners and numbers, as strict as its schema."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from digitize.limits import MAX_NAME_CHARS
from digitize.rows import LinkState, Owner, OwnerKind
from digitize.warehouse.owners import MAX_OWNERS
from web.api.values import NO_CONTROLS, WORDS, Whole
from web.records.requests import Cursor, Limit, WantedRecord
from web.wording import clean_text
from workers.warehouse.linking import sound_number

NUMBER = r"^[A-Za-z0-9. -]{3,35}$"
_LINK = r"^[0-9a-f]{24}$"

WantedLink = Annotated[str, Path(alias="pair", pattern=_LINK, max_length=24)]
LinkStateQuery = Annotated[LinkState, Query()]
Number = Annotated[str, Field(pattern=NUMBER, min_length=3, max_length=35)]
Name = Annotated[
    str, Field(max_length=MAX_NAME_CHARS, pattern=NO_CONTROLS), AfterValidator(clean_text)
]
Reason = Annotated[
    str, Field(max_length=MAX_NAME_CHARS, pattern=NO_CONTROLS), AfterValidator(clean_text)
]
_Given = Annotated[
    str,
    Field(min_length=1, max_length=MAX_NAME_CHARS, pattern=WORDS),
    AfterValidator(clean_text),
]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NumberSaid(_Said):
    kind: Annotated[OwnerKind, Field(strict=False)]
    number: Number

    @property
    def owner(self) -> Owner:
        return Owner(kind=self.kind, number=sound_number(self.kind, self.number))


class OwnerSaid(NumberSaid):
    name: Name = ""

    @property
    def owner(self) -> Owner:
        number = sound_number(self.kind, self.number)
        return Owner(kind=self.kind, number=number, name=self.name)


class OwnersSaid(_Said):
    version: Whole
    """Of the record that was looked at; where it is another by now, nothing is done (409)."""
    owners: Annotated[list[OwnerSaid], Field(max_length=MAX_OWNERS)]
    """All owners, the first one first; none: a paper of the agency itself, of no owner's warehouse."""


class LinkSaid(_Said):
    kind: Annotated[OwnerKind, Field(strict=False)]
    one: Number
    other: Number
    reason: _Given
    """Why an officer knows that both are one owner's."""
    record: Annotated[str, Field(pattern=r"^r-[0-9a-f]{16}-p[0-9]{4,6}$", max_length=25)] | None = (
        None
    )
    """The paper that says both, where one does."""


class StepSaid(_Said):
    version: Whole
    state: Annotated[LinkState, Field(strict=False)]
    """`linked`, `refused` or `unlinked`."""
    reason: Reason = ""
    """Needed to unlink."""


__all__ = [
    "NUMBER",
    "Cursor",
    "Limit",
    "LinkSaid",
    "LinkStateQuery",
    "NumberSaid",
    "OwnerSaid",
    "OwnersSaid",
    "StepSaid",
    "WantedLink",
    "WantedRecord",
]
