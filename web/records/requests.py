"""What is looked for, out of an address: strict for programs, and as a form sends it, where an empty input asks for nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from digitize.errors import RequestInvalid
from digitize.limits import MAX_PAGES_PER_SCAN
from digitize.searching import SearchFilters
from digitize.status import DocumentStatus
from web.api.values import Day
from workers.records.finding import Wanted

MOST_AT_ONCE = 200
_MOST_WORDS = 500
_MOST_VALUE = 200
_CODE = r"^[a-z][a-z0-9_]*$"
_PLAIN = r"^[^\x00-\x1f\x7f]*$"

WantedRecord = Annotated[str, Path(pattern=r"^r-[0-9a-f]{16}-p[0-9]{4,6}$", max_length=25)]
WantedDocument = Annotated[str, Path(pattern=r"^[0-9a-f]{16}-p[0-9]{4,6}$", max_length=23)]
PageNumber = Annotated[int, Query(ge=1, le=MAX_PAGES_PER_SCAN)]
Cursor = Annotated[str | None, Query(max_length=100)]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]


class RecordQuery(BaseModel):
    """What a program looks for; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[str, Field(max_length=_MOST_WORDS, pattern=_PLAIN)] = ""
    """All must be in the paper; signs and case do not matter, papers that have them as typed come first."""
    type: Annotated[
        list[Annotated[str, Field(pattern=_CODE, max_length=64)]], Field(max_length=20)
    ] = Field(default=[])
    agency: Annotated[str | None, Field(pattern=r"^[A-Z0-9.]{1,35}$", max_length=35)] = None
    """Of those that you may see papers of; of another nothing is found."""
    issued_from: Day | None = None
    issued_to: Day | None = None
    filed_from: Day | None = None
    filed_to: Day | None = None
    field: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}=[^\x00-\x1f\x7f]{1,200}$")]],
        Field(max_length=10),
    ] = Field(default=[])
    """`key=value`, the whole value; signs and case do not matter."""
    status: DocumentStatus = DocumentStatus.FILED
    """Papers that are not filed are listed by this alone."""
    cursor: Annotated[str | None, Field(max_length=100)] = None
    limit: Annotated[int, Field(ge=1, le=MOST_AT_ONCE)] = 50

    @property
    def wanted(self) -> Wanted:
        pairs = (said.split("=", 1) for said in self.field)
        filters = SearchFilters(
            type_codes=tuple(self.type),
            agency=self.agency,
            issued_from=self.issued_from,
            issued_to=self.issued_to,
            filed_from=self.filed_from,
            filed_to=self.filed_to,
            fields=tuple((key, value) for key, value in pairs),
        )
        return Wanted(words=self.words, filters=filters, status=self.status)


_Typed = Annotated[str, Query(max_length=_MOST_WORDS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """The inputs of the page as they were sent; the page shows them again."""

    words: str
    type: str
    status: str
    issued_from: str
    issued_to: str
    filed_from: str
    filed_to: str
    key: str
    value: str

    @property
    def is_narrowed(self) -> bool:
        """Does anything beside the words narrow what is found?"""
        days = (self.issued_from, self.issued_to, self.filed_from, self.filed_to)
        is_field = bool(self.key and self.value.strip())
        return bool(self.type or any(days) or is_field) or not self.is_filed

    @property
    def is_filed(self) -> bool:
        return self.status in {"", DocumentStatus.FILED}

    @property
    def wanted(self) -> Wanted:
        """Raises `RequestInvalid` for what no browser's input sends."""
        has_field = bool(self.key and self.value.strip())
        filters = SearchFilters(
            type_codes=(self.type,) if self.type else (),
            issued_from=_day(self.issued_from),
            issued_to=_day(self.issued_to),
            filed_from=_day(self.filed_from),
            filed_to=_day(self.filed_to),
            fields=((self.key, self.value.strip()),) if has_field else (),
        )
        return Wanted(words=self.words, filters=filters, status=_status(self.status))

    @property
    def said(self) -> Sequence[tuple[str, str]]:
        """What is not empty, for an address that asks the same."""
        names = self.__slots__
        return [(name, getattr(self, name)) for name in names if getattr(self, name)]


def search_form(
    words: _Typed = "",
    type: _Typed = "",  # noqa: A002 - the word that addresses use
    status: _Typed = "",
    issued_from: _Typed = "",
    issued_to: _Typed = "",
    filed_from: _Typed = "",
    filed_to: _Typed = "",
    key: _Typed = "",
    value: Annotated[str, Query(max_length=_MOST_VALUE)] = "",
) -> SearchForm:
    """A dependency of the search page."""
    return SearchForm(
        words=words,
        type=type,
        status=status,
        issued_from=issued_from,
        issued_to=issued_to,
        filed_from=filed_from,
        filed_to=filed_to,
        key=key,
        value=value,
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as fault:
        raise RequestInvalid("day") from fault


def _status(said: str) -> DocumentStatus:
    try:
        return DocumentStatus(said) if said else DocumentStatus.FILED
    except ValueError as fault:
        raise RequestInvalid("status") from fault
