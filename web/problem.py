"""Errors into RFC 9457 problem details: the one table from an error's class to its HTTP status.

`code` is stable and for programs, `detail` is the Vietnamese sentence for the person; what the log may know of the cause
(`DigitizeError.detail`) never leaves the house.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match
from structlog.typing import FilteringBoundLogger

from digitize import errors
from workers.log_words import frames_of

MEDIA_TYPE = "application/problem+json"
CHECKSUM_MISMATCH = 460  # tus 1.0.0, checksum extension
RETRY_AFTER_SECONDS = 5

_BY_ERROR: tuple[tuple[type[errors.DigitizeError], int], ...] = (
    # The first class that fits decides, so a special case stands before its kind.
    (errors.RequestInvalid, HTTPStatus.BAD_REQUEST),
    (errors.StationKeyRefused, HTTPStatus.UNAUTHORIZED),
    (errors.NotSignedIn, HTTPStatus.UNAUTHORIZED),
    (errors.SignInRefused, HTTPStatus.UNAUTHORIZED),
    (errors.SecondFactorNeeded, HTTPStatus.UNAUTHORIZED),
    (errors.NotAllowed, HTTPStatus.FORBIDDEN),
    (errors.PurposeNeeded, HTTPStatus.FORBIDDEN),
    (errors.PurposeUnclear, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.RequestForged, HTTPStatus.FORBIDDEN),
    (errors.PasswordMustChange, HTTPStatus.FORBIDDEN),
    (errors.GrantEnded, HTTPStatus.FORBIDDEN),
    (errors.GrantForOtherUse, HTTPStatus.FORBIDDEN),
    (errors.GrantTooLong, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.TooManyPapers, HTTPStatus.TOO_MANY_REQUESTS),
    (errors.PasswordTooWeak, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.BadCorrection, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.ReasonMissing, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.NoChecklist, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.NoSuchType, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.BadPeriod, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.TotalsDoNotAdd, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.PeriodNotOver, HTTPStatus.CONFLICT),
    (errors.NothingNew, HTTPStatus.CONFLICT),
    (errors.TooManyAttempts, HTTPStatus.TOO_MANY_REQUESTS),
    (errors.VoucherUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.AccountTaken, HTTPStatus.CONFLICT),
    (errors.NotFound, HTTPStatus.NOT_FOUND),
    (errors.Disposed, HTTPStatus.GONE),
    (errors.RequestCutOff, HTTPStatus.REQUEST_TIMEOUT),
    (errors.IdempotencyKeyReused, HTTPStatus.CONFLICT),
    (errors.RequestUnderWay, HTTPStatus.CONFLICT),
    (errors.BatchClosed, HTTPStatus.CONFLICT),
    (errors.UploadIncomplete, HTTPStatus.CONFLICT),
    (errors.OffsetMismatch, HTTPStatus.CONFLICT),
    (errors.IllegalMove, HTTPStatus.CONFLICT),
    (errors.LostRace, HTTPStatus.CONFLICT),
    (errors.ClaimedByAnother, HTTPStatus.CONFLICT),
    (errors.ProtocolUnsupported, HTTPStatus.PRECONDITION_FAILED),
    (errors.TooManyBytes, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (errors.MediaTypeUnsupported, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (errors.WebhookRefused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.BadInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.UploadBusy, HTTPStatus.LOCKED),
    (errors.TooManyListeners, HTTPStatus.TOO_MANY_REQUESTS),
    (errors.TooManyUploads, HTTPStatus.TOO_MANY_REQUESTS),
    (errors.ChecksumMismatch, CHECKSUM_MISMATCH),
    (errors.StoreUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.VirusScannerUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.SourceUnreadable, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.VirusScannerUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.ChildFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.ChildDisturbed, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.Interrupted, HTTPStatus.SERVICE_UNAVAILABLE),
)
_BY_STATUS = {
    # What the router answers by itself.
    HTTPStatus.NOT_FOUND: errors.NoSuchAddress,
    HTTPStatus.METHOD_NOT_ALLOWED: errors.NoSuchAddress,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: errors.TooManyBytes,
}


class RefusalPages(Protocol):
    """Refusals for people at pages."""

    def wanted(self, request: Request) -> bool: ...

    def page(self, request: Request, error: errors.DigitizeError, status: int) -> Response: ...


def status_of(error: errors.DigitizeError) -> int:
    """The HTTP status of an answer because of this error."""
    fitting = (status for kind, status in _BY_ERROR if isinstance(error, kind))
    return int(next(fitting, HTTPStatus.INTERNAL_SERVER_ERROR))


def problem(
    error: errors.DigitizeError,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """The error as a problem; `status` where something else than the table decides it, `more` members than all have."""
    status = status or status_of(error)
    extra = {"Retry-After": str(RETRY_AFTER_SECONDS)} if error.retry else {}
    if status == HTTPStatus.UNAUTHORIZED:
        extra["WWW-Authenticate"] = "Bearer"
    body = {
        "type": f"urn:digitize:problem:{error.code}",
        "title": error.code.replace("_", " "),
        "status": status,
        "detail": error.message,
        "code": error.code,
        **(more or {}),
    }
    return JSONResponse(
        body, status_code=status, media_type=MEDIA_TYPE, headers={**extra, **(headers or {})}
    )


def answer_problems(
    app: FastAPI, log: FilteringBoundLogger, *, pages: RefusalPages | None = None
) -> None:
    """From now on every error that leaves a handler is answered: to a program as a problem, to a person as a page."""

    def answer(request: Request, error: errors.DigitizeError, status: int) -> Response:
        if pages is not None and pages.wanted(request):
            return pages.page(request, error, status)
        return problem(error, status=status, more=_way_on(error))

    def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, errors.DigitizeError)
        status = status_of(error)
        say = log.error if status >= HTTPStatus.INTERNAL_SERVER_ERROR else log.info
        say("request.refused", code=error.code, cause=error.detail, **_place(request))
        return answer(request, error, status)

    def routers(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        kind = _BY_STATUS.get(HTTPStatus(error.status_code), errors.RequestInvalid)
        said = answer(request, kind(), error.status_code)
        said.headers.update(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            said.headers["Allow"] = ", ".join(_methods_at(request))
        return said

    def malformed(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(
            request, errors.RequestInvalid(_faults(error)), HTTPStatus.UNPROCESSABLE_ENTITY
        )

    def defect(request: Request, error: Exception) -> Response:
        log.error("request.failed", traceback=frames_of(error), **_place(request))
        return answer(request, errors.UnexpectedInServer(), int(HTTPStatus.INTERNAL_SERVER_ERROR))

    app.add_exception_handler(errors.DigitizeError, ours)
    app.add_exception_handler(HTTPException, routers)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(Exception, defect)


def _way_on(error: errors.DigitizeError) -> Mapping[str, str]:
    """What a program does next, where one request of ours opens the way."""
    if not isinstance(error, errors.PurposeNeeded):
        return {}
    return {"record": error.record_id, "say_at": f"/api/v1/records/{error.record_id}/purpose"}


def _methods_at(request: Request) -> list[str]:
    """What may be asked of this address; the router names the methods of one route of several alone (RFC 9110, 10.2.1)."""
    routes = request.app.router.routes
    return [
        method
        for method in ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes
        )
    ]


def _faults(error: RequestValidationError) -> str:
    """Which fields, and what is wrong with each; never what was said."""
    found = {f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in error.errors()}
    return ", ".join(sorted(found))[:500]


def _place(request: Request) -> dict[str, str]:
    """Which route it was; what stands in a path may be anything, so it is not for the log."""
    route = request.scope.get("route")
    return {"method": request.method, "route": getattr(route, "path", "")}
