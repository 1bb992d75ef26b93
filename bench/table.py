"""The figures for people: what was read right, field by field, and every round of the race."""

from rich.console import Console
from rich.table import Table

from bench.accuracy import ScanAccuracy
from bench.drawn import DrawnAccuracy
from bench.scoring import TextScore
from bench.speed import Pair
from bench.stages import StageCosts
from bench.workers_at_work import TwoWorkers, WorkerMemory


def show_texts(console: Console, score: TextScore) -> None:
    table = Table(title="texts/: characters and words", title_justify="left")
    for heading in ("characters", "CER", "small edits", "WER"):
        table.add_column(heading, justify="right")
    table.add_row(
        f"{score.characters:,}", _share(score.cer), _share(score.cer_small_edits), _share(score.wer)
    )
    console.print(table)


def show_scans(console: Console, found: ScanAccuracy) -> None:
    table = Table(
        title=f"scans/: type right {_share(found.type_accuracy)} of {found.documents} documents; "
        f"{found.accepted} accepted without a person, {_share(found.accepted_wrong_share)} of their values wrong",
        title_justify="left",
    )
    headings = (
        "field",
        "scored",
        "given",
        "right",
        "exact",
        "accepted",
        "wrong",
        "unasked",
        "wrong",
    )
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "field" else "right")
    tally = found.tally
    for key, share in tally.shares().items():
        counts = (tally.scored[key], tally.given[key], tally.right[key])
        accepted = (tally.accepted[key], tally.accepted_wrong[key])
        unasked = (tally.unasked[key], tally.unasked_wrong[key])
        table.add_row(key, *map(str, counts), _share(share), *map(str, (*accepted, *unasked)))
    console.print(table)
    for mistake in found.mistakes:
        console.print(f"  wrong, and nobody asked: {mistake}", highlight=False, markup=False)


def show_drawn(console: Console, found: DrawnAccuracy) -> None:
    whole = found.whole
    right = "-" if whole.accepted_right_share is None else _share(whole.accepted_right_share)
    table = Table(
        title=f"drawn: type right {_share(whole.type_accuracy)} of {whole.documents} documents; "
        f"{whole.accepted} accepted without a person, {right} of them right",
        title_justify="left",
    )
    for heading in ("family", "documents", "type right", "required values", "exact"):
        table.add_column(heading, justify="left" if heading == "family" else "right")
    for family, score in found.families.items():
        counts = (score.documents, score.types_right, score.values)
        table.add_row(family, *map(str, counts), _share(score.exact_share))
    console.print(table)
    for mistake in whole.mistakes:
        console.print(f"  wrong, and nobody asked: {mistake}", highlight=False, markup=False)


def show_race(console: Console, pairs: list[Pair], *, left_out: int) -> None:
    table = Table(
        title=f"digitize run against OCRmyPDF, same pages ({left_out} with a good text layer left out)",
        title_justify="left",
    )
    for heading in (
        "ink",
        "pages",
        "sealed",
        "our CPU s",
        "their CPU s",
        "CPU ×",
        "our wall s",
        "their wall s",
        "wall ×",
        "our MB",
        "their MB",
    ):
        table.add_column(heading, justify="left" if heading == "ink" else "right")
    for pair in pairs:
        table.add_row(
            f"{pair.ink}, forced" if pair.needs_force else pair.ink,
            str(pair.pages),
            f"{pair.sealed}/{pair.documents}",
            *(f"{value:.1f}" for value in (pair.ours.cpu_seconds, pair.theirs.cpu_seconds)),
            f"{pair.cpu_ratio:.2f}",
            *(f"{value:.1f}" for value in (pair.ours.wall_seconds, pair.theirs.wall_seconds)),
            f"{pair.wall_ratio:.2f}",
            *(f"{value:.0f}" for value in (pair.ours.peak_mb, pair.theirs.peak_mb)),
        )
    console.print(table)


def show_stages(console: Console, costs: StageCosts) -> None:
    whole = sum(costs.seconds.values())
    table = Table(
        title=f"stages: {whole / costs.pages:.2f} CPU seconds a page over {costs.pages} pages; "
        f"all but recognition costs {_share(costs.overhead_share)} on top of it",
        title_justify="left",
    )
    for heading in ("stage", "CPU ms a page", "share"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    for stage, seconds in costs.seconds.items():
        table.add_row(stage, f"{1000 * seconds / costs.pages:.1f}", _share(seconds / whole))
    console.print(table)


def show_workers(
    console: Console, two: TwoWorkers, wait: float | None, memory: WorkerMemory
) -> None:
    waited = "not measured" if wait is None else f"{wait:.1f} s"
    console.print(
        f"workers: {two.pages} pages in {two.one_seconds:.1f} s by one, {two.two_seconds:.1f} s by two "
        f"({two.gain:.2f} times), while others used {_share(two.others_share)} of this machine\n"
        f"wait: {waited} from a colour scan of three pages at 300 dpi to its type and fields\n"
        f"memory: a worker's peak {memory.early_mb:.0f} MB early, {memory.late_mb:.0f} MB late",
        highlight=False,
    )


def _share(value: float) -> str:
    return f"{100 * value:.2f} %"
