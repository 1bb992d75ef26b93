"""Requests of a counter that come doubled, late and in any order: the batch is what it would have been in order, or not done yet."""

import hashlib
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from web_factories import (
    PIECE,
    TUS,
    Client,
    a_picture,
    app_of,
    key_of_new_station,
    metadata,
    open_batch,
    open_warehouse,
)

from storage.audit import audit
from web.stations.uploads import upload_id

PIECE_BYTES = 1000
Ask = Callable[[], object]


def requests_of(client: Client, batch: str, data: bytes) -> list[Ask]:
    """All that sending one file takes, each as often as a line may repeat it."""
    address = f"/api/v1/uploads/{upload_id(batch, 'don.png', hashlib.sha256(data).hexdigest())}"
    create = {**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": metadata(batch, data)}
    pieces = [
        partial(
            client.patch,
            address,
            headers={**PIECE, "Upload-Offset": str(start)},
            content=data[start : start + PIECE_BYTES],
        )
        for start in range(0, len(data), PIECE_BYTES)
    ]
    asked: list[Ask] = [
        partial(open_batch, client),
        partial(client.post, "/api/v1/uploads", headers=create),
        partial(client.head, address, headers=TUS),
        partial(client.get, f"{address}/receipt"),
        *pieces,
    ]
    return asked * 2


@pytest.mark.parametrize("seed", range(8))
def test_in_any_order_and_doubled_they_make_one_arrival(tmp_path: Path, seed: int) -> None:
    data, draw = a_picture(seed) + bytes(3 * PIECE_BYTES), random.Random(seed)
    with open_warehouse(tmp_path / "kho") as services:
        client = Client(app_of(services), key_of_new_station(services))
        batch = open_batch(client)
        asked = requests_of(client, batch, data)
        while not services.catalogue.arrivals(batch):
            draw.shuffle(asked)
            for ask in asked:
                ask()
        for ask in asked:  # and all of it once more, after the end
            ask()
        (arrival,) = services.catalogue.arrivals(batch)
        assert arrival.scan_id == hashlib.sha256(data).hexdigest()
        report = audit(services.catalogue, services.store)
    assert (report.ok, report.scans, report.unclaimed) == (True, 1, ())


def test_a_close_that_overtakes_a_file_keeps_the_batch_as_it_was_closed(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "kho") as services:
        client = Client(app_of(services), key_of_new_station(services))
        batch, data = open_batch(client), a_picture()
        for _ in range(2):
            closed = client.post(
                f"/api/v1/batches/{batch}/close", headers={"Idempotency-Key": "dong"}
            )
            assert closed.json()["final"] is True
        create = {**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": metadata(batch, data)}
        late = client.post("/api/v1/uploads", headers=create)
        assert late.json()["code"] == "batch_closed"
        assert not services.catalogue.arrivals(batch)
