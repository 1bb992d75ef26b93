"""The watched folder: what rests, what still grows, what is none of its business."""

import shutil
from pathlib import Path

import pytest

from digitize.errors import SourceUnreadable
from workers.station.watch import Watch


def watch(folder: Path, *, stable_seconds: float = 2.0, apart: tuple[Path, ...] = ()) -> Watch:
    return Watch(folder, apart=apart, stable_seconds=stable_seconds)


def test_a_file_rests_after_it_stood_still(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"1")
    looking = watch(tmp_path)
    assert not looking.look(100.0).resting
    assert [file.path.name for file in looking.look(102.0).resting] == ["a.pdf"]


def test_a_file_that_grows_slowly_does_not_rest(tmp_path: Path) -> None:
    looking, scan = watch(tmp_path), tmp_path / "a.pdf"
    for second in range(6):
        with scan.open("ab") as file:
            file.write(b"more")
        seen = looking.look(100.0 + second)
        assert (len(seen.resting), len(seen.moving)) == (0, 1)


def test_a_sub_folder_names_the_group_of_all_below_it(tmp_path: Path) -> None:
    deep = tmp_path / "H46.12-231229-0001" / "mat-sau"
    deep.mkdir(parents=True)
    (deep / "b.pdf").write_bytes(b"1")
    (tmp_path / "a.pdf").write_bytes(b"1")
    seen = watch(tmp_path, stable_seconds=0).look(0.0)
    assert {file.path.name: file.group for file in seen.resting} == {
        "a.pdf": "",
        "b.pdf": "H46.12-231229-0001",
    }


def test_what_was_sent_and_what_systems_leave_is_not_seen(tmp_path: Path) -> None:
    sent = tmp_path / "_da_gui"
    sent.mkdir()
    for name in ("_da_gui/a.pdf", "Thumbs.db", ".hidden.pdf", "~$a.pdf", "b.pdf.tmp"):
        (tmp_path / name).write_bytes(b"1")
    assert watch(tmp_path, stable_seconds=0, apart=(sent,)).look(0.0).resting == ()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "scans", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "a.pdf").write_bytes(b"1")
    (folder / "loop").symlink_to(folder)
    (folder / "away").symlink_to(outside)
    (folder / "a.pdf").symlink_to(outside / "a.pdf")
    assert watch(folder, stable_seconds=0).look(0.0).resting == ()


def test_a_share_that_is_down_is_no_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    looking = watch(folder)
    shutil.rmtree(folder)
    with pytest.raises(SourceUnreadable):
        looking.look(0.0)
