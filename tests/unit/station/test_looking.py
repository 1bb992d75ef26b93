"""Pictures looked at in a process of their own: advice, and the station alive whatever a picture does."""

import os
import signal
from pathlib import Path

import img2pdf
import pytest

from digitize.errors import BadInput
from digitize.page_faults import Fault
from tests.station_factories import jpeg, tiff
from workers.station.looking import Inspector, warnings_of


def low(seed: int) -> bytes:
    return jpeg(seed, dpi=100)


def faults(path: Path) -> list[tuple[int, Fault]]:
    return [
        (found.page_number, found.fault)
        for found in warnings_of(path)
        if found.fault is Fault.LOW_RESOLUTION
    ]


def test_every_page_of_a_pdf_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(img2pdf.convert([jpeg(1), low(2), low(3)]))
    assert faults(path) == [(2, Fault.LOW_RESOLUTION), (3, Fault.LOW_RESOLUTION)]


def test_every_page_of_a_tiff_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff(pages=3))
    assert faults(path) == []
    assert {found.page_number for found in warnings_of(path)} <= {1, 2, 3}


def test_what_is_no_scan_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(BadInput):
        warnings_of(path)


@pytest.mark.slow
def test_a_process_that_died_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(low(1))
    with Inspector() as inspector:
        before = inspector.look(path, 1)
        assert inspector._child is not None
        assert inspector._child.pid is not None
        os.kill(inspector._child.pid, signal.SIGKILL)
        inspector._child.join()
        assert inspector.look(path, 1) == before
        assert inspector.look(tmp_path / "none.jpg", 1) == ()
    assert Fault.LOW_RESOLUTION in {found.fault for found in before}
