"""What a checker's browser or program says, as JSON: unknown members, control signs and endless texts are refused."""

from enum import StrEnum
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from digitize import errors, limits
from web.api.values import NO_CONTROLS, WORDS, Whole, whole
from web.wording import clean_text

_MOST_FIELDS = 100  # the longest form has twenty
_MOST_REASON_CHARS = 200
_CODE = r"^[a-z][a-z0-9_]*$"

WantedDocument = Annotated[str, Path(pattern=r"^[0-9a-f]{16}-p[0-9]{4,6}$", max_length=23)]
DocumentName = Annotated[str, Field(pattern=r"^[0-9a-f]{16}-p[0-9]{4,6}$", max_length=23)]
TypeCode = Annotated[str, Field(pattern=_CODE, max_length=64)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Version = Whole
PageNumber = Annotated[int, Field(ge=1, le=limits.MAX_PAGES_PER_SCAN), BeforeValidator(whole)]
"""Of the scan, from 1."""


def _clean_value(text: str) -> str:
    """As typed, in pieces since a subject is longer than any name."""
    pieces = range(0, len(text), limits.MAX_NAME_CHARS)
    return "".join(clean_text(text[at : at + limits.MAX_NAME_CHARS]) for at in pieces)


Value = Annotated[
    str,
    Field(max_length=limits.MAX_FIELD_CHARS, pattern=NO_CONTROLS),
    AfterValidator(_clean_value),
]
Values = Annotated[
    dict[Key, Value],
    Field(max_length=_MOST_FIELDS, json_schema_extra={"additionalProperties": False}),
]


class RejectCode(StrEnum):
    NOT_OURS = errors.NotOurs.code
    DUPLICATE = errors.Duplicate.code
    SECRET_PAPER = errors.SecretPaper.code


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _OfVersion(_Said):
    version: Version
    """Of the document that was looked at; where it is another by now, nothing is done (409)."""


class FieldsSaid(_OfVersion):
    values: Values = Field(default={})
    """Key → text as typed, of the fields that were changed or confirmed; empty removes a field."""
    type_code: TypeCode | None = None
    as_printed: Annotated[list[Key], Field(max_length=_MOST_FIELDS)] = Field(default=[])
    """Keys whose value breaks its format on the paper itself."""


class DraftSaid(_OfVersion):
    values: Values
    type_code: TypeCode | None = None


class RejectSaid(_OfVersion):
    code: Annotated[RejectCode, Field(strict=False)]


class RescanSaid(_OfVersion):
    reason: Annotated[
        str,
        Field(min_length=1, max_length=_MOST_REASON_CHARS, pattern=WORDS),
        AfterValidator(clean_text),
    ]
    """For the counter: `bị mờ`."""
    pages: Annotated[list[PageNumber], Field(max_length=limits.MAX_PAGES_PER_SCAN)] = Field(
        default=[]
    )
    """None for the whole paper."""


class PageSaid(_OfVersion):
    page: PageNumber


class TurnSaid(PageSaid):
    degrees: Annotated[int, Field(ge=90, le=270, multiple_of=90), BeforeValidator(whole)]
    """Clockwise, from how the page is shown."""


class MergeSaid(_OfVersion):
    other: DocumentName
    """The document before or behind it in the same scan."""
