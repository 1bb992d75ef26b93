"""What commands print: JSON Lines on stdout for programs, tables on stdout for people, messages and progress on stderr."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from digitize.errors import DigitizeError
from workers.progress import PageProgress

# Control characters but tab and line end, marks that turn the writing direction, bytes that are no text.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


def print_json(value: Mapping[str, object]) -> None:
    """One object on a line of its own, at once."""
    line = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    sys.stdout.write(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")
    sys.stdout.flush()


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    table = Table(title=title or None, title_justify="left", expand=False)
    for number, column in enumerate(columns):
        # The first names the row: an id or a file, to be copied whole.
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    _console(stderr=False).print(table)


def print_lines(*lines: str) -> None:
    console = _console(stderr=False)
    for line in lines:
        console.print(shown(line), highlight=False, markup=False)


def say(message: str) -> None:
    """A message for the person at the terminal."""
    _console(stderr=True).print(shown(message), highlight=False, markup=False)


def shown(text: str) -> str:
    """The text with what a terminal would obey, or a reader not see, spelled out: a file's name is its giver's choice."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def say_error(error: DigitizeError, *, about: str = "") -> None:
    """What went wrong and what to do, with the code that a manual can be searched for."""
    subject = f"{about}: " if about else ""
    is_line = error.detail and "\n" not in error.detail  # a traceback is for the log
    detail = f" ({error.detail})" if is_line else ""
    say(f"{subject}{error.message} [{error.code}]{detail}")


def error_json(error: DigitizeError | None) -> dict[str, str] | None:
    return None if error is None else {"code": error.code, "message": error.message}


@contextmanager
def page_progress() -> Iterator[PageProgress]:
    """A bar over pages on a terminal; silence elsewhere."""
    console = _console(stderr=True)
    with Progress(
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("trang"),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("Số hóa", total=0)
        found = 0

        def add_pages(count: int) -> None:
            nonlocal found
            found += count
            bar.update(task, total=found)

        yield PageProgress(pages_found=add_pages, page_done=lambda: bar.advance(task))


def stderr_console() -> Console:
    """Where progress is shown."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    return Console(stderr=stderr, soft_wrap=not sys.stdout.isatty())
