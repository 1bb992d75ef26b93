"""The one way in: whatever looking at a file does to the child that looks, its bytes are kept, and only a bad file is blamed."""

import hashlib
from pathlib import Path
from typing import Any, cast

import pytest
from service_factories import FailingChildren
from storage_factories import a_batch
from web_factories import a_picture

from digitize.errors import (
    ChildDisturbed,
    ChildTimedOut,
    DamagedFile,
    DigitizeError,
    EngineFailed,
    StoreCorrupt,
)
from digitize.model import Receipt
from storage import keys
from storage.audit import audit
from workers.receiving import Receiving
from workers.services import Services


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "don.png"
    file.write_bytes(a_picture())
    return file


def received(services: Services, file: Path, pool: object) -> Receipt:
    return Receiving(services, cast("Any", pool)).receive(file, batch=a_batch())


@pytest.mark.parametrize("error", [ChildTimedOut("120 s"), EngineFailed("out of memory")])
def test_a_file_that_ends_two_children_is_kept_as_damaged(
    services: Services, tmp_path: Path, error: DigitizeError
) -> None:
    (file := tmp_path / "bomb.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(DamagedFile):
        received(services, file, FailingChildren(error, error))
    assert services.catalogue.scans()[0].error_code == DamagedFile.code
    assert audit(services.catalogue, services.store).ok


@pytest.mark.parametrize(
    ("error", "is_asked_anew"),
    [
        (ChildTimedOut("120 s"), True),
        (EngineFailed("worn"), True),
        (DamagedFile("a read that failed"), False),
    ],
    ids=["stalled", "worn", "misread"],
)
def test_a_file_that_can_be_looked_at_again_is_not_damaged(
    services: Services, picture: Path, error: DigitizeError, is_asked_anew: bool
) -> None:
    pool = FailingChildren(error)
    assert received(services, picture, pool).page_count == 1
    assert pool.asked_anew == is_asked_anew
    assert services.catalogue.scans()[0].error_code is None


def test_a_file_whose_children_are_all_killed_waits_and_is_not_blamed(
    services: Services, picture: Path
) -> None:
    with pytest.raises(ChildDisturbed):
        received(services, picture, FailingChildren(ChildDisturbed("identify: exit -9")))
    assert services.catalogue.scans() == []
    assert received(services, picture, FailingChildren()).is_new


def test_a_file_is_not_blamed_for_bytes_that_its_disk_changed(
    services: Services, picture: Path
) -> None:
    class Rot(FailingChildren):
        def call(self, _function: object, _timeout_seconds: float, *args: object) -> object:
            (path,) = cast("tuple[Path]", args)
            path.chmod(0o640)
            path.write_bytes(path.read_bytes()[:40])
            raise DamagedFile("png: cut before its end")

    with pytest.raises(StoreCorrupt):
        received(services, picture, Rot())
    assert services.catalogue.scans() == []
    assert [*services.store.keys("originals/")] == [keys.original(cast("Any", _hash(picture)))]


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
