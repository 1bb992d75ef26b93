"""Uploads over HTTP: whatever is repeated, cut, doubled or wrong, the bytes are in custody once or not at all."""

import base64
import hashlib
from pathlib import Path

import pytest
from web_factories import (
    PIECE,
    TUS,
    Client,
    a_picture,
    app_of,
    begin,
    key_of_new_station,
    metadata,
    offset_of,
    open_batch,
    push,
    send,
)

from digitize.rows import ScanState
from storage.audit import audit
from web.stations.upload_desk import UploadOptions
from workers.services import Services


@pytest.fixture
def batch(client: Client) -> str:
    return open_batch(client)


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def said_checksum(data: bytes, algorithm: str = "sha256") -> str:
    digest = hashlib.new(algorithm, data).digest()
    return f"{algorithm} {base64.b64encode(digest).decode()}"


def test_a_whole_upload_is_in_custody_before_it_is_answered(
    client: Client, services: Services, batch: str
) -> None:
    send(client, batch, a_picture(), name="đơn.png")
    scan = services.catalogue.scans()[0]
    assert (scan.id, scan.source, scan.page_count) == (sha256_of(a_picture()), "đơn.png", 1)
    assert audit(services.catalogue, services.store).ok


def test_the_receipt_says_what_is_held(client: Client, batch: str) -> None:
    address = send(client, batch, a_picture())
    receipt = client.get(f"{address}/receipt").json()
    received_at = receipt.pop("received_at")
    assert receipt == {
        "batch": batch,
        "name": "don.png",
        "scan": sha256_of(a_picture()),
        "sha256": sha256_of(a_picture()),
        "size_bytes": len(a_picture()),
        "page_count": 1,
        "is_new": True,
        "error": None,
        "warnings": [],
    }
    assert client.get(f"{address}/receipt").json()["received_at"] == received_at


def test_an_upload_goes_on_where_it_stopped(client: Client, batch: str) -> None:
    data = a_picture()
    address = begin(client, batch, data)
    assert push(client, address, data[:100]).headers["upload-offset"] == "100"
    assert client.get(f"{address}/receipt").json()["code"] == "upload_incomplete"
    assert begin(client, batch, data) == address
    assert offset_of(client, address) == 100
    assert push(client, address, data[100:], offset=100).status_code == 204
    assert client.get(f"{address}/receipt").json()["is_new"] is True


def test_the_first_piece_may_come_with_the_creation(client: Client, batch: str) -> None:
    data = a_picture()
    headers = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(batch, data)}
    answer = client.post("/api/v1/uploads", headers={**PIECE, **headers}, content=data[:50])
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "50")
    again = client.post("/api/v1/uploads", headers={**PIECE, **headers}, content=data[:50])
    assert (again.status_code, again.headers["upload-offset"]) == (201, "50")


def test_a_finished_upload_begun_again_is_finished(
    client: Client, services: Services, batch: str
) -> None:
    address = send(client, batch, a_picture())
    assert begin(client, batch, a_picture()) == address
    assert offset_of(client, address) == len(a_picture())
    assert push(client, address, a_picture()).json()["code"] == "offset_mismatch"
    assert len(services.catalogue.arrivals(services.catalogue.batches()[0].id)) == 1


def test_the_same_bytes_in_two_batches_are_one_scan_that_came_twice(
    client: Client, services: Services, batch: str
) -> None:
    send(client, batch, a_picture())
    other = send(client, open_batch(client, key="lo-2"), a_picture())
    assert client.get(f"{other}/receipt").json()["is_new"] is False
    assert len(services.catalogue.scans()) == 1


def test_a_piece_at_the_wrong_place_is_refused(client: Client, batch: str) -> None:
    address = begin(client, batch, a_picture())
    answer = push(client, address, b"x", offset=7)
    assert (answer.status_code, answer.json()["code"]) == (409, "offset_mismatch")
    assert offset_of(client, address) == 0


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_piece_with_its_checksum_is_taken(client: Client, batch: str, algorithm: str) -> None:
    data = a_picture()
    address = begin(client, batch, data)
    checksum = said_checksum(data, algorithm)
    assert push(client, address, data, **{"Upload-Checksum": checksum}).status_code == 204


def test_a_piece_that_changed_on_its_way_did_not_come(client: Client, batch: str) -> None:
    data = a_picture()
    address = begin(client, batch, data)
    push(client, address, data[:10])
    checksum = said_checksum(data[10:])
    answer = push(client, address, b"x" * 20, offset=10, **{"Upload-Checksum": checksum})
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum_mismatch")
    assert offset_of(client, address) == 10


def test_a_file_that_is_not_what_was_said_begins_anew(
    client: Client, services: Services, batch: str
) -> None:
    data = a_picture()
    address = begin(client, batch, data)
    answer = push(client, address, bytes(len(data)))
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum_mismatch")
    assert offset_of(client, address) == 0
    assert (services.catalogue.scans(), list(services.store.keys())) == ([], [])
    assert push(client, address, data).status_code == 204


def test_more_bytes_than_said_are_refused_and_what_fits_is_not_believed(
    client: Client, batch: str
) -> None:
    data = a_picture()
    address = begin(client, batch, data)
    answer = push(client, address, data + b"x")
    assert (answer.status_code, answer.json()["code"]) == (400, "request_invalid")
    assert push(client, address, data).status_code == 204


def test_a_file_that_is_no_scan_is_kept_and_its_receipt_says_why(
    client: Client, services: Services, batch: str
) -> None:
    data = b"MZ this is a program"
    address = send(client, batch, data, name="setup.exe")
    receipt = client.get(f"{address}/receipt").json()
    assert receipt["error"]["code"] == "unknown_format"
    assert "PDF, TIFF, JPEG" in receipt["error"]["message"]
    assert services.catalogue.scans()[0].state is ScanState.REJECTED
    assert audit(services.catalogue, services.store).ok


def test_an_empty_file_has_a_receipt_at_once(client: Client, batch: str) -> None:
    address = begin(client, batch, b"")
    assert client.get(f"{address}/receipt").json()["error"]["code"] == "empty_file"


def test_a_given_up_upload_is_gone(client: Client, services: Services, batch: str) -> None:
    address = begin(client, batch, a_picture())
    push(client, address, b"abc")
    assert client.delete(address, headers=TUS).status_code == 204
    assert client.head(address, headers=TUS).status_code == 404
    assert list((services.settings.warehouse / "uploads").iterdir()) == []


def test_custody_is_not_given_up(client: Client, batch: str) -> None:
    address = send(client, batch, a_picture())
    assert client.delete(address, headers=TUS).json()["code"] == "illegal_move"
    assert client.get(f"{address}/receipt").status_code == 200


def test_what_is_said_of_a_file_as_it_comes_is_remembered(
    client: Client, services: Services, batch: str
) -> None:
    send(client, batch, a_picture(), component="don", type_code="don_de_nghi")
    (file,) = services.catalogue.batches()[0].expected
    assert (file.name, file.component, file.type_code) == ("don.png", "don", "don_de_nghi")
    assert open_batch(client) == batch  # the same words as at first, so the same batch


def test_what_was_said_of_a_file_before_stands(client: Client) -> None:
    batch = open_batch(client, files=[{"name": "don.png", "component": "don"}])
    headers = {
        **TUS,
        "Upload-Length": "1",
        "Upload-Metadata": metadata(batch, b"x", component="cccd"),
    }
    answer = client.post("/api/v1/uploads", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "request_invalid")


# ---- the protocol's own rules


def test_the_server_says_what_it_can(client: Client) -> None:
    answer = client.options("/api/v1/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-checksum-algorithm"] == "sha256,sha1"
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation", "creation-with-upload", "checksum", "termination", "expiration",
    }  # fmt: skip


def test_an_upload_tells_its_length_and_what_was_said_of_it(client: Client, batch: str) -> None:
    address = begin(client, batch, a_picture(), component="don")
    headers = client.head(address, headers=TUS).headers
    assert headers["upload-length"] == str(len(a_picture()))
    assert headers["upload-metadata"] == metadata(batch, a_picture(), component="don")
    assert headers["upload-expires"].endswith("GMT")


def test_another_version_of_the_protocol_is_refused(client: Client, batch: str) -> None:
    answer = client.head(begin(client, batch, a_picture()), headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 415),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "1e3"}, 400),
        ({"Upload-Offset": "٣"}, 400),
        ({"Upload-Checksum": "md5 1B2M2Y8AsgTpgAmY7PhCfg=="}, 400),
        ({"Upload-Checksum": "sha1 ===="}, 400),
        ({"Upload-Checksum": "sha1 YQ=="}, 400),
    ],
    ids=str,
)
def test_malformed_pieces_are_refused(
    client: Client, batch: str, headers: dict[str, str], status: int
) -> None:
    address = begin(client, batch, a_picture())
    encoded = {name: text.encode() for name, text in headers.items()}
    answer = client.patch(address, headers={**PIECE, "Upload-Offset": "0", **encoded}, content=b"x")
    assert answer.status_code == status
    assert offset_of(client, address) == 0


def test_a_client_that_can_only_post_says_what_it_means(client: Client, batch: str) -> None:
    data = a_picture()
    address = begin(client, batch, data)
    meant = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
    assert client.post(address, headers={**PIECE, **meant}, content=data).status_code == 204


# ---- bounds


def test_a_file_over_the_bound_is_refused_before_it_is_sent(services: Services) -> None:
    app = app_of(services, options=UploadOptions(max_bytes=1000))
    client = Client(app, key_of_new_station(services))
    headers = {**TUS, "Upload-Metadata": metadata(open_batch(client), b"x")}
    answer = client.post("/api/v1/uploads", headers={**headers, "Upload-Length": "1001"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_bytes")
    assert client.options("/api/v1/uploads").headers["tus-max-size"] == "1000"


def test_a_station_may_have_so_many_open_uploads(services: Services) -> None:
    app = app_of(services, options=UploadOptions(max_open=2))
    client = Client(app, key_of_new_station(services))
    batch = open_batch(client)
    addresses = [begin(client, batch, a_picture(shade), name=f"{shade}") for shade in (1, 2)]
    headers = {**TUS, "Upload-Length": "1", "Upload-Metadata": metadata(batch, b"x")}
    refused = client.post("/api/v1/uploads", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_uploads")
    assert int(refused.headers["retry-after"]) > 0
    push(client, addresses[0], a_picture(1))
    assert client.post("/api/v1/uploads", headers=headers).status_code == 201


def test_open_uploads_are_counted_over_a_restart(services: Services) -> None:
    options = UploadOptions(max_open=1)
    key = key_of_new_station(services)
    client = Client(app_of(services, options=options), key)
    batch = open_batch(client)
    begin(client, batch, a_picture())
    restarted = Client(app_of(services, options=options), key)
    headers = {**TUS, "Upload-Length": "1", "Upload-Metadata": metadata(batch, b"x")}
    assert restarted.post("/api/v1/uploads", headers=headers).status_code == 429


# ---- what a crash leaves


def uploads_folder(services: Services) -> Path:
    return services.settings.warehouse / "uploads"


def test_a_whole_file_of_a_killed_server_is_received_when_its_receipt_is_asked_for(
    client: Client, services: Services, batch: str
) -> None:
    address = begin(client, batch, a_picture())
    part = uploads_folder(services) / f"{address.rpartition('/')[2]}.part"
    part.write_bytes(a_picture())  # all bytes came, and then the server was killed
    assert client.get(f"{address}/receipt").json()["scan"] == sha256_of(a_picture())


def test_all_bytes_are_told_only_once_they_are_in_custody(
    client: Client, services: Services, batch: str
) -> None:
    address = begin(client, batch, a_picture())
    part = uploads_folder(services) / f"{address.rpartition('/')[2]}.part"
    part.write_bytes(a_picture())
    assert offset_of(client, address) == len(a_picture())
    assert [scan.id for scan in services.catalogue.scans()] == [sha256_of(a_picture())]


def test_bytes_that_a_power_cut_spoiled_are_sent_again(
    client: Client, services: Services, batch: str
) -> None:
    address = begin(client, batch, a_picture())
    part = uploads_folder(services) / f"{address.rpartition('/')[2]}.part"
    part.write_bytes(bytes(len(a_picture())))
    assert offset_of(client, address) == 0


def test_a_description_that_a_power_cut_left_alone_proves_nothing(
    client: Client, services: Services, batch: str
) -> None:
    address = begin(client, batch, a_picture())
    (uploads_folder(services) / f"{address.rpartition('/')[2]}.part").unlink()
    assert client.head(address, headers=TUS).status_code == 404
    assert send(client, batch, a_picture()) == address


def test_a_torn_description_is_begun_anew(client: Client, services: Services, batch: str) -> None:
    address = begin(client, batch, a_picture())
    (uploads_folder(services) / f"{address.rpartition('/')[2]}.json").write_bytes(b'{"id": "')
    assert client.head(address, headers=TUS).status_code == 404
    assert send(client, batch, a_picture()) == address


def test_a_receipt_can_be_had_after_its_description_expired(
    client: Client, services: Services, batch: str
) -> None:
    address = send(client, batch, a_picture())
    (uploads_folder(services) / f"{address.rpartition('/')[2]}.json").unlink()
    assert client.get(f"{address}/receipt").status_code == 404
    assert begin(client, batch, a_picture()) == address
    assert client.get(f"{address}/receipt").json()["is_new"] is True


def test_a_wrong_length_is_corrected_while_nothing_came(client: Client, batch: str) -> None:
    data = a_picture()
    headers = {**TUS, "Upload-Length": "7", "Upload-Metadata": metadata(batch, data)}
    client.post("/api/v1/uploads", headers=headers)
    send(client, batch, data)
