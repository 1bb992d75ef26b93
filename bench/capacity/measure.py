"""What the work costs on this machine, for the model.

    python -m bench.capacity.measure [--samples DIR] [--papers 10] [--entry-ms 1.5] > bench/capacity/measured.json

Papers go the whole way one by one in this one process, each ink by itself; one that asks for a person is approved, so that it is
sealed and filed too. They are drawn, or with `--samples` real scans where there are any of the ink: those are dearer to read. Syncs and transactions are counted in a run of their own. What belongs to a page
and what to a paper is told apart by papers of different length. How long an entry holds the ledger's head is what
`python -m bench.cluster` finds on PostgreSQL.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import linear_regression, median
from tempfile import TemporaryDirectory

from bench.capacity.costs import Ink
from bench.capacity.counted import COMMITS, ENTRIES, SYNCS
from bench.capacity.whole_way import ASSEMBLE, READ, SEAL, PaperCosts, whole_way
from bench.render import files
from bench.render.catalogue import render
from bench.render.damage import Wear, scanned

_WEAR = {
    Ink.COLOUR: Wear(dpi=300, noise=3.0, skew_degrees=0.3),
    Ink.GREY: Wear(dpi=200, mode="grey", skew_degrees=-0.4),
    Ink.BILEVEL: Wear(dpi=300, mode="bilevel", skew_degrees=0.3),
}
_KINDS = ("quyet_dinh", "cong_van", "bao_cao", "giay_khai_sinh", "to_trinh")
_UNMEASURED = 2
"""The first papers of a process load what is loaded late, and make the store's folders."""


def main() -> None:
    chosen = _arguments()
    with TemporaryDirectory(prefix="bench-costs-") as name:
        folder = Path(name)
        papers = {ink: drawn_papers(folder, ink, chosen.papers, chosen.seed) for ink in Ink}
        if chosen.samples is not None:
            papers |= _real(folder, chosen.samples, pages=2 * chosen.papers)
        timed = {ink: finished(papers[ink], folder / ink, is_counting=False) for ink in Ink}
        few = drawn_papers(folder, Ink.GREY, len(_KINDS), chosen.seed)
        counted = finished(few, folder / "counted", is_counting=True)
    found = figures_of(timed, counted)
    when = f"{datetime.now(UTC):%Y-%m-%d}"
    json.dump(
        {"measured_on": when, "entry_seconds": chosen.entry_ms / 1000, **found},
        sys.stdout,
        indent=1,
    )
    print()


def drawn_papers(folder: Path, ink: Ink, count: int, seed: int) -> list[Path]:
    """So many and those that come before measuring, as scans of one ink."""
    paths = []
    for number in range(count + _UNMEASURED):
        kind, wear = _KINDS[number % len(_KINDS)], _WEAR[ink]
        sheets = render(kind, seed + number).pages
        pages = [scanned(sheet, wear, Random(f"{ink} {number}")) for sheet in sheets]
        paths.append(folder / f"{ink}-{number}.pdf")
        files.write_pdf(paths[-1], pages, dpi=wear.dpi, quality=wear.jpeg_quality)
    return paths


def _real(folder: Path, samples: Path, *, pages: int) -> dict[Ink, list[Path]]:
    """As the race against OCRmyPDF takes them: signatures and annotations out, page streams as they are."""
    from bench import inputs  # needs OCRmyPDF, drawn papers do not

    (target := folder / "real").mkdir()
    scans = sorted((samples / "scans").glob("*.pdf"))
    chosen = inputs.speed_set(scans, target, rounds=1, pages_at_most=0)
    kinds = {Ink.COLOUR: inputs.Ink.COLOUR, Ink.BILEVEL: inputs.Ink.BILEVEL}
    return {ours: chosen.files(theirs, pages_at_most=pages) for ours, theirs in kinds.items()}


def finished(papers: Sequence[Path], folder: Path, *, is_counting: bool) -> list[PaperCosts]:
    """The way of all but the first through a new warehouse in the folder."""
    with whole_way(folder, is_counting=is_counting) as way:
        costs = [way.finish(paper) for paper in papers]
    print(f"{folder.name}: {sum(one.pages for one in costs)} pages", file=sys.stderr)
    return costs[_UNMEASURED:]


def figures_of(
    timed: dict[Ink, list[PaperCosts]], counted: Sequence[PaperCosts]
) -> dict[str, object]:
    """What `costs.py` reads, but for what an entry of the ledger takes."""
    everything = [paper for papers in timed.values() for paper in papers]
    page_seconds, paper_seconds = _by_length(everything, lambda paper: paper.custody_seconds)
    described = sum(paper.document_seconds for paper in everything)
    documents = sum(paper.documents for paper in everything)
    a_page, a_paper = _counts_by_length(counted)
    return {
        "pages": {ink: _page_costs(papers) for ink, papers in timed.items()},
        "a_scan": {
            "cpu_seconds": round(median(paper.receipt.cpu_seconds for paper in everything), 4),
            **_median_counts([paper.receipt.counts for paper in counted]),
        },
        "a_page": {"cpu_seconds": round(page_seconds, 4), **a_page},
        "a_document": {"cpu_seconds": round(paper_seconds + described / documents, 4), **a_paper},
    }


def _page_costs(papers: Sequence[PaperCosts]) -> dict[str, object]:
    pages = sum(paper.pages for paper in papers)

    def each(of: Callable[[PaperCosts], float]) -> float:
        return round(sum(map(of, papers)) / pages, 4)

    return {
        "read_cpu_seconds": [round(one, 3) for paper in papers for one in paper.tasks[READ]],
        "archive_cpu_seconds": each(lambda paper: paper.task_seconds(ASSEMBLE, SEAL)),
        "original_mb": each(lambda paper: paper.size_mb["originals"]),
        "sealed_mb": each(lambda paper: paper.size_mb["sealed"]),
        "reading_mb": each(lambda paper: paper.size_mb["readings"]),
    }


def _counts_by_length(papers: Sequence[PaperCosts]) -> tuple[dict[str, int], dict[str, int]]:
    """Of a page and of a paper besides."""
    a_page, a_paper = dict[str, int](), dict[str, int]()
    for name in (SYNCS, ENTRIES, COMMITS):
        page, paper = _by_length(papers, lambda one, name=name: one.rest.counts[name])
        a_page[name], a_paper[name] = round(page), round(paper)
    return a_page, a_paper


def _by_length(
    papers: Sequence[PaperCosts], of: Callable[[PaperCosts], float]
) -> tuple[float, float]:
    """What a page more adds, and what is there without any."""
    slope, rest = linear_regression(
        [paper.pages for paper in papers], [of(paper) for paper in papers]
    )
    return slope, rest


def _median_counts(counts: Sequence[dict[str, int]]) -> dict[str, int]:
    return {name: round(median(one[name] for one in counts)) for name in (SYNCS, ENTRIES, COMMITS)}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.capacity.measure")
    parser.add_argument("--samples", type=Path, default=None)
    parser.add_argument(
        "--papers", type=int, default=10, help="of each ink; of real ones, pairs of pages"
    )
    parser.add_argument("--seed", type=int, default=4100)
    parser.add_argument("--entry-ms", type=float, default=1.5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
