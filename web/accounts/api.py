"""Signing in and out for programs: a session's token for `Authorization: Bearer`, who one is, and the own password and second factor."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Role
from web.accounts.gate import Gate
from web.accounts.rates import Rates
from web.api.router import PROBLEMS
from workers.accounts import second_factor
from workers.accounts.keeping import KeepingAccounts
from workers.accounts.signing_in import SignedIn, SigningIn

ISSUER = "digitize"
"""What an authenticator application calls this."""
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class SignInSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=64)]
    password: Secret
    code: Annotated[str, Field(max_length=16)] = ""


class PasswordSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    old: Secret
    new: Secret


class FactorSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    secret: Annotated[str, Field(pattern=r"^[A-Z2-7]{32}$")]
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class FactorOffered(BaseModel):
    secret: str
    """Base32; it counts once a code of it was given back."""
    address: str
    """`otpauth://…`, what an authenticator application scans."""


class Me(BaseModel):
    account: str
    name: str
    agency: str
    roles: list[Role]
    rights: list[Right]
    must_change_password: bool


class SessionGiven(BaseModel):
    token: str
    """Said once; it ends after half an hour without use, or twelve hours."""
    me: Me


def session_routes(
    signing_in: SigningIn, gate: Gate, rates: Rates, keeping: KeepingAccounts
) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["session"], responses=PROBLEMS)
    somebody = Annotated[SignedIn, Depends(gate.anybody())]

    @router.post("/sessions", status_code=HTTPStatus.CREATED)
    def sign_in(request: Request, said: SignInSaid) -> SessionGiven:
        rates.take(request.client.host if request.client else "")
        token, found = signing_in.sign_in(said.name, said.password, said.code)
        return SessionGiven(token=token, me=_me(found))

    @router.delete("/sessions/mine", status_code=HTTPStatus.NO_CONTENT)
    def sign_out(found: somebody) -> None:
        signing_in.sign_out(found)

    @router.get("/me")
    def me(found: somebody) -> Me:
        return _me(found)

    @router.put("/me/password", status_code=HTTPStatus.NO_CONTENT)
    def change_password(said: PasswordSaid, found: somebody) -> None:
        """All other sessions end."""
        keeping.change_password(
            found.account, old=said.old, new=said.new, session=found.session.token_sha256
        )

    @router.get("/me/second-factor")
    def offer_second_factor(found: somebody) -> FactorOffered:
        secret = keeping.second_factor_secret()
        address = second_factor.address(secret, account_id=found.account.id, issuer=ISSUER)
        return FactorOffered(secret=secret, address=address)

    @router.put("/me/second-factor", status_code=HTTPStatus.NO_CONTENT)
    def set_second_factor(said: FactorSaid, found: somebody) -> None:
        keeping.set_second_factor(found.account, secret=said.secret, code=said.code)

    return router


def _me(found: SignedIn) -> Me:
    account = found.account
    return Me(
        account=account.id,
        name=account.name,
        agency=account.agency,
        roles=sorted(account.roles),
        rights=sorted(account.viewer.rights),
        must_change_password=account.must_change,
    )
