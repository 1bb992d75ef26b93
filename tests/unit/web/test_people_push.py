"""People push as stations do: by a session, of the own agency alone, and only with the right to."""

import asyncio
from typing import Any

import httpx
import pytest
from web_factories import (
    AGENCY,
    PIECE,
    TUS,
    Client,
    a_picture,
    app_of,
    asking,
    begin,
    key_of_new_station,
    metadata,
    open_batch,
    send,
)

from digitize.access import Role
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn
from workers.services import Services

OTHER_AGENCY = "000.00.17.H07"


def session_of(
    services: Services,
    name: str = "lan",
    *,
    role: Role = Role.COUNTER_OFFICER,
    agency: str = AGENCY,
) -> tuple[str, str]:
    """A new session's token, and the secret that its pages carry."""
    account = Account(
        id=name, name=name, roles=frozenset({role}), agency=agency, made_at=services.clock()
    )
    Accounts(services.database).make(account, actor="test")
    token, found = SigningIn(services.database, clock=services.clock).begin(account)
    return token, found.session.csrf


def officer(services: Services, name: str = "lan", **said: Any) -> Client:
    return Client(app_of(services), session_of(services, name, **said)[0])


def test_an_officer_pushes_a_file_to_the_end(services: Services) -> None:
    client = officer(services)
    batch = open_batch(client, dossier_code="H07-260220-0005")
    address = send(client, batch, a_picture())
    kept = services.catalogue.batch(batch)
    assert (kept.channel, kept.station, kept.agency) == ("upload", "lan", AGENCY)
    assert client.get(f"{address}/receipt").json()["page_count"] == 1


def test_a_person_and_a_station_of_one_name_have_batches_of_their_own(services: Services) -> None:
    station = Client(app_of(services), key_of_new_station(services, "lan"))
    person = officer(services, "lan")
    batches = [open_batch(client, key="k") for client in (station, person)]
    shown = [client.get("/api/v1/batches").json()["batches"] for client in (station, person)]
    assert [[batch["id"] for batch in own] for own in shown] == [[batches[0]], [batches[1]]]


def test_an_officer_of_another_agency_finds_neither_batch_nor_upload(services: Services) -> None:
    batch = open_batch(officer(services))
    address = begin(officer(services, "mai"), batch, a_picture())
    stranger = officer(services, "xa", agency=OTHER_AGENCY)
    answers = [
        stranger.get(f"/api/v1/batches/{batch}"),
        stranger.get(f"/api/v1/batches/{batch}/receipt"),
        stranger.post(f"/api/v1/batches/{batch}/close", headers={"Idempotency-Key": "k"}),
        stranger.head(address, headers=TUS),
        stranger.delete(address, headers=TUS),
    ]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("role", [Role.SIGNER, Role.OPERATOR, Role.CITIZEN])
def test_who_has_no_right_to_push_opens_no_batch(services: Services, role: Role) -> None:
    agency = "" if role is not Role.SIGNER else AGENCY
    client = officer(services, role=role, agency=agency)
    answer = client.post("/api/v1/batches", headers={"Idempotency-Key": "k"}, json={})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_checker_sees_what_came_and_pushes_nothing(services: Services) -> None:
    batch = open_batch(officer(services))
    checker = officer(services, "kiem", role=Role.CHECKER)
    said = {"Upload-Length": "1", "Upload-Metadata": metadata(batch, b"x")}
    assert checker.get(f"/api/v1/batches/{batch}").status_code == 200
    assert checker.post("/api/v1/uploads", headers={**TUS, **said}).status_code == 403


def test_a_cookie_alone_pushes_nothing_for_another_site_may_have_sent_it(
    services: Services,
) -> None:
    token, csrf = session_of(services)
    app = app_of(services)
    batch = open_batch(Client(app, token))
    address = begin(Client(app, token), batch, a_picture())

    def pushed(**more: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            headers = {"Cookie": f"digitize={token}", **PIECE, "Upload-Offset": "0", **more}
            async with asking(app, headers) as client:
                return await client.patch(address, content=a_picture())

        return asyncio.run(ask())

    assert pushed().json()["code"] == "request_forged"
    assert pushed(**{"X-CSRF-Token": csrf}).status_code == 204
