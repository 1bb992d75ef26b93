"""What a start costs: each process loads what it needs and no more, and what is loaded once is handed to one."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import Settings
from workers import tools
from workers.tools import build_tools, make_ready

_CHILDREN_ONLY = {"numpy", "cv2", "pikepdf", "tesserocr", "zxingcpp", "PIL"}
_FOR_A_SEAL = {"pyhanko", "aiohttp", "fontTools"}


@pytest.mark.parametrize("command", ["run", "read", "verify"])
def test_the_parent_loads_no_library_that_only_children_need(command: str) -> None:
    code = f"import sys, workers.commands.{command}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not (_CHILDREN_ONLY | _FOR_A_SEAL) & set(done.stdout.split())


def test_ready_tools_are_handed_out_once() -> None:
    settings = Settings()
    make_ready(settings)
    first, second = build_tools(settings), build_tools(settings)
    assert first.engine is not second.engine


def test_tools_made_ready_for_one_warehouse_serve_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready(Settings())
    monkeypatch.setattr(tools, "build_engine", pytest.fail)
    build_tools(Settings(warehouse=tmp_path))
