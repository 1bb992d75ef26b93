"""Rounds over all numbers of workers, each against one worker of the same round, so that a machine that changes changes both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from bench.cluster.scaling import ScalingOptions, ScalingRun, scaling_run
from bench.cluster.servers import ClusterServers


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """So many workers over all rounds."""

    workers: int
    rates: Sequence[float]
    """Pages a second of every round."""
    efficiency: float
    """Median over the rounds of this rate over that of as many single workers; 1 is linear."""
    cpu_ms_a_page: Mapping[str, float]

    @property
    def pages_a_second(self) -> float:
        return median(self.rates)


def measured_rounds(
    servers: ClusterServers,
    folder: Path,
    *,
    workers: Sequence[int],
    rounds: int,
    options: ScalingOptions,
    report: Callable[[str], None],
) -> list[Scaling]:
    """One worker is always among them."""
    numbers = sorted({1, *workers})
    found = dict[int, list[ScalingRun]]((number, []) for number in numbers)
    for turn in range(rounds):
        for number in numbers:
            report(f"round {turn + 1} of {rounds}: {number} workers")
            run = scaling_run(servers, folder / f"{turn}-{number}", number, options)
            found[number].append(run)
    return [together(runs, single=found[1]) for runs in found.values()]


def together(runs: Sequence[ScalingRun], *, single: Sequence[ScalingRun]) -> Scaling:
    """The runs of one number of workers; `single` are those of one worker, round by round."""
    workers = runs[0].workers
    ratios = [
        run.pages_a_second / (workers * one.pages_a_second)
        for run, one in zip(runs, single, strict=True)
    ]
    parts = runs[0].cpu_ms_a_page
    return Scaling(
        workers=workers,
        rates=[run.pages_a_second for run in runs],
        efficiency=median(ratios),
        cpu_ms_a_page={part: fmean(run.cpu_ms_a_page[part] for run in runs) for part in parts},
    )
