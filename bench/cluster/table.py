"""The figures for people."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench.cluster.overhead import Overhead
from bench.cluster.rounds import Scaling
from bench.records_at_scale import Answers


def show_scaling(console: Console, found: Sequence[Scaling]) -> None:
    parts = list(found[0].cpu_ms_a_page)
    table = _table(
        "workers beside a stub", ("workers", "pages/s", "efficiency", "single runs", *parts)
    )
    for one in found:
        table.add_row(
            str(one.workers),
            f"{one.pages_a_second:.2f}",
            f"{one.efficiency:.0%}",
            " ".join(f"{rate:.2f}" for rate in one.rates),
            *(f"{one.cpu_ms_a_page[part]:.0f} ms" for part in parts),
        )
    console.print(table)


def show_overhead(console: Console, found: Sequence[Overhead]) -> None:
    headings = (
        "pages",
        "on the clock",
        "worker",
        "PostgreSQL",
        "RabbitMQ",
        "entries",
        "commits",
        "looks",
        "statements",
    )
    table = _table("a page whose stages cost nothing, ms", headings)
    for one in found:
        costs = (one.wall_ms, one.worker_cpu_ms, one.postgres_cpu_ms, one.rabbitmq_cpu_ms)
        table.add_row(
            str(one.pages),
            *(f"{cost:.1f}" for cost in costs),
            f"{one.entries:.1f}",
            f"{one.commits:.1f}",
            f"{one.looks:.1f}",
            f"{one.statements:.1f}",
        )
    console.print(table)


def show_records(console: Console, found: Mapping[str, Answers]) -> None:
    table = _table("look-ups, p95 ms", ("", "records", "owner", "search", "slowest kind"))
    for name, one in found.items():
        owner, search = f"{one.owner_p95_ms:.1f}", f"{one.search_p95_ms:.1f}"
        table.add_row(name, f"{one.records:,}", owner, search, one.slowest_search)
    console.print(table)


def _table(title: str, headings: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table
