"""A page is called unreadable only when a child that did nothing else cannot read it either."""

import os
import shutil
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from config.settings import EngineChoice, Settings
from digitize.errors import ChildDisturbed
from digitize.intake.identify import identify
from digitize.model import PageOutcome
from workers.page_reading import read_page
from workers.pool import ChildPool, PoolOptions
from workers.tools import Tools, build_tools

KILLED = """#!/bin/sh
set -C
if [ "$1" = -r ] && true > "$TRACES/killed"; then kill -9 $$; fi
exec {pdftoppm} "$@"
"""
"""Once, in the place of the program that renders, and where a child may leave a trace. The shell does it all by itself: a
child may have few processes, and those of all children count."""
SETTINGS = Settings(engine=EngineChoice.STUB)


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A page that only poppler can turn into pixels."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 140))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"0 g 10 10 60 20 re f")
        pdf.save(tmp_path / "don.pdf")
    return tmp_path / "don.pdf"


def tools_with_a_killed_poppler(programs: Path) -> Tools:
    os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"
    # No program of a shut-in child is told of `TMPDIR`: real and effective user differ (ld.so(8), secure-execution mode).
    os.environ["TRACES"] = str(Path(os.environ["TMPDIR"]).parent)
    return build_tools(SETTINGS)


def suicidal_tools() -> Tools:
    os.kill(os.getpid(), 9)
    raise AssertionError


def test_a_renderer_killed_in_its_work_does_not_make_a_page_unreadable(
    drawn: Path, tmp_path: Path
) -> None:
    (programs := tmp_path / "programs").mkdir()
    (programs / "pdftoppm").write_text(KILLED.format(pdftoppm=shutil.which("pdftoppm")))
    (programs / "pdftoppm").chmod(0o755)
    make_tools, begun = partial(tools_with_a_killed_poppler, programs), iter(range(1, 9))
    with ChildPool(make_tools, options=PoolOptions(jobs=1)) as pool:
        result = read_page(pool, drawn, identify(drawn), 0, begin_attempt=lambda: next(begun))
        assert (pool.folder / "killed").exists()
    assert result.reading.outcome is not PageOutcome.UNREADABLE
    assert next(begun) == 3


def test_a_page_whose_children_are_all_killed_waits_and_is_not_unreadable(drawn: Path) -> None:
    with (
        ChildPool(suicidal_tools, options=PoolOptions(jobs=1)) as pool,
        pytest.raises(ChildDisturbed),
    ):
        read_page(pool, drawn, identify(drawn), 0)


def test_a_page_begun_too_often_is_not_begun_again(drawn: Path) -> None:
    with ChildPool(suicidal_tools, options=PoolOptions(jobs=1)) as pool:
        result = read_page(pool, drawn, identify(drawn), 0, begin_attempt=lambda: 99)
    assert result.reading.outcome is PageOutcome.UNREADABLE
