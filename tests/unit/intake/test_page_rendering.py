"""A page that cannot be rendered now for want of room or of a processor is not called damaged."""

import shutil
import tempfile
from pathlib import Path

import pikepdf
import pytest

from digitize.errors import ChildDisturbed, DamagedFile, StoreFull
from digitize.intake import render
from digitize.intake.render import rendered_window
from tests.small_disks import mounted

SLOW = '#!/bin/sh\nif [ "$1" = -r ]; then {wait}; fi\nexec {pdftoppm} "$@"\n'


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(tmp_path / "don.pdf")
    return tmp_path / "don.pdf"


def render_page(paper: Path) -> list[int]:
    with rendered_window(paper, first=0, last=0, dpi=300) as files:
        return list(files)


def test_a_page_comes_as_a_file(paper: Path) -> None:
    assert render_page(paper) == [0]


def test_a_page_that_does_not_fit_the_disk_is_not_damaged(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mounted(tmp_path / "small", "size=5m") as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        with pytest.raises(StoreFull):
            render_page(paper)


@pytest.mark.parametrize(
    ("wait", "error"),
    [("exec sleep 60", ChildDisturbed), ("while :; do :; done", DamagedFile)],
    ids=["starved", "endless"],
)
def test_only_a_page_that_computes_without_end_is_damaged(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait: str, error: type[Exception]
) -> None:
    (programs := tmp_path / "programs").mkdir()
    program = programs / "pdftoppm"
    program.write_text(SLOW.format(wait=wait, pdftoppm=shutil.which("pdftoppm")))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    monkeypatch.setattr(render, "RENDER_SECONDS", 2)
    monkeypatch.setattr(render, "_BUSY_SHARE", 0.02)
    with pytest.raises(error):
        render_page(paper)
