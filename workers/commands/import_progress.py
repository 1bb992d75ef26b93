"""How far an import is, on a terminal: rows done of all, pages so far, pages a second, the time that is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from workers.commands.output import stderr_console
from workers.importing.progress import ImportProgress
from workers.progress import PageProgress


class PagesColumn(ProgressColumn):
    """Pages so far and a second."""

    def render(self, task: Task) -> Text:
        pages, seconds = int(task.fields["pages"]), task.elapsed or 0.0
        rate = pages / seconds if seconds else 0.0
        return Text(f"{pages} trang, {rate:.1f} trang/giây")


@contextmanager
def import_progress() -> Iterator[ImportProgress]:
    """A bar over the register's rows; silence where stderr is no terminal."""
    console = stderr_console()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("dòng"),
        PagesColumn(),
        TimeElapsedColumn(),
        TextColumn("còn"),
        TimeRemainingColumn(elapsed_when_finished=False),
        console=console,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("Nhập sổ", total=None, pages=0)
        pages = count(1)

        yield ImportProgress(
            rows_found=lambda total: bar.update(task, total=total),
            row_done=lambda: bar.advance(task),
            pages=PageProgress(page_done=lambda: bar.update(task, pages=next(pages))),
        )
