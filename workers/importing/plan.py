"""What an import would do, without doing it: every row looked up, nothing read, nothing stored."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from digitize.errors import DigitizeError, FileNotNamed
from workers.importing.file_tree import FileTree
from workers.importing.register import RegisterRow

_SHOWN = 20


@dataclass(slots=True, kw_only=True)
class Plan:
    rows: int = 0
    found: int = 0
    files: int = 0
    """In the folder and its archives."""
    unnamed: int = 0
    """Files that no row names."""
    refused: int = 0
    """Archives, and files in archives, that are not looked into."""
    filled: Counter[str] = field(default_factory=Counter)
    """Column → rows that say something in it."""
    problems: Counter[str] = field(default_factory=Counter)
    """Error code → rows."""
    examples: list[tuple[int, DigitizeError]] = field(default_factory=list)
    """The first rows with a problem, by number."""


def plan(
    rows: Iterable[RegisterRow], tree: FileTree, *, row_done: Callable[[], None] = lambda: None
) -> Plan:
    """Look every row's file up."""
    made = Plan(files=tree.count(), refused=len(tree.refused))
    for row in rows:
        made.rows += 1
        made.filled.update(row.said.keys())
        try:
            _claim(row, tree)
            made.found += 1
        except DigitizeError as error:
            made.problems[error.code] += 1
            if len(made.examples) < _SHOWN:
                made.examples.append((row.number, error))
        row_done()
    made.unnamed = sum(1 for _ in tree.unclaimed())
    return made


def _claim(row: RegisterRow, tree: FileTree) -> None:
    if not row.file:
        raise FileNotNamed
    tree.claim(tree.find(row.file).shown)
