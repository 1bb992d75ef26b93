"""What a station or a person says of a batch, as JSON into rows; unknown or malformed fields are refused before anything is done."""

import hashlib
import re
from typing import Annotated

from fastapi import Request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
)

from digitize import limits
from digitize.access import Role, Viewer
from digitize.errors import RequestInvalid, TooManyBytes
from digitize.model import BatchId
from digitize.ports import Clock
from digitize.rows import Batch, ExpectedFile, Owner, OwnerKind
from web.api.values import NO_CONTROLS, whole
from web.stations.pushers import is_station
from web.wording import clean_text

_KEY = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
_MAX_NUMBER = 2**53  # what every JSON reader agrees on

_PLAIN: dict[str, JsonValue] = {"pattern": NO_CONTROLS, "maxLength": limits.MAX_NAME_CHARS}
"""What `clean_text` takes, for the API's description."""
Text = Annotated[str, Field(json_schema_extra=_PLAIN), AfterValidator(clean_text)]
Name = Annotated[str, Field(min_length=1, json_schema_extra=_PLAIN), AfterValidator(clean_text)]
Code = Annotated[
    str,
    Field(max_length=100, json_schema_extra={"pattern": NO_CONTROLS}),
    AfterValidator(clean_text),
]
Count = Annotated[int, Field(ge=0, le=_MAX_NUMBER), BeforeValidator(whole)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OwnerSaid(_Said):
    kind: OwnerKind
    number: Annotated[
        str,
        Field(min_length=1, max_length=64, json_schema_extra={"pattern": NO_CONTROLS}),
        AfterValidator(clean_text),
    ]
    name: Text = ""


class FileSaid(_Said):
    name: Name
    size_bytes: Count | None = None
    sha256: Sha256 | None = None
    page_count: Count | None = None
    component: Code = ""
    type_code: Code = ""
    noted_pages: list[
        Annotated[int, Field(ge=1, le=limits.MAX_PAGES_PER_SCAN), BeforeValidator(whole)]
    ] = Field(default=[], max_length=limits.MAX_PAGES_PER_SCAN)


class BatchSaid(_Said):
    dossier_code: Code = ""
    procedure_code: Code = ""
    owner: OwnerSaid | None = None
    files: list[FileSaid] = Field(default=[], max_length=limits.MAX_FILES_PER_BATCH)


async def batch_said(request: Request) -> BatchSaid:
    """The body of a request. Raises `RequestInvalid` naming the fields at fault, never their values, or `TooManyBytes`."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limits.MAX_REQUEST_BYTES:
            raise TooManyBytes(f"over {limits.MAX_REQUEST_BYTES} bytes of JSON")
    try:
        return BatchSaid.model_validate_json(bytes(body))
    except ValidationError as fault:
        raise RequestInvalid(_faults(fault)) from None  # the cause would carry the values


def _faults(fault: ValidationError) -> str:
    """Fields of ours and what is wrong with each; the names of others are as little for the log as values."""
    found = set()
    for error in fault.errors(include_input=False, include_context=False, include_url=False):
        is_unknown = error["type"] == "extra_forbidden"
        place = error["loc"][:-1] if is_unknown else error["loc"]
        found.add(f"{'.'.join(map(str, place))}: {error['type']}")
    return ", ".join(sorted(found))[:500]


def idempotency_key(request: Request) -> str:
    """Raises `RequestInvalid` without one of 1-128 visible ASCII signs."""
    key = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        raise RequestInvalid("Idempotency-Key")
    return key


def batch_id(pusher: Viewer, key: str) -> BatchId:
    """The same key of the same station, or of the same person, is the same batch."""
    # No station's id has a blank, so that a person of the same name has batches of the own.
    who = pusher.account if is_station(pusher) else f"account {pusher.account}"
    return BatchId("b-" + hashlib.sha256(f"{who}\n{key}".encode()).hexdigest()[:24])


def batch_from(said: BatchSaid, *, pusher: Viewer, key: str, clock: Clock) -> Batch:
    """The batch as it is opened."""
    return Batch(
        id=batch_id(pusher, key),
        agency=pusher.agency,
        channel=_channel(pusher),
        opened_at=clock(),
        station=pusher.account,
        dossier_code=said.dossier_code,
        procedure_code=said.procedure_code,
        owner=_owner(said.owner) if said.owner else None,
        expected=tuple(_expected(file) for file in said.files),
    )


def _channel(pusher: Viewer) -> str:
    if is_station(pusher):
        return "station"
    return "system" if Role.SYSTEM in pusher.roles else "upload"


def says_the_same(batch: Batch, other: Batch) -> bool:
    """Were both opened by the same words? What was said later, as files came, does not count."""
    return _words(batch) == _words(other)


def _words(batch: Batch) -> tuple[object, ...]:
    announced = tuple(file for file in batch.expected if file.announced)
    return batch.dossier_code, batch.procedure_code, batch.owner, announced


def _owner(said: OwnerSaid) -> Owner:
    return Owner(kind=said.kind, number=said.number, name=said.name)


def _expected(file: FileSaid) -> ExpectedFile:
    return ExpectedFile(
        name=file.name,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        page_count=file.page_count,
        component=file.component,
        type_code=file.type_code,
        noted_pages=tuple(file.noted_pages),
    )
