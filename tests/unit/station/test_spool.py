"""The spool after anything that may have happened to it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.station_factories import AT, composed, taken
from workers.station.durable import write_whole
from workers.station.options import StationOptions
from workers.station.rows import SourceState, SpooledFile, StationBatch
from workers.station.spool import Spool


def done(spool: Spool, options: StationOptions) -> tuple[StationBatch, SpooledFile]:
    file = taken(spool, options)
    batch = composed(spool, file)
    spool.save(replace(file, state=SourceState.MOVED))
    return spool.save_batch(replace(batch, receipt="{}")), file


def test_rows_survive_the_process(spool: Spool, options: StationOptions) -> None:
    file = taken(spool, options)
    batch = composed(spool, file)
    again = Spool(options.spool).prepare()
    assert (again.files(), again.batches()) == ([file], [batch])


def test_what_was_half_done_is_swept(spool: Spool, options: StationOptions) -> None:
    half = options.spool / "incoming" / "x"
    half.mkdir()
    (half / "data").write_bytes(b"half")
    Spool(options.spool).prepare()
    assert not half.exists()


def test_a_row_the_disk_gave_back_broken_is_set_apart_and_kept(
    spool: Spool, options: StationOptions
) -> None:
    file = taken(spool, options)
    (options.spool / "items" / file.id / "item.json").write_bytes(b"\0" * 40)
    again = Spool(options.spool).prepare()
    assert again.files() == []
    assert [path.name for path in (options.spool / "damaged").rglob("data")] == ["data"]
    assert taken(again, options).sha256 == file.sha256


def test_files_wait_for_a_batch_until_one_names_them(spool: Spool, options: StationOptions) -> None:
    first, second = taken(spool, options, "a.jpg"), taken(spool, options, "b.jpg")
    composed(spool, first)
    assert spool.loose_files() == [second]


def test_only_what_is_done_and_old_is_forgotten(spool: Spool, options: StationOptions) -> None:
    batch, _ = done(spool, options)
    waiting = composed(spool, taken(spool, options, "b.jpg"))
    spool.forget_done(before=AT)
    assert len(spool.batches()) == 2
    spool.forget_done(before=AT + timedelta(days=1))
    assert spool.batches() == [waiting]
    assert Spool(options.spool).load().batches() == [waiting]
    assert batch.key != waiting.key


def test_a_write_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "row.json"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"new"]
