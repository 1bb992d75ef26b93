"""A line that is cut without a word, between a client and each real server: noticed in a bounded time, by both its ends."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from s3_factories import a_bucket
from sqlalchemy import text
from storage_factories import a_scan_id

from digitize.errors import BrokerUnavailable, StoreUnavailable
from digitize.rows import Priority
from storage import keys
from storage.database import Database
from storage.local_copies import LocalCopies
from storage.postgres import PostgresOptions, engine_for
from storage.s3_client import LineOptions
from storage.s3_retries import RetryOptions
from storage.s3_store import S3Options, S3Store
from storage.turns import take_turns_at_schema
from tests.counter_rig import CuttingLine
from tests.servers.brokers import BrokerServer
from tests.servers.ceph import S3Server
from tests.servers.guardian import guarded
from tests.servers.lines import Cut, Line, an_address, open_line, why_not
from tests.servers.postgres import HERE, PostgresServer, free_port, server_folder
from workers.queue.broker import messages_waiting, open_broker
from workers.queue.hints import queue_name

KEY = keys.original(a_scan_id())
SILENCE_SECONDS = 2
"""Instead of `limits.LINE_SILENCE_SECONDS`, of which a test would last."""
NOTICED_SECONDS = SILENCE_SECONDS + 4.0
"""What the kernel counts in whole pauses, and a machine that is busy."""


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    if why_not():
        pytest.skip(why_not())
    folder = tmp_path / "line"
    folder.mkdir()
    with guarded(folder):
        yield open_line(folder, number=1, here=an_address())


@pytest.fixture
def postgres_behind(line: Line) -> Iterator[PostgresServer]:
    """Its own end of the line is under test too, so nothing stands between."""
    folder = server_folder()
    with guarded(folder):
        server = PostgresServer(folder, port=free_port(), host=line.here)
        server.make()
        server.let_in(f"{line.here}/24")
        server.start()
        yield server
        server.stop(mode="immediate")


def test_a_catalogue_behind_a_cut_line_is_missed_and_sets_free_what_its_client_held(
    line: Line, postgres_behind: PostgresServer
) -> None:
    options = PostgresOptions(silence_seconds=SILENCE_SECONDS)
    address = postgres_behind.address("postgres")
    far, near = (Database(engine_for(address, options=options)) for _ in range(2))
    assert line.call(lambda: far.name)  # its connection is behind the line, and is kept
    begin = time.monotonic()
    with pytest.raises(StoreUnavailable):
        hold(far, while_cut=partial(line.cut, [postgres_behind.port], Cut.SILENT), other=near)
    assert time.monotonic() - begin < 2 * NOTICED_SECONDS
    far.close()
    near.close()


def hold(far: Database, *, while_cut: Callable[[], None], other: Database) -> None:
    """What another waits for, across a line that is cut meanwhile."""
    with far.writing() as connection:
        take_turns_at_schema(connection)
        time.sleep(
            0.2
        )  # its answer is acknowledged: nothing is under way that the server would miss
        while_cut()
        require_turn(other)
        connection.execute(text("SELECT 1"))


def require_turn(database: Database) -> None:
    try:
        with database.writing() as connection:
            take_turns_at_schema(connection)
    except StoreUnavailable as error:
        pytest.fail(f"waited in vain: {error.detail}")


def test_a_broker_behind_a_cut_line_is_missed(line: Line, broker_server: BrokerServer) -> None:
    with CuttingLine(broker_server.port, host=line.here).open() as relay:
        old, new = f"{HERE}:{broker_server.port}", f"{line.here}:{relay.port}"
        broker = open_broker(broker_server.url.replace(old, new), silence_seconds=SILENCE_SECONDS)
        waiting = partial(messages_waiting, broker, queue_name(Priority.COUNTER))
        line.call(waiting)
        line.cut([relay.port], Cut.SILENT)
        assert line.call(partial(seconds_until, BrokerUnavailable, waiting)) < NOTICED_SECONDS
        line.heal()
        line.call(waiting)
        broker.close()


def test_a_store_behind_a_cut_line_is_missed(
    line: Line, s3_server: S3Server, tmp_path: Path
) -> None:
    port = int(s3_server.endpoint_url.rpartition(":")[2])
    with CuttingLine(port, host=line.here).open() as relay:
        service = a_bucket(s3_server, endpoint_url=f"http://{line.here}:{relay.port}")
        options = S3Options(
            line=LineOptions(silence_seconds=SILENCE_SECONDS), retries=RetryOptions(tries=1)
        )
        copies = LocalCopies(tmp_path / "copies", max_bytes=1024**2)
        store = S3Store(service, copies=copies, options=options)
        look = partial(store.exists, KEY)
        assert line.call(look) is False
        line.cut([relay.port], Cut.SILENT)
        assert line.call(partial(seconds_until, StoreUnavailable, look)) < NOTICED_SECONDS
        line.heal()
        assert line.call(look) is False


def seconds_until(fault: type[Exception], ask: Callable[[], object]) -> float:
    begin = time.monotonic()
    with pytest.raises(fault):
        ask()
    return time.monotonic() - begin
