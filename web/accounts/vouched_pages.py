"""The way to whoever vouches for people, and back: what belongs to the errand stays in a cookie of the browser that was sent."""

import json
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.errors import SignInRefused
from web.accounts import cookie
from web.accounts.pages import own_address
from web.accounts.rates import Rates
from workers.accounts.signing_in import SigningIn
from workers.accounts.vouching import Errand, Voucher

AWAY = "/sign-in/oidc"
BACK = "/sign-in/oidc/back"
_MINUTES_AWAY = 10
_Said = Annotated[str, Query(max_length=4000)]


def vouched_pages(
    voucher: Voucher, signing_in: SigningIn, rates: Rates, *, public_url: str
) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(AWAY)
    def send_away(request: Request, next: _Said = "/") -> Response:  # noqa: A002  # the word that addresses use
        rates.take(request.client.host if request.client else "")
        address, errand = voucher.begin(
            redirect_uri=_address(request, public_url), back=own_address(next)
        )
        answer = RedirectResponse(address, status_code=303)
        _keep(answer, request, errand)
        return answer

    @router.get(BACK)
    def come_back(request: Request, code: _Said = "", state: _Said = "") -> Response:
        rates.take(request.client.host if request.client else "")
        errand = _kept(request)
        identity = voucher.finish(
            errand, code=code, state=state, redirect_uri=_address(request, public_url)
        )
        token, _found = signing_in.sign_in_vouched(identity)
        answer = RedirectResponse(own_address(errand.back), status_code=303)
        cookie.give(answer, request, token)
        answer.delete_cookie(_name(request), path="/")
        return answer

    return router


def _address(request: Request, public_url: str) -> str:
    """Where the provider sends people back to."""
    return (public_url or str(request.base_url).rstrip("/")) + BACK


def _keep(answer: Response, request: Request, errand: Errand) -> None:
    answer.set_cookie(
        _name(request),
        json.dumps(asdict(errand)).encode().hex(),
        max_age=_MINUTES_AWAY * 60,
        secure=cookie.is_tls(request),
        httponly=True,
        samesite="lax",
        path="/",
    )


def _kept(request: Request) -> Errand:
    """Raises `SignInRefused` where this browser was not sent anywhere."""
    try:
        return Errand(**json.loads(bytes.fromhex(request.cookies.get(_name(request), ""))))
    except (ValueError, TypeError) as fault:
        raise SignInRefused("no errand") from fault


def _name(request: Request) -> str:
    return "__Host-digitize-away" if cookie.is_tls(request) else "digitize-away"
