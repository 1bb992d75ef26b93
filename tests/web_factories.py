"""A server without a port: stations with their keys, requests as they send them, and files small enough to read at a glance."""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from functools import partialmethod
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import httpx
from PIL import Image

from config.settings import Settings
from storage.station_keys import key_sha256, new_key
from storage.stations import Station, Stations
from web.app import create_app
from web.stations.upload_desk import UploadOptions
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.services import Services, build_services, utc_now

AGENCY = "000.00.16.H07"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}


class NoChildren:
    """A child pool's `call`, in this process: what comes in here the tests made themselves."""

    def call(self, function: Callable[..., Any], _timeout_seconds: float, *args: object) -> Any:
        return function(None, *args)


def open_warehouse(folder: Path) -> Services:
    return build_services(Settings(warehouse=folder, agency_code=AGENCY))


def app_of(
    services: Services,
    *,
    options: UploadOptions | None = None,
    on_custody: Callable[[], None] = lambda: None,
) -> Any:
    children = cast("ChildPool", NoChildren())
    return create_app(
        services,
        Receiving(services, children),
        looking=children,
        options=options,
        on_custody=on_custody,
    )


def key_of_new_station(
    services: Services, station_id: str = "quay-1", *, agency: str = AGENCY
) -> str:
    key = new_key(station_id)
    Stations(services.database).register(
        Station(
            id=station_id,
            agency=agency,
            name=station_id,
            key_sha256=key_sha256(key),
            registered_at=utc_now(),
        ),
        actor="test",
    )
    return key


class Client:
    """A station at the counter: each request is answered before the next is made."""

    def __init__(self, app: Any, key: str) -> None:
        self._app = app
        self._headers = {"Authorization": f"Bearer {key}"}

    def request(self, method: str, address: str, **given: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with asking(self._app, self._headers) as client:
                return await client.request(method, address, **given)

        return asyncio.run(ask())

    get = partialmethod(request, "GET")
    head = partialmethod(request, "HEAD")
    post = partialmethod(request, "POST")
    patch = partialmethod(request, "PATCH")
    put = partialmethod(request, "PUT")
    delete = partialmethod(request, "DELETE")
    options = partialmethod(request, "OPTIONS")


def asking(app: Any, headers: dict[str, str]) -> httpx.AsyncClient:
    """For tests in which several ask at once."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://server", headers=headers)


def a_picture(shade: int = 200) -> bytes:
    """One page."""
    file = BytesIO()
    Image.new("L", (400, 600), shade).save(file, "PNG", dpi=(200, 200))
    return file.getvalue()


def open_batch(client: Client, *, key: str = "lo-1", **said: object) -> str:
    answer = client.post("/api/v1/batches", headers={"Idempotency-Key": key}, json=said)
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["id"])


def metadata(batch: str, data: bytes, *, name: str = "don.png", **more: str) -> str:
    said = {"batch": batch, "filename": name, "sha256": hashlib.sha256(data).hexdigest(), **more}
    return ",".join(
        f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in said.items()
    )


def begin(client: Client, batch: str, data: bytes, *, name: str = "don.png", **more: str) -> str:
    """The address of the upload."""
    answer = client.post(
        "/api/v1/uploads",
        headers={
            **TUS,
            "Upload-Length": str(len(data)),
            "Upload-Metadata": metadata(batch, data, name=name, **more),
        },
    )
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


def push(client: Client, address: str, piece: bytes, *, offset: int = 0, **headers: str) -> Any:
    return client.patch(
        address,
        headers={**PIECE, "Upload-Offset": str(offset), **headers},
        content=piece,
    )


def offset_of(client: Client, address: str) -> int:
    answer = client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


def send(client: Client, batch: str, data: bytes, *, name: str = "don.png", **more: str) -> str:
    """A whole upload; its address."""
    address = begin(client, batch, data, name=name, **more)
    answer = push(client, address, data)
    assert answer.status_code == 204, answer.text
    return address
