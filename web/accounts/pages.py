"""Pages of one's own account: signing in and out, the password, the second factor, the language."""

import io
from dataclasses import dataclass
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.errors import (
    DigitizeError,
    PasswordTooWeak,
    SecondFactorNeeded,
    SignInRefused,
    TooManyAttempts,
)
from web.accounts import cookie
from web.accounts.api import ISSUER
from web.accounts.gate import Gate
from web.accounts.rates import Rates
from web.pages import words
from web.pages.refusals import PASSWORD, SIGN_IN
from web.pages.rendering import Pages
from web.problem import status_of
from workers.accounts import second_factor
from workers.accounts.keeping import KeepingAccounts
from workers.accounts.signing_in import SignedIn, SigningIn

_Typed = Annotated[str, Form(max_length=200)]
_Back = Annotated[str, Query(max_length=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDesk:
    """What the pages of an account work with."""

    pages: Pages
    gate: Gate
    signing_in: SigningIn
    keeping: KeepingAccounts
    rates: Rates
    has_voucher: bool
    """May people sign in by OIDC?"""


def account_pages(desk: AccountDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _sign_in_pages(router, desk)
    _own_account_pages(router, desk)
    return router


def _sign_in_pages(router: APIRouter, desk: AccountDesk) -> None:
    pages, signing_in = desk.pages, desk.signing_in

    @router.get(SIGN_IN)
    def sign_in_page(request: Request, next: _Back = "/") -> Response:  # noqa: A002  # the word that addresses use
        return pages.page(
            request,
            "sign_in.html",
            back=own_address(next),
            asks_code=False,
            has_voucher=desk.has_voucher,
            error=None,
        )

    @router.post(SIGN_IN)
    def sign_in(
        request: Request,
        name: _Typed,
        password: _Typed,
        code: _Typed = "",
        next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002
    ) -> Response:
        try:
            desk.rates.take(request.client.host if request.client else "")
            token, found = signing_in.sign_in(name, password, code)
        except (SignInRefused, SecondFactorNeeded, TooManyAttempts) as error:
            return _asked_again(request, error, back=own_address(next))
        place = PASSWORD if found.account.must_change else own_address(next)
        answer = RedirectResponse(place, status_code=303)
        cookie.give(answer, request, token)
        return answer

    def _asked_again(request: Request, error: DigitizeError, *, back: str) -> Response:
        asks_code = isinstance(error, SecondFactorNeeded)
        return pages.page(
            request,
            "sign_in.html",
            back=back,
            asks_code=asks_code,
            has_voucher=desk.has_voucher,
            error=error,
            status=status_of(error),
        )

    @router.post("/sign-out")
    def sign_out(
        request: Request, found: Annotated[SignedIn, Depends(desk.gate.anybody())]
    ) -> Response:
        signing_in.sign_out(found)
        answer = RedirectResponse(SIGN_IN, status_code=303)
        cookie.take_back(answer, request)
        return answer

    @router.get("/language/{language}")
    def choose_language(language: str, back: _Back = "/") -> Response:
        answer = RedirectResponse(own_address(back), status_code=303)
        words.choose(answer, language)
        return answer


def _own_account_pages(router: APIRouter, desk: AccountDesk) -> None:
    pages, keeping = desk.pages, desk.keeping
    somebody = Annotated[SignedIn, Depends(desk.gate.anybody())]

    @router.get("/account")
    def account(request: Request, found: somebody) -> Response:
        return pages.page(request, "account.html", account=found.account)

    @router.get(PASSWORD)
    def password_page(request: Request, found: somebody) -> Response:
        return pages.page(request, "password.html", account=found.account, error=None)

    @router.post(PASSWORD)
    def change_password(request: Request, found: somebody, old: _Typed, new: _Typed) -> Response:
        try:
            keeping.change_password(
                found.account, old=old, new=new, session=found.session.token_sha256
            )
        except (SignInRefused, PasswordTooWeak) as error:
            return pages.page(
                request,
                "password.html",
                account=found.account,
                error=error,
                status=status_of(error),
            )
        return RedirectResponse("/", status_code=303)

    @router.get("/account/second-factor")
    def second_factor_page(request: Request, found: somebody) -> Response:
        return _factor_page(request, found, keeping.second_factor_secret(), None)

    @router.post("/account/second-factor")
    def set_second_factor(
        request: Request, found: somebody, secret: _Typed, code: _Typed
    ) -> Response:
        try:
            keeping.set_second_factor(found.account, secret=secret, code=code)
        except SignInRefused as error:
            return _factor_page(request, found, secret, error)
        return RedirectResponse("/account", status_code=303)

    def _factor_page(
        request: Request, found: SignedIn, secret: str, error: DigitizeError | None
    ) -> Response:
        address = second_factor.address(secret, account_id=found.account.id, issuer=ISSUER)
        return pages.page(
            request,
            "second_factor.html",
            secret=secret,
            picture=_qr(address),
            error=error,
            status=status_of(error) if error else 200,
        )


def _qr(text: str) -> str:
    """As SVG, drawn with attributes alone: the page allows no inline style."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, border=2, scale=5, dark="#000", light="#fff"
    )
    return out.getvalue().decode()


def own_address(address: str) -> str:
    """Where somebody goes after signing in; never to another site, whatever the address said."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_own and address.isprintable() else "/"
