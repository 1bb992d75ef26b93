"""Signing in and out for programs: a session's token for `Authorization: Bearer`, and who one is."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Role
from web.accounts.gate import Gate
from web.accounts.rates import Rates
from workers.accounts.signing_in import SignedIn, SigningIn

Secret = Annotated[str, Field(min_length=1, max_length=200)]


class SignInSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=64)]
    password: Secret
    code: Annotated[str, Field(max_length=16)] = ""


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


def session_routes(signing_in: SigningIn, gate: Gate, rates: Rates) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["session"])
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
