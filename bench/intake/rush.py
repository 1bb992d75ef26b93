"""Thirty counters at once: what each waits for its receipt, what goes wrong, what the server holds in memory."""

from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bench.intake.counters import BatchToPush, Counters, PushedBatch, write_batch
from bench.intake.papers import as_files, as_one_pdf
from bench.intake.serving import new_stations, served


@dataclass(frozen=True, slots=True, kw_only=True)
class RushOptions:
    stations: int = 30
    pages: int = 20
    """Of each batch; every other counter sends them as one PDF, the rest a file a page."""
    rounds: int = 2
    """One after the other on the same server, so that memory which grows is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RushRound:
    batches: tuple[PushedBatch, ...]
    megabytes: float
    """That all counters sent together."""
    own_mb: float
    """Peak of the server's process since its start."""
    tree_mb: float
    """Peak of the server and its children since its start."""

    @property
    def receipt_p95_s(self) -> float:
        return p95([batch.receipt_seconds for batch in self.batches])

    @property
    def batch_p95_s(self) -> float:
        return p95([batch.seconds for batch in self.batches])

    @property
    def errors(self) -> list[str]:
        return [f"{batch.name}: {error}" for batch in self.batches for error in batch.errors]


def rush(folder: Path, pages: list[bytes], options: RushOptions) -> list[RushRound]:
    """Every round's batches; the pages are read meanwhile, as on any day."""
    warehouse = folder / "kho"
    keys = new_stations(warehouse, options.stations)
    found = []
    with served(warehouse) as server, Counters(server.url) as counters:
        for number in range(1, options.rounds + 1):
            batches = _drawn(folder / f"lan-{number}", keys, pages, options)
            pushed = counters.push_at_once(batches)
            sent = sum(path.stat().st_size for one in batches for path in one.folder.iterdir())
            found.append(
                RushRound(
                    batches=tuple(pushed),
                    megabytes=sent / 1024**2,
                    own_mb=server.memory.own_mb,
                    tree_mb=server.memory.tree_mb,
                )
            )
    return found


def p95(values: list[float]) -> float:
    """The value that one in twenty exceeds; of a single one, itself."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _drawn(
    folder: Path, keys: list[str], pages: list[bytes], options: RushOptions
) -> list[BatchToPush]:
    drawn = []
    for number, key in enumerate(keys, start=1):
        name = f"{folder.name}-quay-{number}"
        write = as_one_pdf if number % 2 else as_files
        drawn.append(
            BatchToPush(
                key=key,
                name=name,
                folder=write_batch(folder / name / "lo", write(pages, options.pages, name)),
                page_count=options.pages,
            )
        )
    return drawn
