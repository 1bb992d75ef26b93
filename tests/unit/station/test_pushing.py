"""Pushing against a server that is down, slow to believe, forgetful or wrong: nothing is lost, nothing doubled."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digitize.errors import ServerUnreachable, StationKeyRefused
from tests.station_double import ServerDouble
from tests.station_factories import AT, composed, jpeg, options_for, taken
from workers.station.line import ServerLine
from workers.station.options import StationOptions
from workers.station.pushing import Pusher
from workers.station.rows import SourceState, StationBatch
from workers.station.spool import Spool
from workers.station.state import is_read, receipt_advice
from workers.station.upload import ChunkOptions, ChunkSize


@pytest.fixture
def options(tmp_path: Path, server: ServerDouble) -> StationOptions:
    return options_for(tmp_path, server=server.url)


@pytest.fixture
def pusher(spool: Spool, options: StationOptions) -> Iterator[Pusher]:
    with ServerLine(options) as line:
        yield Pusher(spool, line, options=options, clock=lambda: AT)


@pytest.fixture
def batch(spool: Spool, options: StationOptions) -> StationBatch:
    files = [
        taken(spool, options, f"{name}.jpg", data=jpeg(seed)) for seed, name in enumerate("ab")
    ]
    return composed(spool, *files, code="H46.12-231229-0001")


SENT = {"a.jpg": jpeg(0), "b.jpg": jpeg(1)}


def test_a_batch_arrives_whole_and_its_sources_leave(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    after = pusher.push(batch)
    assert (server.received, server.closed) == (SENT, [after.server_id])
    assert server.batches[after.server_id]["dossier_code"] == "H46.12-231229-0001"
    assert spool.is_done(after)
    assert {file.state for file in spool.files()} == {SourceState.MOVED}


def test_pushed_again_it_asks_nothing(
    pusher: Pusher, batch: StationBatch, server: ServerDouble
) -> None:
    after = pusher.push(batch)
    asked = len(server.requests)
    assert pusher.push(after) == after
    assert len(server.requests) == asked


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_a_server_in_trouble_is_asked_again_later(
    status: int, pusher: Pusher, batch: StationBatch, server: ServerDouble, options: StationOptions
) -> None:
    server.status = status
    with pytest.raises(ServerUnreachable):
        pusher.push(batch)
    assert len(list(options.folder.iterdir())) == 2
    server.status = 0
    pusher.push(batch)
    assert server.received == SENT


def test_an_upload_goes_on_where_it_stopped(
    pusher: Pusher, batch: StationBatch, server: ServerDouble
) -> None:
    def cut_after_first(method: str, path: str, headers: dict, body: bytes) -> tuple:
        answer = ServerDouble.answer(server, method, path, headers, body)
        if method == "PATCH":
            server.status = 503
        return answer

    pusher._chunk = ChunkSize(ChunkOptions(first_bytes=4096, most_bytes=4096))
    server.answer = cut_after_first  # type: ignore[method-assign]
    with pytest.raises(ServerUnreachable):
        pusher.push(batch)
    del server.answer
    server.status, before = 0, len(server.requests)
    pusher.push(batch)
    resumed = [method for method, _ in server.requests[before:]]
    assert resumed.count("PATCH") == sum(-(-len(data) // 4096) for data in SENT.values()) - 1
    assert server.received == SENT


def test_a_receipt_for_other_bytes_keeps_source_and_copy(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    server.receipt_sha256 = "0" * 64
    pusher.push(batch)
    for file in spool.files():
        assert file.refused is not None
        assert file.refused.code == "receipt_mismatch"
        assert Path(file.source).exists()
        assert spool.data(file.id).exists()


def test_a_receipt_that_becomes_right_settles_the_source(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    server.receipt_sha256 = "0" * 64
    after = pusher.push(batch)
    server.receipt_sha256 = ""
    assert spool.is_done(pusher.push(after))
    assert [file.refused for file in spool.files()] == [None, None]


def test_one_refused_file_does_not_hold_up_the_others(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    server.refuse_name = "a.jpg"
    after = pusher.push(batch)
    first, second = spool.files_of(after)
    assert (first.refused is not None, first.state) == (True, SourceState.KEPT)
    assert second.state is SourceState.MOVED
    assert receipt_advice(after.receipt) == ("Thiếu a.jpg",)


def test_a_revoked_key_keeps_everything(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    server.status = 401
    with pytest.raises(StationKeyRefused):
        pusher.push(batch)
    assert all(spool.data(file.id).exists() for file in spool.files())


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 407, 413])
def test_what_something_on_the_way_answers_is_no_refusal(
    status: int, pusher: Pusher, batch: StationBatch, server: ServerDouble
) -> None:
    server.status, server.speaks = status, False
    with pytest.raises(ServerUnreachable):
        pusher.push(batch)
    server.status = 0
    pusher.push(batch)
    assert server.received == SENT


def test_a_proxy_that_lets_only_small_requests_through_gets_small_ones(
    pusher: Pusher, batch: StationBatch, server: ServerDouble
) -> None:
    pusher._chunk = ChunkSize(ChunkOptions(first_bytes=16384, least_bytes=1024))
    server.largest_body = 5000
    pusher.push(batch)
    assert server.received == SENT


def test_a_server_that_forgot_everything_gets_it_again(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    batch = spool.save_batch(replace(batch, server_id="b-of-the-old-server"))
    for file in spool.files():
        spool.save(replace(file, upload="/api/v1/uploads/gone"))
    for _ in range(4):
        try:
            pusher.push(spool.batches()[0])
        except ServerUnreachable:
            continue
    assert server.received == SENT


def test_a_source_deleted_before_it_was_sent_is_sent_all_the_same(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    for file in spool.files():
        Path(file.source).unlink()
    pusher.push(batch)
    assert server.received == SENT
    assert {file.state for file in spool.files()} == {SourceState.GONE}


def test_spooled_bytes_that_rotted_are_not_passed_off_as_the_paper(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    rotten = spool.files()[0]
    data = bytearray(spool.data(rotten.id).read_bytes())
    data[-1] ^= 1
    spool.data(rotten.id).write_bytes(data)
    pusher.push(batch)
    kept = spool.file(rotten.id)
    assert kept.refused is not None
    assert Path(kept.source).read_bytes() == SENT[kept.name]


def test_what_the_server_finds_by_reading_is_fetched(
    pusher: Pusher, batch: StationBatch, server: ServerDouble
) -> None:
    server.has_read = False
    closed = pusher.push(batch)
    assert (is_read(closed.receipt), receipt_advice(closed.receipt)) == (False, ())
    server.has_read, server.missing = True, ("Thiếu căn cước công dân.",)
    read = pusher.refresh(closed)
    assert (is_read(read.receipt), receipt_advice(read.receipt)) == (True, server.missing)


def test_a_receipt_in_hand_outlives_the_server_that_gave_it(
    pusher: Pusher, batch: StationBatch, server: ServerDouble
) -> None:
    closed = pusher.push(batch)
    server.batches.clear()
    assert pusher.refresh(closed) == closed


def test_a_row_lost_by_the_disk_does_not_stop_its_batch(
    pusher: Pusher, batch: StationBatch, server: ServerDouble, spool: Spool
) -> None:
    lost = spool.files()[0]
    del spool._files[lost.id]
    after = pusher.push(batch)
    assert (after.is_closed, list(server.received)) == (True, ["b.jpg"])
    assert Path(lost.source).exists()


def test_a_clock_set_back_stops_nothing(
    pusher: Pusher, batch: StationBatch, server: ServerDouble
) -> None:
    pusher._clock = lambda: AT.replace(year=1980)
    assert pusher.push(batch).is_closed
    assert server.received == SENT


def test_chunks_follow_the_line() -> None:
    chunk = ChunkSize(ChunkOptions(first_bytes=64, least_bytes=32, most_bytes=128))
    sizes = []
    for seconds in (0.1, 0.1, 0.1, 20.0, 20.0, 20.0, 2.0):
        chunk.succeeded(seconds)
        sizes.append(chunk.bytes)
    assert sizes == [128, 128, 128, 64, 32, 32, 32]
