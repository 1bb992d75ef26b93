"""A request into whoever asks; what a route needs is said where the route is, and a route that says nothing does not start.

    gate = Gate(signing_in)
    @router.get("/api/v1/documents/{wanted}")
    def document(wanted: str, viewer: Annotated[Viewer, Depends(gate.needs(Right.SEE_PAPERS))]) -> Response: ...

A browser's session comes as a cookie, a program's as `Authorization: Bearer`, where another house's program has its key. What a cookie asks to be changed must carry the
session's secret as well (`X-CSRF-Token` or the form's `csrf`) and come from a page of ours.
"""

import hmac
import re

from anyio.to_thread import run_sync
from fastapi import Request
from starlette.datastructures import FormData

from digitize.access import Right, Viewer
from digitize.errors import NotSignedIn, PasswordMustChange, RequestForged, RequestInvalid
from storage.system_keys import is_system_key
from web.accounts.cookie import token_in
from workers.accounts.signing_in import SignedIn, SigningIn

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
_BEARER = re.compile(r"bearer +(?P<token>\S+)", re.ASCII | re.IGNORECASE)
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Gate:
    """Lets in whoever signed in; safe to share between requests."""

    def __init__(self, signing_in: SigningIn) -> None:
        self._signing_in = signing_in

    def needs(self, right: Right) -> "Needs":
        """A dependency: the viewer, where one has this right."""
        return Needs(self, right)

    def anybody(self) -> "SignedInOnly":
        """A dependency: whoever is signed in, for what everybody may do with the own account."""
        return SignedInOnly(self)

    async def signed_in(self, request: Request) -> SignedIn:
        """Raises `NotSignedIn`, `RequestForged`, `RequestInvalid` for a form with NUL in it, which no database takes."""
        bearer = _BEARER.fullmatch(request.headers.get("authorization", ""))
        if bearer is not None and is_system_key(bearer["token"]):
            return await run_sync(self._signing_in.program, bearer["token"])
        token = bearer["token"] if bearer else token_in(request)
        found = await run_sync(self._signing_in.who, token)
        if bearer is None and request.method not in _READS:
            await _require_own_page(request, found)
        if request.headers.get("content-type", "").startswith(_FORMS):
            _refuse_nul(await request.form())
        return found

    def visitor(self, request: Request) -> SignedIn | None:
        """Who it is, where somebody is signed in; for pages that strangers see too."""
        try:
            return self._signing_in.who(token_in(request))
        except NotSignedIn:
            return None


class Needs:
    """The right that a route needs, for the route and for whoever lists the routes."""

    def __init__(self, gate: Gate, right: Right) -> None:
        self._gate = gate
        self.right = right

    async def __call__(self, request: Request) -> Viewer:
        """Raises `NotSignedIn`, `RequestForged`, `PasswordMustChange`, `NotAllowed`."""
        found = await self._gate.signed_in(request)
        request.state.signed_in = found  # the page around what the route shows names the person
        if found.account.must_change:
            raise PasswordMustChange
        viewer = found.account.viewer
        viewer.require(self.right)
        return viewer


class SignedInOnly:
    """For routes that need no right but to be signed in."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def __call__(self, request: Request) -> SignedIn:
        found = await self._gate.signed_in(request)
        request.state.signed_in = found
        return found


async def _require_own_page(request: Request, found: SignedIn) -> None:
    """Raises `RequestForged` unless the request carries the session's secret and no other site sent it."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    said = request.headers.get(CSRF_HEADER) or await _in_form(request)
    if site not in {"same-origin", "none"} or not hmac.compare_digest(
        said.encode(), found.session.csrf.encode()
    ):
        raise RequestForged


def _refuse_nul(form: FormData) -> None:
    if any("\x00" in said for _, said in form.multi_items() if isinstance(said, str)):
        raise RequestInvalid("NUL")


async def _in_form(request: Request) -> str:
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return ""
    said = (await request.form()).get(CSRF_FIELD, "")
    return said if isinstance(said, str) else ""
