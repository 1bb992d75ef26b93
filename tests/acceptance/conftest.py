"""The command line as an outsider has it: processes, exit codes and JSON Lines, on scans that the project draws itself."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

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


class OnePaper(NamedTuple):
    kho: Path
    line: dict
    """What the run said of the paper."""

    def copied(self, folder: Path) -> "OnePaper":
        shutil.copytree(self.kho, folder / "kho")
        return OnePaper(folder / "kho", self.line)


Digitize = Callable[..., Answer]
MadeOnce = Callable[[str, Callable[[Path], None]], Path]


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
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A folder that the first of several test processes fills; the others wait for it and only read."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def made(name: str, fill: Callable[[Path], None]) -> Path:
        folder, mark = shared / name, shared / f"{name}.whole"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not mark.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                mark.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def demo_scans(made_once: MadeOnce) -> Path:
    """The demo's scans."""
    return made_once("demo", make)


@pytest.fixture(scope="session")
def filed_decision(made_once: MadeOnce, digitize: Digitize, demo_scans: Path) -> OnePaper:
    """A warehouse with one sealed decision, by a real run; to be copied by who changes it."""
    scan = demo_scans / "01-quyet-dinh.pdf"
    return _of_one_paper(made_once, digitize, scan, code=0)


@pytest.fixture(scope="session")
def handwritten_number(made_once: MadeOnce, digitize: Digitize, demo_scans: Path) -> OnePaper:
    """A warehouse with one paper that waits because its number was written by hand; as above."""
    scan = demo_scans / "08-so-viet-tay.pdf"
    return _of_one_paper(made_once, digitize, scan, code=20)


def _of_one_paper(made_once: MadeOnce, digitize: Digitize, scan: Path, *, code: int) -> OnePaper:
    def run(folder: Path) -> None:
        answer = digitize("run", scan, "--warehouse", folder / "kho", "--json")
        assert answer.code == code, answer.errors
        (folder / "line.json").write_text(json.dumps(answer.lines[0]))

    folder = made_once(scan.stem, run)
    return OnePaper(folder / "kho", json.loads((folder / "line.json").read_text()))
