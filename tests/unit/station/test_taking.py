"""From the folder into the spool: the bytes that were there, whole, once, or not at all."""

import os
import threading
import time
from pathlib import Path

import pytest

from digitize.errors import (
    DamagedFile,
    SourceChanged,
    SourceVanished,
    SpoolFull,
    UnusableName,
)
from tests.small_disks import mounted
from tests.station_factories import AT, jpeg, options_for, pdf, scanned, taken
from workers.station.copying import copy_whole
from workers.station.options import StationOptions
from workers.station.spool import Spool
from workers.station.taking import safe_name, take


def test_a_taken_file_has_the_bytes_and_the_source_stays(
    spool: Spool, options: StationOptions
) -> None:
    file = taken(spool, options, data=pdf())
    assert spool.data(file.id).read_bytes() == pdf()
    assert (options.folder / "a.jpg").read_bytes() == pdf()
    assert (file.page_count, file.size_bytes) == (1, len(pdf()))


def test_taken_twice_is_one_file(spool: Spool, options: StationOptions) -> None:
    seen = scanned(options)
    first = take(seen, spool=spool, free_bytes=1, at=AT)
    assert take(seen, spool=spool, free_bytes=1, at=AT) == first
    assert Spool(options.spool).load().files() == [first]


def test_half_a_file_leaves_nothing_in_the_spool(spool: Spool, options: StationOptions) -> None:
    seen = scanned(options, "a.pdf", pdf()[:2000])
    with pytest.raises(DamagedFile):
        take(seen, spool=spool, free_bytes=1, at=AT)
    assert not [path for path in options.spool.rglob("*") if path.is_file()]


def test_a_file_replaced_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    source, other, copy = tmp_path / "a.jpg", tmp_path / "other", tmp_path / "copy"
    source.write_bytes(bytes(128 * 1024 * 1024))
    other.write_bytes(b"another scan")

    def replace_once_begun() -> None:
        while not copy.exists():
            time.sleep(0)
        other.replace(source)

    replacing = threading.Thread(target=replace_once_begun)
    replacing.start()
    with pytest.raises(SourceChanged):
        copy_whole(source, copy)
    replacing.join()


def test_a_file_deleted_before_it_was_read_is_named(spool: Spool, options: StationOptions) -> None:
    seen = scanned(options)
    seen.path.unlink()
    with pytest.raises(SourceVanished):
        take(seen, spool=spool, free_bytes=1, at=AT)


def test_a_disk_that_would_get_too_full_takes_nothing_more(
    spool: Spool, options: StationOptions
) -> None:
    seen = scanned(options)
    with pytest.raises(SpoolFull):
        take(seen, spool=spool, free_bytes=2**60, at=AT)
    assert seen.path.exists()


def test_a_disk_that_fills_up_under_the_copy_loses_nothing(tmp_path: Path) -> None:
    options = options_for(tmp_path, server="http://127.0.0.1:9")
    with mounted(options.spool, "size=1m"):
        spool = Spool(options.spool).prepare()
        seen = scanned(options, data=jpeg() + bytes(2 * 1024 * 1024))
        with pytest.raises(SpoolFull):
            take(seen, spool=spool, free_bytes=-(2**40), at=AT)
        assert (seen.path.exists(), spool.files()) == (True, [])
        assert not list((options.spool / "incoming").iterdir())


def test_a_name_that_is_no_text_is_refused_with_what_to_do(
    spool: Spool, options: StationOptions
) -> None:
    path = Path(os.fsdecode(os.fsencode(options.folder) + b"/\xff.jpg"))
    seen = scanned(options)
    seen.path.rename(path)
    with pytest.raises(UnusableName):
        take(scanned(options, path.name), spool=spool, free_bytes=1, at=AT)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("đơn đề nghị.pdf", "đơn đề nghị.pdf"),
        ("đơn.pdf".encode().decode(), "đơn.pdf"),
        ("a\x1b[31m\n.pdf", "a_[31m_.pdf"),
        ("x" * 300 + ".pdf", "…" + "x" * 145 + ".pdf"),
    ],
)
def test_the_server_gets_a_name_it_can_show(name: str, sent: str) -> None:
    assert safe_name(name) == sent
