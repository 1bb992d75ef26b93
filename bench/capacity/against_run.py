"""The model against the program: pages a second of `digitize run` with two jobs, predicted and measured.

    python -m bench.capacity.against_run [--papers 12]

Costs are measured on some drawn papers in one process and the run is of others, so the prediction knows nothing of what it predicts.
A start is taken out by running few papers and many and looking at the difference. What others used of the machine meanwhile is
measured and the model's cores are made as much slower, since the clock says nothing else on a machine that is shared.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.capacity.costs import Costs, Ink
from bench.capacity.measure import drawn_papers, figures_of, finished
from bench.capacity.model import Backlog, simulate
from bench.capacity.stations import Hardware
from bench.command import Measured, measure
from bench.intake.serving import DIGITIZE
from bench.workers_at_work import machine_ticks

_JOBS = 2
_FEW = 2
_COUNTED = 6
_EXITS = frozenset({0, 20})
_MODELLED_SECONDS = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    pages: int
    cost: Measured
    others_share: float


def main() -> None:
    papers = _arguments().papers
    with TemporaryDirectory(prefix="bench-against-") as name:
        folder = Path(name)
        costs = _costs(folder, papers)
        shown = drawn_papers(folder, Ink.COLOUR, papers, 7300)
        few, many = _ran(shown[:_FEW], folder / "few"), _ran(shown, folder / "many")
    pages, others = many.pages - few.pages, many.others_share
    seconds = many.cost.wall_seconds - few.cost.wall_seconds
    predicted = _predicted(costs)
    figures = {
        "pages": pages,
        "measured_pages_a_second": round(pages / seconds, 3),
        "predicted_pages_a_second": round(predicted * (1 - others), 3),
        "predicted_on_a_machine_of_its_own": round(predicted, 3),
        "others_share": round(others, 2),
        "measured_cpu_s_a_page": round((many.cost.cpu_seconds - few.cost.cpu_seconds) / pages, 2),
    }
    print(json.dumps(figures))


def _costs(folder: Path, papers: int) -> Costs:
    learnt = drawn_papers(folder, Ink.COLOUR, papers, 5100)
    timed = finished(learnt, folder / "timed", is_counting=False)
    counted = finished(learnt[:_COUNTED], folder / "counted", is_counting=True)
    said = {**figures_of({Ink.COLOUR: timed}, counted), "measured_on": "", "entry_seconds": 0.0}
    (file := folder / "costs.json").write_text(json.dumps(said))
    return Costs.load(file)


def _ran(papers: Sequence[Path], warehouse: Path) -> _Run:
    busy, whole = machine_ticks()
    command = [str(DIGITIZE), "run", *map(str, papers), "--warehouse", str(warehouse), "--json"]
    cost = measure([*command, "--jobs", str(_JOBS)], accepted=_EXITS)
    busy_after, whole_after = machine_ticks()
    own = cost.cpu_seconds * os.sysconf("SC_CLK_TCK")
    return _Run(
        pages=sum(len(json.loads(line)["pages"]) for line in cost.stdout.splitlines()),
        cost=cost,
        others_share=max(0.0, (busy_after - busy - own) / (whole_after - whole)),
    )


def _predicted(costs: Costs) -> float:
    """Pages a second of so many scans under way on as many cores; nothing is sealed that waits for a person, which is most."""
    mix = {Ink.COLOUR: 1.0}
    backlog = Backlog(scans_under_way=_JOBS, mix=mix, until_seconds=_MODELLED_SECONDS)
    hardware = Hardware(cores=_JOBS)
    day = simulate((), hardware=hardware, costs=costs, seed=1, backlog=backlog)
    return sum(scan.pages for scan in day.finished) / day.seconds


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.capacity.against_run")
    parser.add_argument("--papers", type=int, default=12)
    return parser.parse_args()


if __name__ == "__main__":
    main()
