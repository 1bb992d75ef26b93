"""An owner, officers of three agencies and a paper, for tests of reuse through the API."""

from collections.abc import Callable
from functools import partialmethod
from itertools import count
from typing import Any, cast

import httpx
from web_factories import AGENCY, Client

from digitize.access import Role
from digitize.rows import Owner
from storage.accounts import Account, Accounts
from web.app import create_app
from workers.accounts.signing_in import SigningIn
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.services import Services
from workers.tools import Tools

OTHER, THIRD = "000.00.17.H07", "000.00.18.H07"
DOSSIER, PROCEDURE = "H07.17-260302-0001", "1.001193"
REASON = "Điều 16 Luật Hộ tịch, cần đối chiếu"


class LookingHere:
    """A child pool's `call` in this process, with what decodes pages: the tests made them themselves."""

    def call(self, function: Callable[..., Any], _timeout_seconds: float, *args: object) -> Any:
        tools = Tools(engine=cast("Any", None), knowledge=cast("Any", None))
        try:
            return function(tools, *args)
        finally:
            tools.close_scan()


def app_that_looks(services: Services) -> Any:
    children = cast("ChildPool", LookingHere())
    return create_app(services, Receiving(services, children), looking=children)


class Somebody:
    """At `/api/v1`, each change with a key of its own."""

    def __init__(
        self,
        services: Services,
        name: str,
        role: Role,
        *,
        agency: str = "",
        owner: Owner | None = None,
        app: Any = None,
    ) -> None:
        account = Account(
            id=name,
            name=name.title(),
            roles=frozenset({role}),
            agency=agency,
            owner=owner,
            made_at=services.clock(),
        )
        Accounts(services.database).make(account, actor="test")
        self.token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self._client = Client(app or app_that_looks(services), self.token)
        self._keys, self._name = count(), name

    def ask(self, method: str, what: str, **given: Any) -> httpx.Response:
        headers = {"Idempotency-Key": f"{self._name}-{next(self._keys)}"}
        return self._client.request(method, f"/api/v1{what}", headers=headers, **given)

    def page(self, address: str, **given: Any) -> httpx.Response:
        """A form sent to a page."""
        return self._client.post(address, **given)

    get = partialmethod(ask, "GET")
    post = partialmethod(ask, "POST")


def a_demand(number: str, **said: object) -> dict[str, object]:
    return {
        "owner_number": number,
        "type": "quyet_dinh",
        "procedure": PROCEDURE,
        "dossier": DOSSIER,
        "reason": REASON,
        **said,
    }


def a_wish(record: str, **said: object) -> dict[str, object]:
    return {
        "record": record,
        "agency": OTHER,
        "procedure": PROCEDURE,
        "until": "2026-12-31",
        **said,
    }


def people(services: Services, owner: Owner) -> dict[str, Somebody]:
    """By name: `owner`, `stranger`, `ours`, `officer` (of `OTHER`), `third`, `checker` (of `AGENCY`)."""
    app = app_that_looks(services)
    make: Callable[..., Somebody] = Somebody
    stranger = Owner(kind=owner.kind, number="001200000001")
    officer = Role.COUNTER_OFFICER
    return {
        "owner": make(services, "hoa", Role.CITIZEN, owner=owner, app=app),
        "stranger": make(services, "la", Role.CITIZEN, owner=stranger, app=app),
        "ours": make(services, "an", officer, agency=AGENCY, app=app),
        "officer": make(services, "binh", officer, agency=OTHER, app=app),
        "third": make(services, "chi", officer, agency=THIRD, app=app),
        "checker": make(services, "dung", Role.CHECKER, agency=AGENCY, app=app),
    }
