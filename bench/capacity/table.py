"""The answers for people."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench.capacity.answers import BacklogRate, Beside, Fewest
from bench.capacity.storage import StoredAYear
from bench.capacity.waiting import Waiting

_WAITS = ("cores", "p50 s", "p95 s", "p99 s", "p95 s a page", "receipt p95 s")


def show_waits(console: Console, title: str, tried: Sequence[Waiting]) -> None:
    """Counters' waits by cores, with the busiest minute of everything else."""
    headings = (*_WAITS, "cores busy", "disk", "ledger", "network", "syncs/s", "entries/s", "MB/s")
    table = _table(title, headings)
    for one in tried:
        table.add_row(
            *_waits(one),
            *(f"{one.shares[name]:.0%}" for name in ("cores", "disk", "ledger", "network")),
            f"{one.syncs_a_second:.0f}",
            f"{one.entries_a_second:.0f}",
            f"{one.disk_mb_a_second:.0f}",
        )
    console.print(table)


def show_what_if(console: Console, found: Mapping[str, Fewest]) -> None:
    table = _table("what if", ("", *_WAITS))
    for name, one in found.items():
        table.add_row(name, *_waits(one.enough))
    console.print(table)


def show_beside(console: Console, found: Beside) -> None:
    table = _table("the busiest two hours beside a backlog", ("", *_WAITS))
    table.add_row("without", *_waits(found.without))
    table.add_row("beside", *_waits(found.beside))
    console.print(table)
    console.print(f"{found.backlog_pages_an_hour:.0f} pages of the backlog an hour meanwhile")


def show_stored(console: Console, found: Mapping[str, StoredAYear]) -> None:
    kinds = list(dict.fromkeys(kind for one in found.values() for kind in one.by_kind))
    table = _table("TB a year", ("", "pages a day", *kinds, "together"))
    for name, one in found.items():
        each = (f"{one.by_kind[kind]:.1f}" for kind in kinds)
        table.add_row(name, f"{one.pages_a_day:,.0f}", *each, f"{one.terabytes:.1f}")
    console.print(table)


def show_backlog(
    console: Console, rate: BacklogRate, *, pages: float, hours: Sequence[float]
) -> None:
    console.print(
        f"a core reads {rate.pages_a_core_hour:,.0f} pages of a backlog an hour "
        f"(measured in the model on {rate.hardware.cores} cores, ledger held {rate.ledger_share:.0%} of the time)"
    )
    table = _table(f"{pages:,.0f} pages: cores for so many days", ("days", *map(_hours, hours)))
    for days in (90, 180, 365, 730):
        each = (rate.cores(pages, days=days, hours_a_day=one) for one in hours)
        table.add_row(str(days), *(f"{cores:,}" for cores in each))
    console.print(table)


def _hours(hours: float) -> str:
    return "day and night" if hours == 24 else f"{hours:.0f} hours a night"


def _waits(one: Waiting) -> tuple[str, ...]:
    seconds = (one.p50_seconds, one.p95_seconds, one.p99_seconds, one.p95_seconds_a_page)
    return (
        str(one.hardware.cores),
        *(f"{value:.1f}" for value in seconds),
        f"{one.receipt_p95_seconds:.2f}",
    )


def _table(title: str, headings: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number or heading else "left")
    return table
