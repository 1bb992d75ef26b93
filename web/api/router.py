"""Routers of the desk's API: unknown parameters are refused, a POST has a key and happens once, errors are problem details.

router = api_router(services, gate, tag="documents")
@router.post("/documents/{wanted}/approve")
def approve(...) -> DocumentShown: ...
"""

import hashlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.params import Depends
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict

from digitize.errors import RequestInvalid, TooManyBytes
from digitize.limits import MAX_REQUEST_BYTES
from storage.api_answers import Answer, ApiAnswers, Asked
from web.accounts.gate import Gate
from web.problem import MEDIA_TYPE
from web.stations.batch_requests import idempotency_key
from workers.services import Services

PREFIX = "/api/v1"
KEY_HEADER = "Idempotency-Key"
Handler = Callable[[Request], Awaitable[Response]]
KEY_PARAMETER = {
    "name": KEY_HEADER,
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": r"^[\x21-\x7e]+$"},
    "description": "The same key of the same account is the same request: answered again, done once.",
}


class Problem(BaseModel):
    """RFC 9457, with our stable code."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    """In Vietnamese, for the person: what to do next."""
    code: str


_REFUSALS: dict[int | str, str] = {
    400: "Malformed",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not there, or of another agency",
    409: "Something else came before",
    413: "Too many bytes",
    422: "A value that cannot be",
    429: "Too often",
    503: "Later",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": text}
    for code, text in _REFUSALS.items()
}
"""What any route may answer instead, for its description."""


def api_router(
    services: Services, gate: Gate, *, tag: str, dependencies: Sequence[Depends] = ()
) -> APIRouter:
    """A router below `PREFIX` whose routes keep these rules; `dependencies` are what all of them need."""
    once = Once(ApiAnswers(services.database), gate, services)
    return APIRouter(
        prefix=PREFIX,
        tags=[tag],
        route_class=_route_class(once),
        dependencies=dependencies,
        responses=PROBLEMS,
    )


class Once:
    """Does what a request with a key asks once, however often it comes."""

    def __init__(self, answers: ApiAnswers, gate: Gate, services: Services) -> None:
        self._answers = answers
        self._gate = gate
        self._clock = services.clock

    async def answer(self, request: Request, handler: Handler) -> Response:
        """Raises `RequestInvalid` without a key, `IdempotencyKeyReused`, `RequestUnderWay`, and what the handler raises."""
        key = idempotency_key(request)
        found = await self._gate.signed_in(request)
        body = await request.body()
        asked = Asked(account_id=found.account.id, key=key, fingerprint=_fingerprint(request, body))
        before = await run_sync(lambda: self._answers.begin(asked, at=self._clock()))
        if before is not None:
            return _json(before)
        return await self._done(asked, request, handler)

    async def _done(self, asked: Asked, request: Request, handler: Handler) -> Response:
        is_kept = False
        try:
            response = await handler(request)
            is_kept = response.status_code < 300 and not getattr(request.state, "is_secret", False)
            if is_kept:
                body = bytes(response.body).decode()
                answer = Answer(status=response.status_code, body=body)
                await run_sync(self._answers.keep, asked, answer)
            return response
        finally:
            if not is_kept:
                # What failed changed nothing; what says a secret once says it to nobody else.
                await run_sync(self._answers.forget, asked)


def _route_class(once: Once) -> type[APIRoute]:
    class ApiRoute(APIRoute):
        def __init__(self, *given: Any, **named: Any) -> None:
            if "POST" in (named.get("methods") or ()):
                named["openapi_extra"] = {"parameters": [KEY_PARAMETER]}
            super().__init__(*given, **named)

        def get_route_handler(self) -> Callable[[Request], Any]:
            handler = super().get_route_handler()
            known = set(_parameters(self.dependant))

            async def handle(request: Request) -> Response:
                _refuse_unknown(request, known)
                _require_bounded(request)
                if request.method == "POST":
                    return await once.answer(request, handler)
                return await handler(request)

            return handle

    return ApiRoute


def _parameters(dependant: Dependant) -> Iterator[str]:
    """Names of the query parameters that a route and what it depends on know."""
    for field in dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from kind.model_fields
        else:
            yield field.alias
    for other in dependant.dependencies:
        yield from _parameters(other)


def _refuse_unknown(request: Request, known: set[str]) -> None:
    if not request.query_params.keys() <= known:
        raise RequestInvalid("unknown parameter")


def _require_bounded(request: Request) -> None:
    """A body has its length said, and not too much of it."""
    if "transfer-encoding" in request.headers:
        raise RequestInvalid("content-length")
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > MAX_REQUEST_BYTES:
        raise TooManyBytes(f"over {MAX_REQUEST_BYTES} bytes of JSON")


def _fingerprint(request: Request, body: bytes) -> str:
    place = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(place + body).hexdigest()


def _json(answer: Answer) -> Response:
    media = "application/json" if answer.body else None
    return Response(answer.body, status_code=answer.status, media_type=media)
