"""Batches over HTTP: opened once however often asked, seen by their agency alone, refused where malformed."""

from pathlib import Path

import pytest
from web_factories import (
    TUS,
    Client,
    a_picture,
    app_of,
    begin,
    key_of_new_station,
    metadata,
    open_batch,
    push,
    send,
)

from digitize import limits
from digitize.rows import Owner, OwnerKind
from storage.stations import Stations
from workers.services import Services

DOSSIER = {
    "dossier_code": "000.00.16.H07-260220-0005",
    "procedure_code": "1.004222",
    "owner": {"kind": "citizen", "number": "044203001234", "name": "Nguyễn Thị Hòa"},
    "files": [{"name": "đơn.pdf", "page_count": 2, "component": "don"}],
}


def asked(client: Client, key: str, body: object) -> tuple[int, dict]:
    answer = client.post("/api/v1/batches", headers={"Idempotency-Key": key}, json=body)
    return answer.status_code, answer.json()


def test_the_same_request_again_is_the_same_batch(client: Client) -> None:
    first, again = asked(client, "k", DOSSIER), asked(client, "k", DOSSIER)
    assert (first[0], again[0]) == (201, 200)
    assert first[1] == again[1]


def test_a_batch_remembers_what_was_said(client: Client, services: Services) -> None:
    batch = services.catalogue.batch(asked(client, "k", DOSSIER)[1]["id"])
    assert batch.owner == Owner(
        kind=OwnerKind.CITIZEN, number="044203001234", name="Nguyễn Thị Hòa"
    )
    assert (batch.station, batch.channel, batch.agency) == ("quay-1", "station", "000.00.16.H07")
    assert [(file.name, file.page_count) for file in batch.expected] == [("đơn.pdf", 2)]


def test_a_key_used_for_something_else_is_a_conflict(client: Client) -> None:
    asked(client, "k", DOSSIER)
    status, problem = asked(client, "k", {**DOSSIER, "files": []})
    assert (status, problem["code"]) == (409, "idempotency_key_reused")


def test_two_stations_with_one_idempotency_key_have_two_batches(
    client: Client, services: Services
) -> None:
    other = Client(app_of(services), key_of_new_station(services, "quay-2"))
    assert asked(client, "k", {})[1]["id"] != asked(other, "k", {})[1]["id"]


@pytest.mark.parametrize(
    "body",
    [
        {"dossier": "typing slip"},
        {"files": [{"name": "a.pdf", "pages": 2}]},
        {"files": [{"name": ""}]},
        {"files": [{"name": "a\n.pdf"}]},
        {"files": [{"name": "a\u202egpj.exe"}]},
        {"files": [{"name": "a.pdf", "sha256": "F" * 64}]},
        {"files": [{"name": "a.pdf", "page_count": "2"}]},
        {"files": [{"name": "a.pdf", "size_bytes": -1}]},
        {"owner": {"kind": "person", "number": "1"}},
        {"dossier_code": "x" * 200},
        [],
        None,
    ],
)
def test_malformed_batches_are_refused(client: Client, body: object) -> None:
    status, problem = asked(client, "k", body)
    assert (status, problem["code"]) == (400, "request_invalid")


@pytest.mark.parametrize("key", ["", " ", "ấ".encode(), "x" * 129])
def test_a_batch_needs_a_visible_idempotency_key(client: Client, key: str | bytes) -> None:
    answer = client.post("/api/v1/batches", headers={"Idempotency-Key": key}, json={})
    assert (answer.status_code, answer.json()["code"]) == (400, "request_invalid")


def test_a_description_without_end_is_refused(client: Client) -> None:
    body = b'{"dossier_code": "' + b"x" * limits.MAX_REQUEST_BYTES
    answer = client.post("/api/v1/batches", headers={"Idempotency-Key": "k"}, content=body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_bytes")


def test_names_are_kept_in_one_form_of_unicode(client: Client) -> None:
    said = asked(client, "k", {"files": [{"name": "đo\u031b\u0300n.pdf"}]})[1]
    assert said["files"][0]["name"] == "đ\u1eddn.pdf"


def test_another_agency_does_not_see_that_a_batch_exists(
    client: Client, services: Services
) -> None:
    batch = open_batch(client)
    address = begin(client, batch, a_picture())
    stranger = Client(
        app_of(services), key_of_new_station(services, "quay-9", agency="000.00.17.H07")
    )
    answers = [
        stranger.get(f"/api/v1/batches/{batch}"),
        stranger.get(f"/api/v1/batches/{batch}/receipt"),
        stranger.post(f"/api/v1/batches/{batch}/close", headers={"Idempotency-Key": "k"}),
        stranger.head(address, headers=TUS),
        stranger.delete(address, headers=TUS),
        stranger.get(f"{address}/receipt"),
        push(stranger, address, a_picture()),
        stranger.post(
            "/api/v1/uploads",
            headers={**TUS, "Upload-Length": "1", "Upload-Metadata": metadata(batch, b"x")},
        ),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert stranger.get("/api/v1/batches").json()["batches"] == []


def test_a_closed_batch_takes_nothing_more_but_knows_what_came(client: Client) -> None:
    batch = open_batch(client)
    late = begin(client, batch, a_picture(1), name="late.png")
    sent = send(client, batch, a_picture(2))
    closed = client.post(f"/api/v1/batches/{batch}/close", headers={"Idempotency-Key": "k"})
    assert closed.json()["final"] is True
    assert push(client, late, a_picture(1)).json()["code"] == "batch_closed"
    assert (
        send(client, batch, b"", name="x") if False else begin(client, batch, a_picture(2)) == sent
    )


def test_closing_twice_is_closing_once(client: Client) -> None:
    batch = open_batch(client)
    close = f"/api/v1/batches/{batch}/close"
    first = client.post(close, headers={"Idempotency-Key": "k"}).json()
    assert client.post(close, headers={"Idempotency-Key": "k"}).json() == first
    assert client.get(f"/api/v1/batches/{batch}/receipt").json() == first


def test_a_station_lists_its_own_batches_newest_first_by_pages(
    client: Client, services: Services
) -> None:
    own = [open_batch(client, key=f"k{number}") for number in range(52)]
    open_batch(Client(app_of(services), key_of_new_station(services, "quay-2")))
    first = client.get("/api/v1/batches").json()
    rest = client.get("/api/v1/batches", params={"cursor": first["cursor"]}).json()
    listed = [batch["id"] for page in (first, rest) for batch in page["batches"]]
    assert (listed, rest["cursor"]) == (own[::-1], None)


def test_a_batch_shows_what_became_of_its_files(client: Client) -> None:
    batch = open_batch(client)
    send(client, batch, a_picture())
    shown = client.get(f"/api/v1/batches/{batch}").json()
    assert [(file["name"], file["pages"], file["pages_read"]) for file in shown["files"]] == [
        ("don.png", 1, 0)
    ]
    assert [document["status"] for document in shown["files"][0]["documents"]] == ["received"]


def test_no_key_a_wrong_one_and_a_revoked_one_open_nothing(
    client: Client, services: Services
) -> None:
    key = key_of_new_station(services, "quay-2")
    app = app_of(services)
    assert Client(app, key).get("/api/v1/batches").status_code == 200
    Stations(services.database).revoke("quay-2", actor="test", at=services.clock())
    for refused in (key, key[:-1] + ("A" if key[-1] != "A" else "B"), "", "dgz_nobody_x"):
        answer = Client(app, refused).get("/api/v1/batches")
        assert (answer.status_code, answer.json()["code"]) == (401, "station_key_refused")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_problems_say_what_to_do_and_what_programs_need(client: Client) -> None:
    answer = client.get("/api/v1/batches/b-none")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:digitize:problem:no_such_batch",
        "title": "no such batch",
        "status": 404,
        "detail": "Không có lô quét mang mã này. Hãy mở lô mới rồi gửi lại; tệp nguồn chưa bị xóa.",
        "code": "no_such_batch",
    }


def test_every_answer_forbids_guessing_what_it_is(client: Client) -> None:
    for answer in (client.get("/healthz"), client.get("/nowhere"), client.get("/api/v1/batches")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_headers_have_a_bound(client: Client) -> None:
    answer = client.get("/healthz", headers={"X-Long": "x" * limits.MAX_HEADER_BYTES})
    assert (answer.status_code, answer.json()["code"]) == (431, "request_invalid")


def test_the_server_says_that_it_is_there_and_ready(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"


def test_the_log_names_nobody(client: Client, services: Services) -> None:
    batch = open_batch(client, **DOSSIER)
    send(client, batch, a_picture(), name="Nguyễn Thị Hòa.png")
    client.post("/api/v1/batches", headers={"Idempotency-Key": "k"}, json={"Hòa": "Hòa"})
    client.get("/api/v1/batches/Hòa")
    log = Path(services.settings.warehouse / "digitize.log").read_text()
    assert "request_invalid" in log
    assert not any(secret in log for secret in ("Hòa", "044203001234", "dgz_", "%C3%B2"))
