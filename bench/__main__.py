"""`make bench`: the project on real scans with their truth, and against OCRmyPDF on the same pages.

    python -m bench --samples DIR [--quick] [--only texts,scans,drawn,speed,stages,workers]

Prints tables, then all figures against those of the run before, and as the last line of stdout one JSON object.
Progress goes to stderr.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import history, table
from bench.accuracy import scan_accuracy, text_accuracy
from bench.calibration import reliability
from bench.calibration import show as show_reliability
from bench.drawn import drawn_accuracy
from bench.inputs import Ink, SpeedSet, counter_scan, speed_set
from bench.speed import Pair, compare
from bench.stages import stage_costs
from bench.truth import TrueScan, TrueText, true_scans, true_texts
from bench.workers_at_work import first_verdict_seconds, two_workers, worker_memory

QUICK_PAGES = 8
STAGE_PAGES = 16
"""For each ink, in whole files: enough that what is done once a document is seen at its weight."""
MEMORY_PAGES = 60
DRAWN_SEED = 70_000
"""Not among the seeds that rules or thresholds were chosen on."""
PARTS = ("texts", "scans", "drawn", "speed", "stages", "workers")
Figures = dict[str, Any]


def main() -> None:
    chosen = _arguments()
    console = Console(width=150)
    scans, texts = true_scans(chosen.samples), true_texts(chosen.samples)
    if chosen.quick:
        scans, texts = scans[::5], texts[1:3]
    figures: Figures = {}
    if "texts" in chosen.only:
        figures |= _texts(console, chosen.digitize, texts)
    if "scans" in chosen.only:
        figures |= _scans(console, chosen.digitize, scans)
    if "drawn" in chosen.only:
        each = 1 if chosen.quick else chosen.drawn
        figures |= _drawn(console, chosen.digitize, each=each, seed=chosen.seed)
    if {"speed", "stages", "workers"} & set(chosen.only):
        figures |= _costs(console, chosen, scans, texts)
    history.show(console, figures, before=history.load())
    history.keep(figures)
    print(json.dumps(figures, ensure_ascii=False))


def _texts(console: Console, digitize: Path, texts: list[TrueText]) -> Figures:
    _report(f"texts: {len(texts)} documents")
    score = text_accuracy(digitize, texts)
    table.show_texts(console, score)
    return {
        "cer": round(score.cer, 5),
        "cer_small_edits": round(score.cer_small_edits, 5),
        "wer": round(score.wer, 5),
    }


def _scans(console: Console, digitize: Path, scans: list[TrueScan]) -> Figures:
    _report(f"scans: {len(scans)} files")
    found = scan_accuracy(digitize, scans)
    table.show_scans(console, found)
    return {
        "type_accuracy": round(found.type_accuracy, 4),
        "fields": {key: round(share, 4) for key, share in found.tally.shares().items()},
        "accepted_share": round(found.accepted_share, 4),
        "accepted_right": _rounded(found.accepted_right_share),
        "accepted_right_at_least": round(found.accepted_right_at_least, 4),
        "accepted_wrong_share": round(found.accepted_wrong_share, 4),
        "unasked_wrong_share": round(found.tally.unasked_wrong_share, 4),
    }


def _drawn(console: Console, digitize: Path, *, each: int, seed: int) -> Figures:
    _report(f"drawn: {each} papers of every type, seed {seed}")
    found = drawn_accuracy(digitize, each=each, seed=seed)
    table.show_drawn(console, found)
    show_reliability(console, reliability(found.readings))
    return {
        "drawn_type_accuracy": round(found.whole.type_accuracy, 4),
        "drawn_fields": {
            family: round(score.exact_share, 4) for family, score in found.families.items()
        },
        "drawn_accepted_share": round(found.whole.accepted_share, 4),
        "drawn_accepted_right": _rounded(found.whole.accepted_right_share),
        "drawn_accepted_right_at_least": round(found.whole.accepted_right_at_least, 4),
    }


def _costs(
    console: Console, chosen: argparse.Namespace, scans: list[TrueScan], texts: list[TrueText]
) -> Figures:
    paths = [scan.path for scan in scans] + [text.path for text in texts]
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        pages = speed_set(
            paths,
            Path(folder),
            rounds=1 if chosen.quick else chosen.rounds,
            pages_at_most=QUICK_PAGES if chosen.quick else chosen.pages,
        )
        if "stages" in chosen.only:
            figures |= _stages(console, pages)
        if "workers" in chosen.only:
            every = [scan.path for scan in true_scans(chosen.samples)]
            scan = counter_scan(every, Path(folder) / "counter.pdf")
            figures |= _workers(console, pages, scan)
        if "speed" in chosen.only:
            figures |= _speed(console, chosen, pages)
    return figures


def _speed(console: Console, chosen: argparse.Namespace, pages: SpeedSet) -> Figures:
    pairs = compare(chosen.digitize, chosen.ocrmypdf, pages.rounds, report=_report)
    table.show_race(console, pairs, left_out=pages.left_out)
    return _race_figures(pairs)


def _stages(console: Console, pages: SpeedSet) -> Figures:
    files = [file for ink in Ink for file in pages.files(ink, pages_at_most=STAGE_PAGES)]
    _report(f"stages: {len(files)} files")
    costs = stage_costs(files)
    table.show_stages(console, costs)
    return {
        "overhead_share": round(costs.overhead_share, 4),
        "stage_shares": {
            stage: round(seconds / sum(costs.seconds.values()), 4)
            for stage, seconds in costs.seconds.items()
        },
    }


def _workers(console: Console, pages: SpeedSet, scan: Path | None) -> Figures:
    files = [file for ink in Ink for file in pages.files(ink, pages_at_most=QUICK_PAGES)]
    _report(f"workers: {len(files)} files")
    two = two_workers(files)
    wait = None if scan is None else first_verdict_seconds(scan)
    memory = worker_memory(files, pages_at_least=MEMORY_PAGES)
    table.show_workers(console, two, wait, memory)
    return {
        "two_workers": round(two.gain, 3),
        "others_share": round(two.others_share, 3),
        "first_verdict_s": _rounded(wait, 2),
        "peak_growth_mb": round(memory.late_mb - memory.early_mb, 1),
    }


def _race_figures(pairs: list[Pair]) -> Figures:
    ratios: dict[str, float] = {}
    for ink in Ink:
        of_ink = [pair for pair in pairs if pair.ink is ink]
        ratios |= _ratios(ink, of_ink)
        # Forcing costs the other side a rasterising of each page; here is the race without such pages.
        ratios |= _ratios(f"{ink}_unforced", [pair for pair in of_ink if not pair.needs_force])
    documents = sum(pair.documents for pair in pairs)
    cpu_seconds = sum(pair.ours.cpu_seconds for pair in pairs)
    return {
        "pages_per_cpu_second": round(sum(pair.pages for pair in pairs) / cpu_seconds, 4),
        "vs_ocrmypdf": ratios,
        "peak_mb": round(max(pair.ours.peak_mb for pair in pairs), 1),
        "sealed_share": round(sum(pair.sealed for pair in pairs) / documents, 4),
    }


def _ratios(name: str, pairs: list[Pair]) -> dict[str, float]:
    """Theirs over ours, sums over the rounds; nothing where there were none."""
    if not pairs:
        return {}
    cpu = [
        sum(side)
        for side in zip(*((p.theirs.cpu_seconds, p.ours.cpu_seconds) for p in pairs), strict=True)
    ]
    wall = [
        sum(side)
        for side in zip(*((p.theirs.wall_seconds, p.ours.wall_seconds) for p in pairs), strict=True)
    ]
    return {f"{name}_cpu": round(cpu[0] / cpu[1], 3), f"{name}_wall": round(wall[0] / wall[1], 3)}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--samples", type=Path, required=True, help="folder with scans/ and texts/")
    parser.add_argument(
        "--quick", action="store_true", help="a sample of the pages, for development"
    )
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=PARTS, help=", ".join(PARTS)
    )
    parser.add_argument(
        "--rounds", type=int, default=2, help="alternating rounds for each kind of page"
    )
    parser.add_argument(
        "--pages", type=int, default=60, help="pages at most for each ink in the race; 0: all"
    )
    parser.add_argument("--drawn", type=int, default=2, help="papers drawn of every type")
    parser.add_argument("--seed", type=int, default=DRAWN_SEED, help="of the drawn papers")
    parser.add_argument("--digitize", type=Path, default=_beside("digitize"))
    parser.add_argument("--ocrmypdf", type=Path, default=_beside("ocrmypdf"))
    chosen = parser.parse_args()
    if not (chosen.samples / "scans" / "truth.jsonl").exists():
        parser.error(f"no scans/truth.jsonl in {chosen.samples}")
    return chosen


def _beside(name: str) -> Path:
    """The program of this virtual environment, else the one on the path."""
    here = Path(sys.executable).with_name(name)
    return here if here.exists() else Path(shutil.which(name) or name)


def _rounded(figure: float | None, digits: int = 4) -> float | None:
    return None if figure is None else round(figure, digits)


def _report(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
