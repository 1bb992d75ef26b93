"""The page of accounts for whoever keeps them."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from digitize.access import Right, Role, Viewer
from digitize.errors import AccountTaken, DigitizeError, NotAllowed, RequestInvalid
from web.accounts.gate import Gate
from web.accounts.keeping_api import AccountSaid, CitizenSaid, ServantSaid, new_account
from web.pages.rendering import Pages
from web.problem import status_of
from workers.accounts.keeping import KeepingAccounts

PAGE = 50
_Text = Annotated[str, Form(max_length=200)]
_Roles = Annotated[list[Role], Form(default_factory=list, max_length=len(Role))]


class Typed(NamedTuple):
    """What somebody typed of a new account; shown again where it was refused."""

    account: str = ""
    name: str = ""
    roles: Sequence[Role] = ()
    agency: str = ""
    owner_number: str = ""

    def said(self) -> AccountSaid:
        """Raises pydantic's `ValidationError`."""
        words = self._asdict()
        if list(self.roles) == [Role.CITIZEN]:
            return CitizenSaid(**{key: words[key] for key in CitizenSaid.model_fields})
        return ServantSaid(**{key: words[key] for key in ServantSaid.model_fields})


def keeping_pages(pages: Pages, gate: Gate, keeping: KeepingAccounts) -> APIRouter:
    router = APIRouter(prefix="/accounts", include_in_schema=False)
    keeper = Annotated[Viewer, Depends(gate.needs(Right.KEEP_ACCOUNTS))]

    @router.get("")
    def listed(
        request: Request,
        viewer: keeper,
        words: Annotated[str, Query(max_length=100)] = "",
        after: Annotated[str, Query(max_length=64)] = "",
    ) -> Response:
        return _page(request, viewer, words=words, after=after)

    @router.post("")
    def make(
        request: Request,
        viewer: keeper,
        account: _Text,
        name: _Text,
        roles: _Roles,
        agency: _Text = "",
        owner_number: _Text = "",
    ) -> Response:
        typed = Typed(account, name, roles, agency, owner_number)
        try:
            password = keeping.make(new_account(typed.said(), viewer), by=viewer)
        except ValidationError:
            return _page(request, viewer, error=RequestInvalid("account"), typed=typed)
        except (AccountTaken, NotAllowed, RequestInvalid) as error:
            return _page(request, viewer, error=error, typed=typed)
        return _page(request, viewer, given=(account, password))

    @router.post("/{account}/reset")
    def reset(request: Request, account: str, viewer: keeper) -> Response:
        return _page(request, viewer, given=(account, keeping.reset(account, by=viewer)))

    @router.post("/{account}/close")
    def close(account: str, viewer: keeper) -> Response:
        keeping.close(account, by=viewer)
        return RedirectResponse("/accounts", status_code=303)

    @router.post("/{account}/reopen")
    def reopen(account: str, viewer: keeper) -> Response:
        keeping.reopen(account, by=viewer)
        return RedirectResponse("/accounts", status_code=303)

    def _page(
        request: Request,
        viewer: Viewer,
        *,
        words: str = "",
        after: str = "",
        given: tuple[str, str] | None = None,
        error: DigitizeError | None = None,
        typed: Typed | None = None,
    ) -> Response:
        found = keeping.kept(by=viewer, words=words, after=after, limit=PAGE + 1)
        return pages.page(
            request,
            "accounts.html",
            accounts=found[:PAGE],
            cursor=found[PAGE - 1].id if len(found) > PAGE else "",
            words=words,
            given=given,
            error=error,
            typed=typed or Typed(),
            roles=keeping.may_give(viewer),
            is_operator=Role.OPERATOR in viewer.roles,
            status=status_of(error) if error else 200,
        )

    return router
