"""`make bench-intake`: what thirty counters at once wait for, and what a backfill beside a counter costs it.

    python -m bench.intake [--stations 30] [--pages 20] [--rounds 2] [--pairs 4] [--folder DIR]

`receipt_p95_s` runs from the last byte of a batch's last file leaving its counter until the batch's receipt is in the
counter's hands, `batch_p95_s` from opening the batch; both of the worse round, all counters beginning at once and cold.

Prints tables, and as the last line of stdout one JSON object. Progress goes to stderr. `--folder` is where the
warehouses lie meanwhile: the disk under it is measured too.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench.intake import table
from bench.intake.beside_backfill import PairOptions, beside_backfill
from bench.intake.papers import counter_pages
from bench.intake.rush import RushOptions, rush


def main() -> None:
    chosen = _arguments()
    console = Console(width=120)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        _report("drawing pages")
        pages = counter_pages()
        _report(f"{chosen.stations} counters at once")
        rush_options = RushOptions(
            stations=chosen.stations, pages=chosen.pages, rounds=chosen.rounds
        )
        rounds = rush(folder / "rush", pages, rush_options)
        table.show_rush(console, rounds)
        _report("a counter beside a backfill")
        pair_options = PairOptions(pairs=chosen.pairs, pages=chosen.pages)
        beside = beside_backfill(folder / "beside", pages, pair_options)
        table.show_pairs(console, beside)
    errors = [error for one in rounds for error in one.errors] + beside.errors
    for error in errors:
        _report(f"error: {error}")
    figures = {
        "errors": len(errors),
        "receipt_p95_s": round(max(one.receipt_p95_s for one in rounds), 2),
        "batch_p95_s": round(max(one.batch_p95_s for one in rounds), 2),
        "server_peak_mb": round(rounds[-1].own_mb, 1),
        "server_growth_mb": round(rounds[-1].own_mb - rounds[0].own_mb, 1),
        "backfill_slowdown": round(beside.slowdown, 2),
        "backfill_pairs": [round(pair.slowdown, 2) for pair in beside.pairs],
        "later_in_queue": len(beside.order.later),
    }
    print(json.dumps(figures))


def _report(message: str) -> None:
    print(message, file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    parser.add_argument("--stations", type=int, default=RushOptions().stations)
    parser.add_argument("--pages", type=int, default=RushOptions().pages)
    parser.add_argument("--rounds", type=int, default=RushOptions().rounds)
    parser.add_argument("--pairs", type=int, default=PairOptions().pairs)
    parser.add_argument("--folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
