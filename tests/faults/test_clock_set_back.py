"""The server's clock jumps back, by a second or a year, between any two steps: nothing stops, and the audit holds."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from web_factories import Client, a_picture, app_of, key_of_new_station, open_warehouse, send
from web_factories import open_batch as opened

from config.settings import EngineChoice
from storage.audit import audit
from workers.reading_pool import build_pool
from workers.scan_queue import ScanQueue

JUMPS = (timedelta(seconds=1), timedelta(hours=5), timedelta(days=366))


class JumpingClock:
    """Every look at it, it may have been set back."""

    def __init__(self, seed: int) -> None:
        self._now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        self._draw = random.Random(seed)

    def __call__(self) -> datetime:
        back = self._draw.choice((timedelta(), timedelta(), *JUMPS))
        self._now += timedelta(seconds=1) - back
        return self._now


@pytest.mark.slow
def test_a_clock_set_back_between_any_two_steps_stops_nothing(tmp_path: Path) -> None:
    pictures = [a_picture(shade) for shade in (60, 120, 180)]
    with open_warehouse(tmp_path / "kho") as opened_now:
        settings = opened_now.settings.model_copy(update={"engine": EngineChoice.STUB, "jobs": 1})
        services = replace(opened_now, clock=JumpingClock(seed=4), settings=settings)
        client = Client(app_of(services), key_of_new_station(services))
        batch = opened(client)
        for number, picture in enumerate(pictures):
            send(client, batch, picture, name=f"{number}.png")
        client.post(f"/api/v1/batches/{batch}/close", headers={"Idempotency-Key": "dong"})
        pool = build_pool(settings)
        with pool, ScanQueue(services, pool) as queue:
            assert queue.wait_until_idle(120)
        assert not services.catalogue.unfinished_scans(limit=1)
        assert client.get(f"/api/v1/batches/{batch}/receipt").json()["pages"]["received"] == 3
        report = audit(services.catalogue, services.store)
    assert (report.ok, report.problems, report.pages["received"]) == (True, (), 3)
