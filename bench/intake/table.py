"""The figures for people: every round of the rush, every pair beside the backfill."""

from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.intake.beside_backfill import BesideBackfill
from bench.intake.counters import PushedBatch
from bench.intake.rush import RushRound, p95


def show_rush(console: Console, rounds: Sequence[RushRound]) -> None:
    table = Table(
        title=f"{len(rounds[0].batches)} counters at once, {rounds[0].megabytes:.0f} MB a round",
        title_justify="left",
    )
    headings = ("round", "batches", "to receipt p50", "p95 s", "whole batch p50", "p95 s")
    for heading in (*headings, "errors", "server MB", "with children MB"):
        table.add_column(heading, justify="right")
    for number, one in enumerate(rounds, start=1):
        kinds = {"one PDF": _of(one, is_single=True), "a file a page": _of(one, is_single=False)}
        for kind, batches in kinds.items():
            if batches:
                waits = [batch.receipt_seconds for batch in batches]
                wholes = [batch.seconds for batch in batches]
                table.add_row(
                    str(number),
                    f"{len(batches)}, {kind}",
                    *(f"{value:.2f}" for values in (waits, wholes) for value in (median(values), p95(values))),
                    str(sum(len(batch.errors) for batch in batches)),
                    f"{one.own_mb:.0f}",
                    f"{one.tree_mb:.0f}",
                )  # fmt: skip
    console.print(table)


def show_pairs(console: Console, found: BesideBackfill) -> None:
    table = Table(title="a counter's batch, seconds to its receipt", title_justify="left")
    for heading in ("pair", "without backfill", "beside backfill", "×"):
        table.add_column(heading, justify="right")
    for number, pair in enumerate(found.pairs, start=1):
        table.add_row(
            str(number), _seconds(pair.alone), _seconds(pair.beside), f"{pair.slowdown:.2f}"
        )
    console.print(table)
    order = found.order
    console.print(
        f"taken up: {order.counters} scans of counters, {order.backfill} of the backfill; "
        f"counters that backfill went before: {list(order.later)}"
    )


def _of(one: RushRound, *, is_single: bool) -> list[PushedBatch]:
    return [batch for batch in one.batches if (batch.file_count == 1) is is_single]


def _seconds(batches: Sequence[PushedBatch]) -> str:
    return " ".join(f"{batch.seconds:.2f}" for batch in batches)
