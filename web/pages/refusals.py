"""Errors on their way to a person at a page: the way to sign in, to say what for, or a page that says what to do next."""

from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from digitize.errors import DigitizeError, NotSignedIn, PasswordMustChange, PurposeNeeded
from web.pages.rendering import Pages, is_part

SIGN_IN = "/sign-in"
PASSWORD = "/account/password"  # noqa: S105


class Refusals:
    """Refusals in the frame of the pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def wanted(self, request: Request) -> bool:
        """Is it a browser on one of our pages, and not a program?"""
        if request.url.path.startswith("/api/"):
            return False
        return is_part(request) or "text/html" in request.headers.get("accept", "")

    def page(self, request: Request, error: DigitizeError, status: int) -> Response:
        """What the person sees instead."""
        if isinstance(error, NotSignedIn):
            return _elsewhere(request, f"{SIGN_IN}?{urlencode({'next': _back(request)})}")
        if isinstance(error, PasswordMustChange):
            return _elsewhere(request, PASSWORD)
        if isinstance(error, PurposeNeeded):
            back = urlencode({"back": _back(request)})
            return _elsewhere(request, f"/records/{error.record_id}/purpose?{back}")
        template = "refusal_part.html" if is_part(request) else "refusal.html"
        answer = self._pages.page(request, template, error=error, status=status)
        if is_part(request):
            # htmx puts it where messages go, whatever the request was to change.
            answer.headers["HX-Retarget"] = "#messages"
            answer.headers["HX-Reswap"] = "innerHTML"
        return answer


def _elsewhere(request: Request, address: str) -> Response:
    if is_part(request):
        return Response(status_code=200, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _back(request: Request) -> str:
    """Where the person was; a change is not asked for a second time by itself."""
    if request.method != "GET":
        return "/"
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")
