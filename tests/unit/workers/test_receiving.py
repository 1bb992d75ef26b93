"""The one way in: whatever looking at a file does to the child that looks, its bytes are kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from storage_factories import a_batch
from web_factories import a_picture, open_warehouse

from digitize.errors import ChildFailed, ChildTimedOut, DamagedFile, DigitizeError, EngineFailed
from storage.audit import audit
from workers.receiving import Receiving


class FailingChildren:
    """A pool whose children end as told."""

    def __init__(self, error: DigitizeError) -> None:
        self._error = error

    def call(self, *_arguments: object) -> object:
        raise self._error


class ChildrenOfWhichOneDies:
    """A pool whose first child is killed; the second looks."""

    def __init__(self) -> None:
        self._has_died = False

    def call(
        self, function: Callable[..., object], _timeout_seconds: float, *args: object
    ) -> object:
        if not self._has_died:
            self._has_died = True
            raise ChildFailed("identify: exit -9")
        return function(None, *args)


@pytest.mark.parametrize("error", [ChildTimedOut("120 s"), EngineFailed("out of memory")])
def test_a_file_that_ends_its_child_is_kept_as_damaged(
    tmp_path: Path, error: DigitizeError
) -> None:
    file = tmp_path / "bomb.jpg"
    file.write_bytes(b"\xff\xd8\xff")
    with open_warehouse(tmp_path / "kho") as services:
        receiving = Receiving(services, cast("Any", FailingChildren(error)))
        with pytest.raises(DamagedFile):
            receiving.receive(file, batch=a_batch())
        assert services.catalogue.scans()[0].error_code == DamagedFile.code
        assert audit(services.catalogue, services.store).ok


def test_a_child_killed_for_the_machines_sake_does_not_make_its_file_damaged(
    tmp_path: Path,
) -> None:
    file = tmp_path / "don.png"
    file.write_bytes(a_picture())
    with open_warehouse(tmp_path / "kho") as services:
        receiving = Receiving(services, cast("Any", ChildrenOfWhichOneDies()))
        assert receiving.receive(file, batch=a_batch()).page_count == 1
        assert services.catalogue.scans()[0].error_code is None
