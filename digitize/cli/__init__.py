"""The command line: words into settings and arguments, errors into exit codes; what commands do is in `workers/commands`.

The entry point stands above all rooms: it alone in `digitize/` imports from `workers` and `config`, and nothing imports it.
What begins a process is here and imports little, for a command that reads has two to load: its children's libraries and its own.
"""

import sys
from collections.abc import Sequence

_READING = frozenset({"read", "run", "serve"})


def main() -> None:
    """The console script."""
    if _reads(sys.argv[1:]):
        _prepare_children()
    from workers.loading import leave_the_rest, loading

    with loading():
        from digitize.cli.process import exit_code_of
        from digitize.cli.table import app

    code = exit_code_of(app)
    leave_the_rest()
    sys.exit(code)


def _reads(words: Sequence[str]) -> bool:
    return words[:1] != [] and words[0] in _READING and "--help" not in words


def _prepare_children() -> None:
    """They load image libraries and model while this process loads commands, settings and what the command needs."""
    from workers.fork_server import READING, start_server

    start_server(READING)
