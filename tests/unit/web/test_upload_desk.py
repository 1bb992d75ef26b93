"""Several at once, silence, restarts and sick disks: what the upload desk does when requests do not come one by one."""

import asyncio
import os
import subprocess
import time
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from small_disks import mounted
from web_factories import (
    PIECE,
    TUS,
    Client,
    NoChildren,
    a_picture,
    app_of,
    asking,
    begin,
    key_of_new_station,
    offset_of,
    open_batch,
    open_warehouse,
    push,
    send,
)

from digitize.errors import (
    DigitizeError,
    RequestCutOff,
    StoreFull,
    StoreReadOnly,
    UploadBusy,
)
from digitize.ports import ObjectStore
from storage.encrypted_store import written_for
from web.stations.turns import TurnOptions, Turns
from web.stations.upload_desk import UploadDesk, UploadOptions
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.services import Services

QUICK = UploadOptions(turns=TurnOptions(stale_seconds=0.05, idle_seconds=0.2))


@pytest.fixture
def key(services: Services) -> str:
    return key_of_new_station(services)


def stream(*pieces: bytes, pause: float = 0.0) -> AsyncIterator[bytes]:
    async def give() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece
            await asyncio.sleep(pause)

    return give()


def patch(client: Any, address: str, body: Any, *, offset: int = 0) -> Any:
    headers = {**PIECE, "Upload-Offset": str(offset)}
    return client.patch(address, headers=headers, content=body)


def test_the_same_file_pushed_twice_at_once_is_taken_once(services: Services, key: str) -> None:
    app, data = app_of(services), a_picture()
    address = begin(Client(app, key), open_batch(Client(app, key)), data)

    async def both() -> list[Any]:
        async with asking(app, {"Authorization": f"Bearer {key}"}) as client:
            halves = data[:300], data[300:]
            return await asyncio.gather(
                patch(client, address, stream(*halves, pause=0.1)),
                patch(client, address, stream(*halves, pause=0.1)),
            )

    codes = [answer.status_code for answer in asyncio.run(both())]
    assert 204 in codes
    assert set(codes) <= {
        204,
        409,
        423,
    }  # the other is told to ask where the upload stands, or to wait
    assert len(services.catalogue.scans()) == 1


def test_interleaved_batches_keep_apart(services: Services, key: str) -> None:
    app = app_of(services)
    client = Client(app, key)
    batches = [open_batch(client, key=f"lo-{number}") for number in range(4)]
    files = [a_picture(shade) for shade in range(4)]
    addresses = [
        begin(client, batch, data, name=f"{shade}.png")
        for batch in batches
        for shade, data in enumerate(files)
    ]

    async def all_at_once() -> list[Any]:
        async with asking(app, {"Authorization": f"Bearer {key}"}) as several:
            bodies = [stream(data[:200], data[200:], pause=0.01) for data in files * len(batches)]
            sent = [patch(several, at, body) for at, body in zip(addresses, bodies, strict=True)]
            return await asyncio.gather(*sent)

    assert {answer.status_code for answer in asyncio.run(all_at_once())} == {204}
    for batch in batches:
        shown = client.get(f"/api/v1/batches/{batch}/receipt").json()["files"]
        assert sorted(file["name"] for file in shown) == ["0.png", "1.png", "2.png", "3.png"]
    assert len(services.catalogue.scans()) == 4


def test_a_line_gone_silent_gives_way_to_who_reconnects(services: Services, key: str) -> None:
    app, data = app_of(services, options=QUICK), a_picture()
    address = begin(Client(app, key), open_batch(Client(app, key)), data)

    async def reconnect() -> tuple[int, int]:
        async with asking(app, {"Authorization": f"Bearer {key}"}) as client:
            silent = asyncio.create_task(
                patch(client, address, stream(data[:300], data[300:], pause=9.0))
            )
            await asyncio.sleep(0.15)
            again = await patch(client, address, stream(data[300:]), offset=300)
            return (await silent).status_code, again.status_code

    assert asyncio.run(reconnect()) == (408, 204)


def test_a_silent_line_is_cut_and_what_came_is_kept(services: Services, key: str) -> None:
    app, data = app_of(services, options=QUICK), a_picture()
    client = Client(app, key)
    address = begin(client, open_batch(client), data)
    answer = push(client, address, stream(data[:300], b"", pause=9.0))  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (408, "request_cut_off")
    assert offset_of(client, address) == 300


def test_while_bytes_flow_nobody_takes_over() -> None:
    async def second_comer() -> None:
        turns = Turns(TurnOptions(stale_seconds=5))
        async with turns.take("upload") as turn:
            with turn.listening(), pytest.raises(UploadBusy):
                async with turns.take("upload"):
                    pass

    asyncio.run(second_comer())


def test_a_turn_ends_when_nothing_is_heard() -> None:
    async def listen() -> None:
        async with Turns(TurnOptions(idle_seconds=0.01)).take("upload") as turn:
            with pytest.raises(RequestCutOff), turn.listening():
                await asyncio.sleep(9)

    asyncio.run(listen())


# ---- restarts and time


def desk_of(services: Services, **options: Any) -> UploadDesk:
    receiving = Receiving(services, cast("ChildPool", NoChildren()))
    return UploadDesk(
        services, receiving, on_custody=lambda: None, options=UploadOptions(**options)
    )


def uploads_folder(services: Services) -> Path:
    return services.settings.warehouse / "uploads"


def test_what_was_whole_when_the_server_ended_is_received_at_its_start(
    client: Client, services: Services
) -> None:
    address = begin(client, open_batch(client), a_picture())
    part = uploads_folder(services) / f"{address.rpartition('/')[2]}.part"
    part.write_bytes(a_picture())
    asyncio.run(desk_of(services).recover())
    assert len(services.catalogue.scans()) == 1
    assert not part.exists()


def test_what_is_torn_does_not_stop_the_others_at_the_start(
    client: Client, services: Services
) -> None:
    batch = open_batch(client)
    for shade in (1, 2):
        address = begin(client, batch, a_picture(shade), name=f"{shade}.png")
        part = uploads_folder(services) / f"{address.rpartition('/')[2]}.part"
        part.write_bytes(a_picture(shade) if shade == 2 else bytes(len(a_picture(shade))))
    asyncio.run(desk_of(services).recover())
    assert [scan.source for scan in services.catalogue.scans()] == ["2.png"]


def test_uploads_that_nobody_went_on_with_expire(client: Client, services: Services) -> None:
    batch = open_batch(client)
    old = begin(client, batch, a_picture(1), name="old.png")
    begin(client, batch, a_picture(2), name="new.png")
    sent = send(client, batch, a_picture(3), name="sent.png")
    folder = uploads_folder(services)
    (folder / "torn.123.part").touch()
    for path in folder.iterdir():
        if old.rpartition("/")[2] in path.name:
            os.utime(path, (time.time() - 3600,) * 2)
    asyncio.run(desk_of(services, kept_seconds=1800.0).expire())
    assert client.head(old, headers=TUS).status_code == 404
    assert client.get(f"{sent}/receipt").status_code == 200
    assert len(list(folder.glob("*.json"))) == 2


def test_an_upload_that_moves_does_not_expire(client: Client, services: Services) -> None:
    address = begin(client, open_batch(client), a_picture())
    description = uploads_folder(services) / f"{address.rpartition('/')[2]}.json"
    os.utime(description, (time.time() - 3600,) * 2)
    push(client, address, b"abc")
    asyncio.run(desk_of(services, kept_seconds=1800.0).expire())
    assert client.head(address, headers=TUS).status_code == 200


# ---- disks


class SickStore:
    """A store that refuses to take anything in until it is cured."""

    def __init__(self, store: ObjectStore, faults: list[type[DigitizeError]]) -> None:
        self._store, self._faults = store, faults

    def cure(self) -> None:
        self._faults.clear()

    def of_agencies(self, agencies: Collection[str]) -> "SickStore":
        return SickStore(written_for(self._store, agencies), self._faults)

    def adopt(self, *given: Any, **named: Any) -> str:
        for fault in self._faults:
            raise fault("sick")
        return self._store.adopt(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize("fault", [StoreFull, StoreReadOnly])
def test_a_sick_store_is_said_and_the_upload_kept(
    services: Services, key: str, fault: type[DigitizeError]
) -> None:
    store = SickStore(services.store, [fault])
    client, data = Client(app_of(replace(services, store=store)), key), a_picture()  # type: ignore[arg-type]
    address = begin(client, open_batch(client), data)
    refused = push(client, address, data)
    assert (refused.status_code, refused.json()["code"]) == (503, fault.code)
    assert int(refused.headers["retry-after"]) > 0
    assert client.head(address, headers=TUS).status_code == 503  # all came, but it is not safe yet
    store.cure()
    assert offset_of(client, address) == len(data)
    assert len(services.catalogue.scans()) == 1


def test_a_disk_that_fills_up_keeps_what_fitted(tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=2M") as disk, open_warehouse(disk / "kho") as services:
        client = Client(app_of(services), key_of_new_station(services))
        data = bytes(3 * 1024**2)
        address = begin(client, open_batch(client), data)
        answer = push(client, address, data)
        assert (answer.status_code, answer.json()["code"]) == (503, "store_full")
        kept = offset_of(client, address)
        assert 0 < kept < len(data)
        subprocess.run(["mount", "-o", "remount,size=32M", str(disk)], check=True)
        assert push(client, address, data[kept:], offset=kept).status_code == 204
        assert len(services.catalogue.scans()) == 1
