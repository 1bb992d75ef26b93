"""Headers that every request is read by and every answer carries, whatever the route."""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digitize.errors import NoSuchAddress, RequestInvalid
from digitize.limits import MAX_HEADER_BYTES
from web.problem import problem
from web.stations import tus, tus_headers

TOO_LARGE = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
_ALWAYS = {
    # No answer is ever taken for something that a browser runs, and none stays in a shared cache.
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_OVER_TLS = {
    # Whoever came by TLS once comes by TLS from now on.
    "Strict-Transport-Security": "max-age=31536000",
}


class HeaderRules:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_tus = scope["path"].startswith(tus.PATH)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
            await problem(RequestInvalid("headers"), status=TOO_LARGE)(scope, receive, send)
            return
        if is_tus:
            override = Headers(scope=scope).get("x-http-method-override", "")
            scope = {**scope, "method": tus.method_meant(scope["method"], override)}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                always = _ALWAYS | _OVER_TLS if scope["scheme"] == "https" else _ALWAYS
                for name, value in always.items():
                    headers.setdefault(name, value)
                if is_tus:
                    headers["Tus-Resumable"] = tus_headers.VERSION
                    headers.setdefault("Tus-Version", tus_headers.VERSION)
            await send(message)

        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            # It names nothing here, and PostgreSQL takes none: it would look as if the store were away.
            nothing = problem(NoSuchAddress("NUL"), status=HTTPStatus.NOT_FOUND)
            await nothing(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)
