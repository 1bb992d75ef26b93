"""`python -m bench.capacity`: how many cores, which disks, how long, for a province, for all of them, for the backlog.

    python -m bench.capacity [--seed 1] [--costs FILE] [--quick]

Tables come first, the last line of stdout is one JSON object. The same seed gives the same figures. `--quick` leaves out what
takes most of the two minutes: what if reading were dearer, and all provinces on one system.
"""

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bench.capacity import table
from bench.capacity.answers import (
    PROVINCES,
    BacklogRate,
    Fewest,
    backlog_rate,
    beside_backlog,
    busiest_of,
    fewest_cores,
    ledger_load,
)
from bench.capacity.arrivals import DayOptions, counter_day
from bench.capacity.costs import BACKLOG_MIX, COUNTER_MIX, MEASURED, Costs
from bench.capacity.stations import Hardware
from bench.capacity.storage import StoredAYear, stored, stored_a_year

USUAL_PAGES = 12_000
"""Of a merged province's usual day, the top of its range."""
BACKLOG_PAGES = 300e6
BACKLOG_HOURS = (24.0, 12.0)
"""At work a day: always, or from six to six, when no counter is open."""
_BACKLOG_CORES = 32
_LEDGER_ENOUGH = 0.8
"""Of its time held, a ledger's head is as good as always held: whoever wants it waits for minutes."""


def main() -> None:
    chosen = _arguments()
    console, costs, seed = Console(width=150), Costs.load(chosen.costs), chosen.seed
    options, hardware = DayOptions(), Hardware(cores=1)
    scans = counter_day(options, seed=seed)
    province = fewest_cores(scans, costs=costs, hardware=hardware, seed=seed)
    table.show_waits(console, f"a province's day, {province.pages:,} pages", province.tried)
    own = replace(hardware, cores=province.cores)
    beside = beside_backlog(costs=costs, options=options, hardware=own, seed=seed)
    table.show_beside(console, beside)
    what_if = {} if chosen.quick else _what_if(costs, options, hardware, seed=seed)
    table.show_what_if(console, {"as measured": province, **what_if})
    nation = busiest_of(PROVINCES, options, seed=seed)
    load = ledger_load(nation, costs=costs, hardware=hardware)
    console.print(
        f"{PROVINCES} provinces on one system would hold its ledger {load:.0%} of the time"
    )
    together = None
    if load < _LEDGER_ENOUGH and not chosen.quick:
        together = fewest_cores(nation, costs=costs, hardware=hardware, seed=seed)
        table.show_waits(console, f"{PROVINCES} provinces on one system", together.tried[-1:])
    years = _years(costs, options)
    table.show_stored(console, years)
    rate = backlog_rate(costs=costs, hardware=replace(hardware, cores=_BACKLOG_CORES), seed=seed)
    table.show_backlog(console, rate, pages=BACKLOG_PAGES, hours=BACKLOG_HOURS)
    figures = {
        "province": _of(province),
        "beside_backlog_p95_s": round(beside.beside.p95_seconds, 1),
        "backlog_pages_an_hour_beside": round(beside.backlog_pages_an_hour),
        "what_if_cores": {name: one.cores for name, one in what_if.items()},
        "provinces_apart_cores": PROVINCES * province.cores,
        "provinces_together_cores": together.cores if together else None,
        "provinces_together_ledger_share": round(load, 2),
        "terabytes_a_year": {name: round(one.terabytes, 1) for name, one in years.items()},
        "backlog": _backlog(rate, costs),
    }
    print(json.dumps(figures))


def _what_if(
    costs: Costs, options: DayOptions, hardware: Hardware, *, seed: int
) -> Mapping[str, Fewest]:
    """One thing other than assumed, the rest the same."""
    scans = counter_day(options, seed=seed)
    busier = counter_day(replace(options, pages=2 * options.pages), seed=seed)
    slow_disk = replace(hardware, syncs_per_second=100, catalogue_syncs_per_second=100)
    return {
        "reading 30 % dearer": fewest_cores(
            scans, costs=costs.reading_dearer(1.3), hardware=hardware, seed=seed
        ),
        "reading 30 % cheaper": fewest_cores(
            scans, costs=costs.reading_dearer(0.7), hardware=hardware, seed=seed
        ),
        "twice the pages": fewest_cores(busier, costs=costs, hardware=hardware, seed=seed),
        "hard disks (100 syncs a second)": fewest_cores(
            scans, costs=costs, hardware=slow_disk, seed=seed
        ),
    }


def _years(costs: Costs, options: DayOptions) -> dict[str, StoredAYear]:
    pages = {
        "a province, usual days": USUAL_PAGES,
        "a province, every day its busiest": options.pages,
        f"{PROVINCES} provinces, usual days": PROVINCES * USUAL_PAGES,
    }
    return {
        name: stored_a_year(costs, COUNTER_MIX, pages_a_day=count) for name, count in pages.items()
    }


def _of(found: Fewest) -> dict[str, object]:
    enough = found.enough
    return {
        "cores": found.cores,
        "counter_p50_s": round(enough.p50_seconds, 1),
        "counter_p95_s": round(enough.p95_seconds, 1),
        "counter_p95_s_a_page": round(enough.p95_seconds_a_page, 1),
        "syncs_a_second": round(enough.syncs_a_second),
        "disk_mb_a_second": round(enough.disk_mb_a_second, 1),
        "entries_a_second": round(enough.entries_a_second, 1),
    }


def _backlog(rate: BacklogRate, costs: Costs) -> dict[str, object]:
    day, night = BACKLOG_HOURS
    return {
        "pages_a_core_hour": round(rate.pages_a_core_hour),
        "cores_for_a_year": rate.cores(BACKLOG_PAGES, days=365, hours_a_day=day),
        "cores_for_a_year_of_nights": rate.cores(BACKLOG_PAGES, days=365, hours_a_day=night),
        "terabytes": round(sum(stored(costs, BACKLOG_MIX, pages=BACKLOG_PAGES).values())),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.capacity", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--costs", type=Path, default=MEASURED)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
