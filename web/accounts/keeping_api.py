"""Accounts for whoever keeps them: listed, made, changed, closed; a first password is said once."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Role, Viewer
from digitize.rows import Owner, OwnerKind
from storage.accounts import Account
from web.accounts.gate import Gate
from web.api.router import api_router
from web.api.values import WORDS
from workers.accounts.keeping import ID, KeepingAccounts, NewAccount
from workers.services import Services

_Id = Annotated[str, Field(pattern=f"^{ID.pattern}$")]
_Name = Annotated[str, Field(max_length=200, pattern=WORDS)]
_ServantRole = Literal[
    Role.COUNTER_OFFICER,
    Role.CHECKER,
    Role.SIGNER,
    Role.AGENCY_MANAGER,
    Role.OPERATOR,
]
_Roles = Annotated[list[_ServantRole], Field(min_length=1, max_length=len(Role))]


class _Said(BaseModel):
    # Not strict: JSON has no enumerations, roles come as their names.
    model_config = ConfigDict(extra="forbid")


class ServantSaid(_Said):
    """Somebody who works for an agency, or runs the house."""

    account: _Id
    name: _Name
    roles: _Roles
    agency: Annotated[str, Field(max_length=35, pattern=r"^[A-Z0-9.]*$")] = ""
    """Empty: the agency of whoever asks."""


class ProgramSaid(_Said):
    """A program of one agency; it is nothing else besides, so no person's rights come by a key."""

    account: _Id
    name: _Name
    roles: Annotated[list[Literal[Role.SYSTEM]], Field(min_length=1, max_length=1)]
    agency: Annotated[str, Field(min_length=1, max_length=35, pattern=r"^[A-Z0-9.]+$")]


class CitizenSaid(_Said):
    """The owner of records."""

    account: _Id
    name: _Name
    owner_number: Annotated[str, Field(pattern=r"^([0-9]{9}|[0-9]{12})$")]
    """Personal id."""


AccountSaid = ServantSaid | ProgramSaid | CitizenSaid


class RolesSaid(_Said):
    roles: _Roles


class AccountShown(BaseModel):
    account: str
    name: str
    agency: str
    roles: list[Role]
    is_closed: bool
    has_second_factor: bool


class AccountPage(BaseModel):
    items: list[AccountShown]
    cursor: str | None


class FirstPassword(BaseModel):
    account: str
    password: str
    """Said here and nowhere else; it has to be changed at the first signing in. Of a program it is the key."""


def keeping_routes(services: Services, gate: Gate, keeping: KeepingAccounts) -> APIRouter:
    router = api_router(services, gate, tag="accounts")
    keeper = Annotated[Viewer, Depends(gate.needs(Right.KEEP_ACCOUNTS))]

    @router.get("/accounts")
    def listed(
        viewer: keeper,
        words: Annotated[str, Query(max_length=100)] = "",
        cursor: Annotated[str, Query(max_length=64)] = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> AccountPage:
        found = keeping.kept(by=viewer, words=words, after=cursor, limit=limit + 1)
        return AccountPage(
            items=[account_shown(one) for one in found[:limit]],
            cursor=found[limit - 1].id if len(found) > limit else None,
        )

    @router.post("/accounts", status_code=HTTPStatus.CREATED)
    def make(request: Request, said: AccountSaid, viewer: keeper) -> FirstPassword:
        request.state.is_secret = True
        password = keeping.make(new_account(said, viewer), by=viewer)
        return FirstPassword(account=said.account, password=password)

    @router.post("/accounts/{account}/reset")
    def reset(request: Request, account: str, viewer: keeper) -> FirstPassword:
        request.state.is_secret = True
        return FirstPassword(account=account, password=keeping.reset(account, by=viewer))

    @router.put("/accounts/{account}/roles", status_code=HTTPStatus.NO_CONTENT)
    def give_roles(account: str, said: RolesSaid, viewer: keeper) -> None:
        keeping.give_roles(account, frozenset(said.roles), by=viewer)

    @router.post("/accounts/{account}/close", status_code=HTTPStatus.NO_CONTENT)
    def close(account: str, viewer: keeper) -> None:
        keeping.close(account, by=viewer)

    @router.post("/accounts/{account}/reopen", status_code=HTTPStatus.NO_CONTENT)
    def reopen(account: str, viewer: keeper) -> None:
        keeping.reopen(account, by=viewer)

    return router


def new_account(said: AccountSaid, viewer: Viewer) -> NewAccount:
    """As it is to be made; somebody of an agency makes people of that agency where nothing else is said."""
    if isinstance(said, CitizenSaid):
        owner = Owner(kind=OwnerKind.CITIZEN, number=said.owner_number, name=said.name)
        return NewAccount(
            id=said.account, name=said.name, roles=frozenset({Role.CITIZEN}), owner=owner
        )
    roles = frozenset(said.roles)
    agency = "" if roles == {Role.OPERATOR} else said.agency or viewer.agency
    return NewAccount(id=said.account, name=said.name, roles=roles, agency=agency)


def account_shown(account: Account) -> AccountShown:
    return AccountShown(
        account=account.id,
        name=account.name,
        agency=account.agency,
        roles=sorted(account.roles),
        is_closed=account.closed_at is not None,
        has_second_factor=account.totp_secret is not None,
    )
