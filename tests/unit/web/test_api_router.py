"""What every route of the API keeps: a key for a POST, done once, nothing unknown taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict
from web_factories import Client, open_warehouse

from digitize.access import Right, Role, Viewer
from storage.accounts import Account, Accounts
from web.accounts.gate import Gate
from web.api.router import api_router
from web.problem import answer_problems
from workers.accounts.signing_in import SigningIn
from workers.services import Services


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str


class Door:
    """A little application with one counter that a POST raises."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.signing_in = SigningIn(services.database, clock=services.clock)
        self.done: list[str] = []
        self.app = FastAPI()
        gate = Gate(self.signing_in)
        answer_problems(self.app, services.log)
        router = api_router(services, gate, tag="test")
        checker = Annotated[Viewer, Depends(gate.needs(Right.CHECK))]

        @router.post("/doings")
        def do(said: Said, viewer: checker) -> dict[str, int]:
            self.done.append(said.name)
            if said.name == "fails":
                raise RuntimeError
            return {"done": len(self.done)}

        @router.get("/doings")
        def list_doings(viewer: checker, limit: int = 5) -> list[str]:
            return self.done[:limit]

        self.app.include_router(router)

    def client(self, role: Role = Role.CHECKER, account_id: str = "lan") -> Client:
        accounts = Accounts(self.services.database)
        account = Account(
            id=account_id,
            name="Lan",
            roles=frozenset({role}),
            agency="H07",
            made_at=self.services.clock(),
        )
        accounts.make(account, actor="test")
        token, _ = self.signing_in.begin(account)
        return Client(self.app, token)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_warehouse(tmp_path / "kho") as services:
        yield Door(services)


def post(client: Client, name: str = "Lan", *, key: str = "k1", **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/doings", headers=headers, json={"name": name, **more})


def test_the_same_request_again_is_answered_again_and_done_once(door: Door) -> None:
    client = door.client()
    first, second = post(client), post(client)
    assert first.json() == second.json() == {"done": 1}
    assert door.done == ["Lan"]


def test_another_request_under_the_same_key_is_refused(door: Door) -> None:
    client = door.client()
    post(client)
    answer = post(client, "Minh")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_the_same_key_of_somebody_else_is_another_request(door: Door) -> None:
    post(door.client())
    assert post(door.client(account_id="minh")).json() == {"done": 2}


def test_a_post_without_a_key_is_refused(door: Door) -> None:
    assert post(door.client(), key="").status_code == 400
    assert door.done == []


def test_what_failed_may_be_asked_again(door: Door) -> None:
    client = door.client()
    assert post(client, "fails").status_code == 500
    assert post(client, "fails").status_code == 500
    assert door.done == ["fails", "fails"]


@pytest.mark.parametrize("address", ["/api/v1/doings?limt=3", "/api/v1/doings?limit=3&x="])
def test_an_unknown_parameter_is_refused(door: Door, address: str) -> None:
    assert door.client().get(address).status_code == 400


def test_an_unknown_field_is_refused_and_its_value_told_to_nobody(door: Door) -> None:
    answer = post(door.client(), phone="0912345678")
    assert answer.status_code == 422
    assert "0912345678" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_the_right_nothing_is_done(door: Door) -> None:
    answer = post(door.client(Role.COUNTER_OFFICER))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert door.done == []


def test_without_a_session_nothing_is_done(door: Door) -> None:
    assert post(Client(door.app, "nonsense")).status_code == 401
    assert door.done == []
