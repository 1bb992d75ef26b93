"""A real server on a port of its own, and clients that are not ours: tus-js-client (npm) and tuspy (PyPI)."""

import hashlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from running_server import RunningServer, new_station, serving, start
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from web_factories import PIECE, TUS, a_picture, metadata, open_warehouse

from storage.audit import audit

NPM = Path(__file__).resolve().parents[1] / "npm"
MEGABYTE = 1024**2


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "kho"


@pytest.fixture(scope="module")
def key(warehouse: Path) -> str:
    return new_station(warehouse)


@pytest.fixture(scope="module")
def server(warehouse: Path, key: str) -> Iterator[RunningServer]:
    with serving(warehouse) as running:
        yield running


@pytest.fixture
def client(server: RunningServer, key: str) -> Iterator[httpx.Client]:
    with asking(server, key) as asked:
        yield asked


@pytest.fixture
def batch(client: httpx.Client, request: pytest.FixtureRequest) -> str:
    return open_batch(client, request.node.name)


def asking(server: RunningServer, key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=server.address, headers=headers, timeout=60)


def open_batch(client: httpx.Client, name: str) -> str:
    key = hashlib.sha256(name.encode()).hexdigest()
    answer = client.post("/api/v1/batches", headers={"Idempotency-Key": key}, json={})
    return str(answer.json()["id"])


def big_file(folder: Path, *, size: int, seed: str) -> Path:
    """A picture with much behind its end: kept like any file and never read, so only the way in is measured."""
    path = folder / f"{seed}.png"
    noise = hashlib.shake_128(seed.encode()).digest(MEGABYTE)
    with path.open("wb") as file:
        file.write(a_picture())
        while file.tell() < size:
            file.write(noise)
    return path


def said_of(batch: str, path: Path) -> dict[str, str]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"batch": batch, "filename": path.name, "sha256": digest}


def receipt_of(client: httpx.Client, url: str) -> dict[str, Any]:
    answer = client.get(f"{urlsplit(url).path}/receipt")
    return dict(answer.json())


# ---- tus-js-client


def npm_upload(server: RunningServer, key: str, path: Path, **options: Any) -> dict[str, Any]:
    if not (NPM / "node_modules").is_dir() or shutil.which("node") is None:
        pytest.skip("scripts/setup test installs tests/npm")
    given = {
        "endpoint": f"{server.address}/api/v1/uploads",
        "key": key,
        "file": str(path),
        **options,
    }
    done = subprocess.run(
        ["node", "upload.mjs"],
        cwd=NPM,
        input=json.dumps(given).encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    return dict(json.loads(done.stdout))


def test_npm_client_sends_a_large_file_in_one_piece(
    server: RunningServer, key: str, client: httpx.Client, batch: str, tmp_path: Path
) -> None:
    path = big_file(tmp_path, size=40 * MEGABYTE, seed="npm whole")
    done = npm_upload(server, key, path, metadata=said_of(batch, path))
    assert done["outcome"] == "success", done
    assert receipt_of(client, done["url"])["sha256"] == said_of(batch, path)["sha256"]


def test_npm_client_goes_on_where_it_was_cut(
    server: RunningServer, key: str, client: httpx.Client, batch: str, tmp_path: Path
) -> None:
    path = big_file(tmp_path, size=8 * MEGABYTE, seed="npm cut")
    options = {"metadata": said_of(batch, path), "chunkSize": MEGABYTE}
    cut = npm_upload(server, key, path, **options, stopAfter=3 * MEGABYTE)
    assert cut["outcome"] == "stopped"
    held = int(client.head(urlsplit(cut["url"]).path, headers=TUS).headers["upload-offset"])
    assert 2 * MEGABYTE <= held < 8 * MEGABYTE
    done = npm_upload(server, key, path, **options, url=cut["url"])
    assert (done["outcome"], done["url"]) == ("success", cut["url"])
    assert receipt_of(client, done["url"])["is_new"] is True


def test_npm_client_sends_the_same_file_twice_and_it_is_one(
    server: RunningServer, key: str, client: httpx.Client, batch: str, tmp_path: Path
) -> None:
    path = big_file(tmp_path, size=MEGABYTE, seed="npm twice")
    first, again = (npm_upload(server, key, path, metadata=said_of(batch, path)) for _ in range(2))
    assert (first["outcome"], again["outcome"]) == ("success", "success")
    assert first["url"] == again["url"]
    files = client.get(f"/api/v1/batches/{batch}/receipt").json()["files"]
    assert [file["name"] for file in files] == [path.name]


def test_npm_client_sends_with_the_creation_and_by_post_alone(
    server: RunningServer, key: str, client: httpx.Client, batch: str, tmp_path: Path
) -> None:
    path = big_file(tmp_path, size=2 * MEGABYTE, seed="npm post")
    done = npm_upload(
        server, key, path, metadata=said_of(batch, path), chunkSize=MEGABYTE,
        uploadDataDuringCreation=True, overridePatchMethod=True,
    )  # fmt: skip
    assert done["outcome"] == "success"
    assert receipt_of(client, done["url"])["size_bytes"] == path.stat().st_size


# ---- tuspy


def tuspy(server: RunningServer, key: str) -> TusClient:
    return TusClient(f"{server.address}/api/v1/uploads", headers={"Authorization": f"Bearer {key}"})


def test_pypi_client_goes_on_where_it_was_cut_with_checksums(
    server: RunningServer, key: str, client: httpx.Client, batch: str, tmp_path: Path
) -> None:
    path = big_file(tmp_path, size=5 * MEGABYTE, seed="tuspy cut")
    options = {"chunk_size": MEGABYTE, "upload_checksum": True}
    with path.open("rb") as file:
        first = tuspy(server, key).uploader(
            file_stream=file, metadata=said_of(batch, path), **options
        )
        first.upload(stop_at=2 * MEGABYTE)
        assert receipt_of(client, first.url)["code"] == "upload_incomplete"
        again = tuspy(server, key).uploader(file_stream=file, url=first.url, **options)
        assert again.offset == 2 * MEGABYTE
        again.upload()
    assert receipt_of(client, first.url)["size_bytes"] == path.stat().st_size


def test_pypi_client_is_told_of_a_file_that_is_not_what_it_said(
    server: RunningServer, key: str, batch: str, tmp_path: Path
) -> None:
    path = big_file(tmp_path, size=MEGABYTE, seed="tuspy lie")
    said = {**said_of(batch, path), "sha256": "0" * 64}
    with path.open("rb") as file, pytest.raises(TusCommunicationError) as told:
        tuspy(server, key).uploader(
            file_stream=file, metadata=said, chunk_size=4 * MEGABYTE
        ).upload()
    assert told.value.status_code == 460
    assert json.loads(told.value.response_content)["code"] == "checksum_mismatch"


# ---- bare sockets


def half_sent(server: RunningServer, key: str, address: str, data: bytes) -> socket.socket:
    """A connection on which half of an upload was sent."""
    host, _, port = urlsplit(server.address).netloc.partition(":")
    line = socket.create_connection((host, int(port)), timeout=10)
    headers = {
        **PIECE,
        "Host": host,
        "Authorization": f"Bearer {key}",
        "Upload-Offset": "0",
        "Content-Length": str(len(data)),
    }
    lines = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
    line.sendall(f"PATCH {address} HTTP/1.1\r\n{lines}\r\n".encode() + data[: len(data) // 2])
    return line


def begun(client: httpx.Client, batch: str, data: bytes) -> str:
    headers = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(batch, data)}
    return str(client.post("/api/v1/uploads", headers={**TUS, **headers}).headers["location"])


def finish(client: httpx.Client, address: str, rest: bytes, *, offset: int) -> None:
    """What a station does: the rest of the bytes, then the receipt whatever became of them."""
    headers = {**PIECE, "Upload-Offset": str(offset)}
    client.patch(address, headers=headers, content=rest)
    client.get(f"{address}/receipt")


def wait_for_bytes(warehouse: Path, address: str, count: int) -> None:
    part = warehouse / "uploads" / f"{address.rpartition('/')[2]}.part"
    for _ in range(200):
        if part.stat().st_size >= count:
            return
        time.sleep(0.05)
    raise AssertionError("the bytes did not come")


def test_a_cut_line_loses_nothing_that_came(
    server: RunningServer, key: str, client: httpx.Client, batch: str, warehouse: Path
) -> None:
    data = a_picture(10) + bytes(300_000)
    address = begun(client, batch, data)
    half_sent(server, key, address, data).close()
    wait_for_bytes(warehouse, address, len(data) // 2)
    held = int(client.head(address, headers=TUS).headers["upload-offset"])
    assert held == len(data) // 2


@pytest.mark.slow
def test_a_server_killed_at_any_step_of_an_upload_goes_on_after_its_restart(
    tmp_path: Path,
) -> None:
    """Mid-request by `kill -9` from outside, then by itself before and after custody, and in the end all is there."""
    warehouse, data = tmp_path / "kho", a_picture(11) + bytes(4 * MEGABYTE)
    key = new_station(warehouse)
    server = start(warehouse)
    with asking(server, key) as client:
        batch = open_batch(client, "killed")
        address = begun(client, batch, data)
        with half_sent(server, key, address, data):
            wait_for_bytes(warehouse, address, MEGABYTE)
            server.kill()
    half = (warehouse / "uploads" / f"{address.rpartition('/')[2]}.part").stat().st_size
    for point in ("upload.complete", "upload.in_custody"):
        dying = start(warehouse, DIGITIZE_FAULT_POINT=point)
        with asking(dying, key) as client, pytest.raises(httpx.TransportError):
            finish(client, address, data[half:], offset=half)
        assert dying.process.wait(10) == -9
    with serving(warehouse) as again, asking(again, key) as client:
        assert open_batch(client, "killed") == batch
        assert client.head(address, headers=TUS).headers["upload-offset"] == str(len(data))
        assert client.get(f"{address}/receipt").json()["sha256"] == hashlib.sha256(data).hexdigest()
    with open_warehouse(warehouse) as services:
        report = audit(services.catalogue, services.store)
    assert (report.ok, report.scans) == (True, 1)
    assert not list((warehouse / "uploads").glob("*.part"))
