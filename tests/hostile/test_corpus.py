"""Every hostile file through the real way in, the real children and the real steps: an outcome each, and the batch goes on.

Only the engine is a stub: what is under test comes before it.
"""

import hashlib
import importlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from config.settings import EngineChoice, Settings
from digitize import codec
from digitize.intake import render
from digitize.model import BatchId, PageOutcome, PageReading, ScanId
from digitize.rows import Batch, ScanState
from storage import keys
from storage.audit import AuditReport, audit
from workers.pool import ChildPool, PoolOptions
from workers.progress import PageProgress
from workers.runner import Outcome, Runner
from workers.services import build_services
from workers.tools import Tools, build_tools

FAMILIES = ("pdf_structure", "pdf_pages", "pdf_images", "tiffs", "pngs", "jpegs", "disguises")
CORPUS: dict[str, bytes] = {
    name: data
    for family in FAMILIES
    for name, data in importlib.import_module(f"tests.hostile.{family}").files().items()
}
REFUSALS = {"damaged_file", "no_pages", "too_many_pages", "too_many_pixels", "unknown_format", "encrypted_file"}  # fmt: skip
OF_A_PAGE = {"damaged_file", "too_many_pixels", "engine_failed"}
ENDS_ITS_CHILD = {"image-jbig2-symbols-of-itself"}  # the PDF library itself runs into the loop
MOST_GROWTH_MB = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What became of one file."""

    refused: str = ""
    pages: tuple[str, ...] = ()
    """Outcome of each page, with the code of the failure behind an unreadable one."""
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Batchful:
    ends: dict[str, End]
    report: AuditReport
    log: list[dict[str, object]]
    grown_mb: float
    """How much more than at the start the parent had at most."""


def impatient_tools(settings: Settings) -> Tools:
    """In the child: pages that render for ever cost the suite seconds, not the minute they are given at work."""
    render.RENDER_SECONDS = 3
    return build_tools(settings)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Batchful:
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in CORPUS.items():
        (folder / name).write_bytes(data)
    settings = Settings(warehouse=folder / "kho", jobs=2, engine=EngineChoice.STUB)
    batch = Batch(id=BatchId("b1"), agency="H1", channel="folder", opened_at=datetime.now(UTC))
    options = PoolOptions(jobs=2, preload=("workers.ready",))
    before_mb = memory_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    with (
        build_services(settings) as services,
        ChildPool(partial(impatient_tools, settings), options=options) as pool,
    ):
        runner = Runner(services, pool, batch=batch, progress=PageProgress())
        for outcome in _run(runner, [folder / name for name in CORPUS]):
            assert outcome.source
        ends = {name: _end(services, data) for name, data in CORPUS.items()}
        report = audit(services.catalogue, services.store)
    grown_mb = memory_mb("VmHWM") - before_mb
    log = (folder / "kho" / "digitize.log").read_text().splitlines()
    return Batchful(
        ends=ends, report=report, log=[json.loads(line) for line in log], grown_mb=grown_mb
    )


def _run(runner: Runner, files: Sequence[Path]) -> Iterator[Outcome]:
    """What became of each file; one that was not read to its end and not refused is run once more, as a station would.

    On a machine busy with other tests a child may be taken away while it reads.
    """
    waiting = []
    for outcome in runner.run(files):
        if outcome.error is None or outcome.error.code in REFUSALS:
            yield outcome
        else:
            waiting.append(Path(outcome.source))
    yield from runner.run(waiting)


def memory_mb(what: str) -> float:
    """`VmRSS`: what this process has; `VmHWM`: the most it had."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def _end(services, data: bytes) -> End:  # type: ignore[no-untyped-def]
    scan_id = ScanId(hashlib.sha256(data).hexdigest())
    is_kept = services.store.get(keys.original(scan_id)) == data
    scan = services.catalogue.scan(scan_id)
    if scan.state is ScanState.REJECTED:
        return End(refused=scan.error_code or "", is_kept=is_kept)
    return End(pages=tuple(_pages(services, scan_id)), is_kept=is_kept)


def _pages(services, scan_id: ScanId) -> Iterator[str]:  # type: ignore[no-untyped-def]
    for page in services.catalogue.pages(scan_id):
        data = services.store.get(keys.reading(scan_id, page.page_index))
        reading = codec.from_json(PageReading, data)
        is_lost = reading.outcome is PageOutcome.UNREADABLE
        yield reading.notes[0] if is_lost else str(reading.outcome)


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_refused_or_its_pages_are_read_or_marked(
    name: str, done: Batchful
) -> None:
    end = done.ends[name]
    ends_of_pages = {"read", "blank", *OF_A_PAGE}
    if name in ENDS_ITS_CHILD:
        ends_of_pages = {"child_failed"}
    assert end.refused in REFUSALS if end.refused else set(end.pages) <= ends_of_pages
    assert end.refused or end.pages
    assert end.is_kept


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kids-one-page-50000-times", "too_many_pages"),
        ("tiff-10000-directories", "too_many_pages"),
        ("tiff-of-itself", "damaged_file"),
        ("tiff-of-each-other", "damaged_file"),
        ("tiff-strips-huge", "damaged_file"),
        ("png-huge", "too_many_pixels"),
        ("jpeg-huge", "too_many_pixels"),
        ("jpeg-scans", "damaged_file"),
        ("jpeg-cut", "damaged_file"),
        ("encryption-short-keys", "encrypted_file"),
        ("header-only", "damaged_file"),
        ("zip-as.pdf", "unknown_format"),
        ("page.html.pdf", "unknown_format"),
        ("program.exe.pdf", "unknown_format"),
        ("drawing.svg.png", "unknown_format"),
        ("postscript.pdf", "unknown_format"),
    ],
)
def test_a_refusal_says_why(name: str, code: str, done: Batchful) -> None:
    assert done.ends[name].refused == code


@pytest.mark.parametrize(
    "name",
    ["xref-shifted", "outlines-loop", "names-loop", "fields-loop", "actions-loop", "pattern-in-itself",
     "flate-thrice-bomb", "png-bomb-behind-rows", "jpeg-exif-loop", "jpeg-exif-rubbish", "pdf-and-zip.pdf", "layers-odd"],
)  # fmt: skip
def test_a_page_that_is_whole_under_the_mischief_is_not_lost(name: str, done: Batchful) -> None:
    assert set(done.ends[name].pages) <= {"read", "blank"}


def test_nothing_of_the_batch_is_lost(done: Batchful) -> None:
    assert done.report.problems == ()
    assert done.report.scans == len({hashlib.sha256(data).digest() for data in CORPUS.values()})


def test_no_file_ends_in_a_defect(done: Batchful) -> None:
    assert not [name for name, end in done.ends.items() if "unexpected" in end.pages]


def test_each_unreadable_page_is_one_line_in_the_log(done: Batchful) -> None:
    lost = sum(code not in ("read", "blank") for end in done.ends.values() for code in end.pages)
    lines = [line for line in done.log if line["event"] == "page.unreadable"]
    assert len(lines) == lost
    assert all(line["code"] and line["scan"] for line in lines)


def test_the_parent_stays_small(done: Batchful) -> None:
    assert done.grown_mb < MOST_GROWTH_MB
