"""The source leaves the watched folder only for the receipt of its own bytes; whatever else lies there stays."""

from dataclasses import replace
from pathlib import Path

import pytest

from config.settings import AfterSending
from tests.station_factories import AT, jpeg, options_for, received, taken
from workers.station.options import StationOptions
from workers.station.rows import SourceState, SpooledFile
from workers.station.settling import settle
from workers.station.spool import Spool

SENT = Path("_da_gui") / "2026-11-22"


def settled(spool: Spool, file: SpooledFile, options: StationOptions) -> SourceState:
    return settle(file, spool=spool, options=options, at=AT).state


def test_a_received_source_is_moved_and_its_copy_given_up(
    spool: Spool, options: StationOptions
) -> None:
    file = received(spool, taken(spool, options, "ho so/a.jpg"))
    assert settled(spool, file, options) is SourceState.MOVED
    assert (options.folder / SENT / "ho so" / "a.jpg").read_bytes() == jpeg()
    assert not Path(file.source).exists()
    assert not spool.data(file.id).exists()


def test_a_source_without_receipt_is_never_touched(spool: Spool, options: StationOptions) -> None:
    file = taken(spool, options)
    with pytest.raises(AssertionError):
        settle(file, spool=spool, options=options, at=AT)
    assert Path(file.source).exists()


def test_the_setting_deletes_instead_of_moving(tmp_path: Path) -> None:
    options = options_for(
        tmp_path, server="http://127.0.0.1:9", station_after_sending=AfterSending.DELETE
    )
    spool = Spool(options.spool).prepare()
    file = received(spool, taken(spool, options))
    assert settled(spool, file, options) is SourceState.DELETED
    assert not [path for path in options.folder.rglob("*") if path.is_file()]


def test_another_scan_under_the_name_is_left_alone(spool: Spool, options: StationOptions) -> None:
    file = received(spool, taken(spool, options))
    Path(file.source).write_bytes(jpeg(2))
    assert settled(spool, file, options) is SourceState.REPLACED
    assert Path(file.source).read_bytes() == jpeg(2)


def test_other_bytes_of_the_same_size_and_time_go_back_to_be_sent(
    spool: Spool, options: StationOptions
) -> None:
    file = taken(spool, options)
    other = replace(file, sha256="0" * 64)
    assert settled(spool, received(spool, other), options) is SourceState.REPLACED
    assert Path(file.source).read_bytes() == jpeg()


def test_a_source_that_somebody_took_away_is_done_with(
    spool: Spool, options: StationOptions
) -> None:
    file = received(spool, taken(spool, options))
    Path(file.source).unlink()
    assert settled(spool, file, options) is SourceState.GONE


def test_nothing_in_the_sent_folder_is_overwritten(spool: Spool, options: StationOptions) -> None:
    for seed in (1, 2):
        settled(spool, received(spool, taken(spool, options, data=jpeg(seed))), options)
    found = {path.name: path.read_bytes() for path in (options.folder / SENT).iterdir()}
    assert found == {"a.jpg": jpeg(1), "a (2).jpg": jpeg(2)}


@pytest.mark.parametrize("was_moved", [False, True], ids=["before the move", "after the move"])
def test_a_move_that_was_cut_short_is_finished(
    was_moved: bool, spool: Spool, options: StationOptions
) -> None:
    target = options.folder / SENT / "a.jpg"
    file = taken(spool, options)
    file = received(spool, file, state=SourceState.ASIDE, aside=str(target))
    if was_moved:
        target.parent.mkdir(parents=True)
        Path(file.source).rename(target)
    assert settled(spool, file, options) is SourceState.MOVED
    assert (target.read_bytes(), Path(file.source).exists()) == (jpeg(), False)
