"""Copies on the local disk: whole or not there, bounded, and never taken from whoever has one in hand."""

import gc
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest
from small_disks import mounted

from digitize.errors import NotInStore, StoreFull
from storage.local_copies import LEFTOVER_SECONDS, LocalCopies

KB = 1024


class Source:
    """Gives every object the same bytes and counts how often it was asked."""

    def __init__(self, data: bytes = bytes(10 * KB)) -> None:
        self.data = data
        self.asked = 0

    def __call__(self, file: BinaryIO) -> None:
        self.asked += 1
        file.write(self.data)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_copy_is_fetched_once(tmp_path: Path) -> None:
    copies, source = LocalCopies(tmp_path, max_bytes=100 * KB), Source(b"bytes")
    assert copies.held("a/b.pdf", source).read_bytes() == b"bytes"
    assert copies.held("a/b.pdf", source).suffix == ".pdf"
    assert source.asked == 1


def test_a_fetch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fails(file: BinaryIO) -> None:
        file.write(b"half")
        raise NotInStore

    with pytest.raises(NotInStore):
        LocalCopies(tmp_path, max_bytes=KB).held("a", fails)
    assert files_in(tmp_path) == []


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    copies = LocalCopies(tmp_path, max_bytes=50 * KB)
    for age, key in enumerate(("old", "older", "oldest", "new")):
        copies.held(key, Source())
        os.utime(tmp_path / key, (1000 - age, 1000 - age) if key != "new" else None)
    copies.held("old", Source())  # used again
    for key in ("one", "two"):
        copies.held(key, Source())
    assert files_in(tmp_path) == ["new", "old", "one", "two"]


def test_copies_stay_within_their_bound(tmp_path: Path) -> None:
    copies = LocalCopies(tmp_path, max_bytes=50 * KB)
    for number in range(100):
        copies.held(f"k{number}", Source())
        assert len(files_in(tmp_path)) <= 5


def test_a_copy_in_hand_stays_and_goes_once_it_is_forgotten(tmp_path: Path) -> None:
    copies = LocalCopies(tmp_path, max_bytes=30 * KB)
    in_hand = copies.held("kept", Source())
    for number in range(20):
        copies.held(f"k{number}", Source())
    assert in_hand.is_file()
    del in_hand
    gc.collect()
    for number in range(20, 25):
        copies.held(f"k{number}", Source())
    assert "kept" not in files_in(tmp_path)


def test_a_copy_in_the_hand_of_another_process_stays(tmp_path: Path) -> None:
    LocalCopies(tmp_path, max_bytes=KB * 100).held("kept", Source())
    holding = (
        "import sys, pathlib; from storage.local_copies import LocalCopies\n"
        "path = LocalCopies(pathlib.Path(sys.argv[1]), max_bytes=1).held('kept', None)\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holding, tmp_path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        copies = LocalCopies(tmp_path, max_bytes=KB)
        copies.held("next", Source())
        assert "kept" in files_in(tmp_path)
        other.kill()
        other.wait()
        copies.held("last", Source())
        assert "kept" not in files_in(tmp_path)


def test_a_path_given_to_another_process_is_an_ordinary_one(tmp_path: Path) -> None:
    path = LocalCopies(tmp_path, max_bytes=KB).held("a", Source(b"bytes"))
    given = pickle.loads(pickle.dumps(path))
    assert type(given) is type(Path())
    assert given == path


def test_many_at_once_have_what_they_asked_for(tmp_path: Path) -> None:
    copies = LocalCopies(tmp_path, max_bytes=30 * KB)

    def read(number: int) -> bool:
        key = f"k{number % 7}"
        source = Source(key.encode() * KB * 4)
        return copies.held(key, source).read_bytes() == source.data

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(400)))


def test_two_that_fetch_the_same_at_once_have_one_copy(tmp_path: Path) -> None:
    copies = LocalCopies(tmp_path, max_bytes=100 * KB)
    together = threading.Barrier(2)

    def fetch(file: BinaryIO) -> None:
        together.wait(10)
        file.write(b"bytes")

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _: copies.held("a", fetch), range(2))
    assert first.stat().st_ino == second.stat().st_ino
    assert files_in(tmp_path) == ["a"]


def test_leftovers_of_killed_runs_are_swept(tmp_path: Path) -> None:
    copies = LocalCopies(tmp_path, max_bytes=KB)
    for name, age in (("old", LEFTOVER_SECONDS + 60), ("fresh", 60.0)):
        leftover = copies.incoming() / name
        leftover.write_bytes(b"half")
        then = leftover.stat().st_mtime - age
        os.utime(leftover, (then, then))
    copies.held("a", Source())
    assert files_in(tmp_path) == ["a", "fresh"]


def test_a_forgotten_copy_is_fetched_again(tmp_path: Path) -> None:
    copies, source = LocalCopies(tmp_path, max_bytes=100 * KB), Source()
    copies.held("a", source)
    copies.forget("a")
    copies.forget("a")
    copies.held("a", source)
    assert source.asked == 2


def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=1M") as disk:
        copies = LocalCopies(disk, max_bytes=10 * KB * KB)
        with pytest.raises(StoreFull):
            copies.held("a", Source(bytes(2 * KB * KB)))
        assert files_in(disk) == []
