"""A command that reads has its children's libraries loaded while it loads its own; others start nothing."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import workers.fork_server
workers.fork_server.start_server = lambda preload: print(preload, sorted({'typer', 'pydantic'} & set(sys.modules)))
from digitize.cli import main
main()
"""


def said(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("command", ["read", "run", "serve"])
def test_children_load_before_the_command_does(command: str) -> None:
    assert said(command, "--no-such-option") == (1, "('workers.ready',) []\n")


@pytest.mark.parametrize("words", [["find", "--no-such-option"], ["--no-such-option"], []])
def test_a_command_without_children_starts_no_server(words: list[str]) -> None:
    code, out = said(*words)
    assert code == 1
    assert "workers.ready" not in out


def test_help_starts_no_server() -> None:
    code, out = said("run", "--help")
    assert code == 0
    assert "workers.ready" not in out
