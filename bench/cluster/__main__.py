"""`make bench-cluster`: pages a second by number of workers, what a page costs beside its stages, look-ups among many records.

    python -m bench.cluster [--workers 1 2 4 8 16] [--rounds 2] [--stub-ms 400] [--records 1000000] [--only scaling overhead records]

PostgreSQL (which waits for the disk, as it must) and RabbitMQ are started for it and are gone afterwards. Tables come first, the
last line of stdout is one JSON object; progress goes to stderr.
"""

import argparse
import json
import signal
import sys
import tempfile
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.cluster import table
from bench.cluster.overhead import overhead
from bench.cluster.rounds import measured_rounds
from bench.cluster.scaling import ScalingOptions
from bench.cluster.servers import ClusterServers, cluster_servers, databases
from bench.drawn_rows import fill
from bench.records_at_scale import Answers, measure

_PARTS = ("scaling", "overhead", "records")


def main() -> None:
    chosen, console = _arguments(), Console(width=140)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # servers are to end with us
    figures = dict[str, object]()
    with tempfile.TemporaryDirectory(prefix="bench-cluster-", dir=chosen.folder) as name:
        folder = Path(name)
        if {"scaling", "overhead"} & set(chosen.only):
            with cluster_servers() as servers:
                if "overhead" in chosen.only:
                    figures |= _overhead(console, servers, folder / "overhead", chosen)
                if "scaling" in chosen.only:
                    figures |= _scaling(console, servers, folder / "scaling", chosen)
        if "records" in chosen.only:
            figures |= _records(console, folder, chosen)
    print(json.dumps(figures))


def _overhead(
    console: Console, servers: ClusterServers, folder: Path, chosen: argparse.Namespace
) -> dict[str, object]:
    found = []
    for turn in range(chosen.rounds):
        _report(f"a page's overhead: round {turn + 1} of {chosen.rounds}")
        found.append(overhead(servers, folder / str(turn), pages=chosen.pages))
    table.show_overhead(console, found)
    return {
        "overhead_ms_per_page": round(median(one.wall_ms for one in found), 1),
        "overhead_cpu_ms_per_page": round(median(one.cpu_ms for one in found), 1),
        "statements_per_page": round(median(one.statements for one in found), 1),
        "transactions_per_page": {
            "entries": round(found[-1].entries, 1),
            "commits": round(found[-1].commits, 1),
            "looks": round(found[-1].looks, 1),
        },
    }


def _scaling(
    console: Console, servers: ClusterServers, folder: Path, chosen: argparse.Namespace
) -> dict[str, object]:
    options = ScalingOptions(stub_ms=chosen.stub_ms, pages_a_worker=chosen.pages_a_worker)
    found = measured_rounds(
        servers,
        folder,
        workers=chosen.workers,
        rounds=chosen.rounds,
        options=options,
        report=_report,
    )
    table.show_scaling(console, found)
    return {
        "efficiency": {str(one.workers): round(one.efficiency, 3) for one in found},
        "pages_per_second": {str(one.workers): round(one.pages_a_second, 2) for one in found},
    }


def _records(console: Console, folder: Path, chosen: argparse.Namespace) -> dict[str, object]:
    found = dict[str, Answers]()
    for name, opened in databases(folder):
        _report(f"{chosen.records:,} records into {name}")
        with opened as database:
            fill(database, chosen.records)
            found[name] = measure(database, records=chosen.records)
    table.show_records(console, found)
    return {
        "records": chosen.records,
        "owner_p95_ms": {name: one.owner_p95_ms for name, one in found.items()},
        "search_p95_ms": {name: one.search_p95_ms for name, one in found.items()},
    }


def _report(message: str) -> None:
    print(message, file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8, 16])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--stub-ms", type=int, default=ScalingOptions().stub_ms)
    parser.add_argument("--pages-a-worker", type=int, default=ScalingOptions().pages_a_worker)
    parser.add_argument("--pages", type=int, default=200, help="whose overhead is measured")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=_PARTS)
    parser.add_argument("--folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
