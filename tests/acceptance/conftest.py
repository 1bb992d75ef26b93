"""The command line as an outsider has it: processes, exit codes and JSON Lines, on scans that the project draws itself."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.demo import make

COMMAND = Path(sys.executable).with_name("digitize")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    code: int
    lines: list[dict]
    """The JSON objects of stdout."""
    errors: str
    """stderr."""


Digitize = Callable[..., Answer]


@pytest.fixture(scope="session")
def digitize() -> Digitize:
    def run(*arguments: object) -> Answer:
        done = subprocess.run(
            [COMMAND, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return Answer(code=done.returncode, lines=lines, errors=done.stderr)

    return run


@pytest.fixture(scope="session")
def demo_scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's scans, drawn once a session."""
    folder = tmp_path_factory.mktemp("demo")
    make(folder)
    return folder
