"""A template and what it shows into an answer, inside the frame that all pages share: name, places to go, person, language.

A request of htmx gets the same template without the frame, where the template has a block `content`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from digitize.access import Right
from digitize.privacy.masking import masked, masked_owner
from web.pages import times, words
from web.pages.names import NAMES
from workers.accounts.signing_in import SignedIn

WEB = Path(__file__).resolve().parents[1]
STATIC = WEB / "static"
SECURE = {
    # Pages bring their own script and style as files; nothing inline runs, nothing comes from elsewhere.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Cookie, HX-Request",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere to go, shown to whoever has the right."""

    address: str
    title: str
    """In Vietnamese."""
    right: Right


class Pages:
    """The templates of the desk."""

    def __init__(self, places: Sequence[Place] = ()) -> None:
        self._places = places
        self._templates = Environment(
            loader=FileSystemLoader(WEB / "templates"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(moment=times.moment, day=times.day, iso=times.iso)
        self._templates.filters.update(masked=masked, masked_owner=masked_owner)
        self._templates.globals.update(static=static_address, names=NAMES)

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        **shown: object,
    ) -> HTMLResponse:
        """The whole page; `shown` is what the template names."""
        text = self._templates.get_template(template).render(**self._frame(request), **shown)
        return HTMLResponse(text, status_code=status, headers=SECURE)

    def part(self, request: Request, template: str, block: str, **shown: object) -> HTMLResponse:
        """One block of the same template, for htmx to put in its place."""
        found = self._templates.get_template(template)
        context = found.new_context({**self._frame(request), **shown})
        return HTMLResponse("".join(found.blocks[block](context)), headers=SECURE)

    def _frame(self, request: Request) -> dict[str, object]:
        signed_in: SignedIn | None = getattr(request.state, "signed_in", None)
        language = words.language_of(request)
        return {
            "_": partial(words.sentence, language),
            "language": language,
            "languages": words.LANGUAGES,
            "here": request.url.path,
            "person": signed_in.account if signed_in else None,
            "csrf": signed_in.session.csrf if signed_in else "",
            "places": self._places_of(signed_in),
        }

    def _places_of(self, signed_in: SignedIn | None) -> Sequence[Place]:
        if signed_in is None or signed_in.account.must_change:
            return ()
        rights = signed_in.account.viewer.rights
        return [place for place in self._places if place.right in rights]


def is_part(request: Request) -> bool:
    """Does htmx ask, for a piece of the page it is on?"""
    return request.headers.get("hx-request") == "true" and "hx-boosted" not in request.headers


def static_address(name: str) -> str:
    """Where the browser finds a file of `web/static`; another address when the file changes, so it may be kept for ever."""
    return f"/static/{name}?v={_version(name)}"


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
