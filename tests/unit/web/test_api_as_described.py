"""The API asked all that its own description allows and much that it forbids, by schemathesis: it keeps to its word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import InvalidArgument, Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from web_factories import AGENCY, app_of, open_warehouse

from digitize.access import Role
from digitize.errors import RequestInvalid
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn

EXAMPLES = 4
"""Of each kind and route; a hundred were asked when the routes were made."""
ALL_ROLES = frozenset(
    {Role.OPERATOR, Role.AGENCY_MANAGER, Role.CHECKER, Role.COUNTER_OFFICER, Role.SIGNER}
)
ASKED_ELSEWHERE = "/(healthz|readyz|metrics|api/v1/sessions|api/v1/uploads)"
"""What is no part of the desk's API; tus has tests of its own."""


ADDRESS = "/api/v1/openapi.json"


@dataclass(frozen=True)
class Desk:
    """The application, and a session of somebody who may do everything."""

    app: Any
    token: str
    schema: Any


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_warehouse(tmp_path_factory.mktemp("described") / "kho") as services:
        account = Account(
            id="all", name="All", roles=ALL_ROLES, agency=AGENCY, made_at=services.clock()
        )
        Accounts(services.database).make(account, actor="test")
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        app = app_of(services)
        yield Desk(app=app, token=token, schema=schemathesis.openapi.from_asgi(ADDRESS, app))


def operations(desk: Desk) -> Iterator[Any]:
    chosen = desk.schema.exclude(path_regex=ASKED_ELSEWHERE)
    yield from (found.ok() for found in chosen.get_all_operations())


def _is_called_malformed(answer: Any) -> bool:
    """What a description cannot say (a number's own check digit, sums that do not add up) is refused by a code of its own."""
    return answer.status_code in {400, 422} and answer.json()["code"] == RequestInvalid.code


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_as_described(desk: Desk, mode: GenerationMode) -> None:
    headers = {"Authorization": f"Bearer {desk.token}"}
    asked = 0
    for operation in operations(desk):

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            answer = case.call_and_validate(
                headers=headers, excluded_checks=[positive_data_acceptance]
            )
            assert mode is not GenerationMode.POSITIVE or not _is_called_malformed(answer), case

        try:
            ask()
        except (Unsatisfiable, InvalidArgument):
            continue  # a route without parameters cannot be asked wrongly
        asked += 1
    assert asked > 20
