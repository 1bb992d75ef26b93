"""Rounds of the watched folder with a clock of the test's own: when files are taken, held, and made a batch."""

from pathlib import Path

import pytest

from digitize.page_faults import Fault
from tests.station_factories import AT, jpeg, options_for, pdf, png
from workers.station.advice import warning
from workers.station.collecting import Collector
from workers.station.options import StationOptions
from workers.station.rows import PageWarning, SpooledFile
from workers.station.spool import Spool

BLURRED = (warning(Fault.BLURRED, page_number=1),)
CODE = "H46.12-231229-0001"


@pytest.fixture
def options(tmp_path: Path) -> StationOptions:
    return options_for(
        tmp_path,
        server="http://127.0.0.1:9",
        station_quiet_seconds=10,
        station_stable_seconds=2,
    )


class Seen:
    """Who looked at what, and what was found."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, file: SpooledFile) -> tuple[PageWarning, ...]:
        self.names.append(file.name)
        return BLURRED


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def collector(spool: Spool, options: StationOptions, seen: Seen) -> Collector:
    return Collector(spool, options=options, clock=lambda: AT, inspect=seen)


def put(options: StationOptions, name: str, data: bytes) -> Path:
    path = options.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def names(spool: Spool) -> list[list[str]]:
    return [[file.name for file in batch.files] for batch in spool.batches()]


def rounds(collector: Collector, *times: float) -> None:
    for now in times:
        collector.round(now)


def test_files_that_follow_each_other_are_one_batch(
    collector: Collector, spool: Spool, options: StationOptions
) -> None:
    put(options, "a.jpg", jpeg(1))
    rounds(collector, 0, 2)
    put(options, "b.jpg", jpeg(2))
    rounds(collector, 8, 10, 18)
    assert names(spool) == []
    rounds(collector, 20)
    assert names(spool) == [["a.jpg", "b.jpg"]]


def test_each_sub_folder_is_a_batch_of_its_own(
    collector: Collector, spool: Spool, options: StationOptions
) -> None:
    put(options, "a.jpg", jpeg(1))
    put(options, f"{CODE}/b.pdf", pdf(2))
    rounds(collector, 0, 2, 12)
    codes = {batch.dossier_code: [f.name for f in batch.files] for batch in spool.batches()}
    assert codes == {"": ["a.jpg"], CODE: ["b.pdf"]}


def test_a_file_still_growing_holds_its_batch_together(
    collector: Collector, spool: Spool, options: StationOptions
) -> None:
    put(options, f"{CODE}/a.jpg", jpeg(1))
    whole = pdf(2)
    rounds(collector, 0, 2)
    for now, share in ((10, 0.2), (20, 0.5), (30, 0.9)):
        put(options, f"{CODE}/b.pdf", whole[: int(share * len(whole))])
        rounds(collector, now, now + 3, now + 6)
    put(options, f"{CODE}/b.pdf", whole)
    rounds(collector, 40, 43, 46, 53)
    assert names(spool) == [["a.jpg", "b.pdf"]]


def test_a_file_that_never_becomes_whole_lets_the_others_go_and_stays(
    collector: Collector, spool: Spool, options: StationOptions
) -> None:
    half = put(options, "half.pdf", pdf()[:1500])
    put(options, "a.jpg", jpeg(1))
    rounds(collector, *range(0, 60, 5))
    assert names(spool) == []
    report = collector.round(80)
    assert names(spool) == [["a.jpg"]]
    assert [(held.name, held.problem.code, held.is_waiting) for held in report.held] == [
        ("half.pdf", "damaged_file", False)
    ]
    assert half.exists()


def test_what_is_no_scan_is_said_at_once(collector: Collector, options: StationOptions) -> None:
    put(options, "don.docx", b"PK\x03\x04")
    rounds(collector, 0)
    report = collector.round(2)
    assert [(held.name, held.problem.code, held.is_waiting) for held in report.held] == [
        ("don.docx", "unknown_format", False)
    ]


def test_every_file_is_looked_at_once(
    collector: Collector, spool: Spool, options: StationOptions, seen: Seen
) -> None:
    put(options, "a.png", png())
    rounds(collector, 0, 2, 4, 6, 20)
    assert seen.names == ["a.png"]
    assert [file.warnings for file in spool.files()] == [BLURRED]


def test_a_rescan_under_the_same_name_is_a_file_of_its_own(
    collector: Collector, spool: Spool, options: StationOptions
) -> None:
    put(options, "a.jpg", jpeg(1))
    rounds(collector, 0, 2)
    put(options, "a.jpg", jpeg(2))
    rounds(collector, 4, 6, 16)
    assert names(spool) == [["a.jpg", "a (2).jpg"]]


def test_a_full_disk_stops_taking_and_says_so(tmp_path: Path, spool: Spool, seen: Seen) -> None:
    options = options_for(tmp_path, server="http://127.0.0.1:9", station_free_mb=2**40)
    scan = put(options, "a.jpg", jpeg())
    collector = Collector(spool, options=options, clock=lambda: AT, inspect=seen)
    report = collector.round(0)
    assert report.problem is not None
    assert (report.problem.code, spool.files(), scan.exists()) == ("spool_full", [], True)


def test_a_station_started_again_goes_on_where_it_was(
    collector: Collector, spool: Spool, options: StationOptions, seen: Seen
) -> None:
    put(options, "a.jpg", jpeg(1))
    rounds(collector, 0, 2)
    again = Collector(
        Spool(options.spool).prepare(), options=options, clock=lambda: AT, inspect=seen
    )
    rounds(again, 1000, 1002, 1012)
    assert names(Spool(options.spool).load()) == [["a.jpg"]]
    assert seen.names == ["a.jpg"]


def test_a_share_that_is_down_is_said_and_nothing_concluded(
    collector: Collector, spool: Spool, options: StationOptions
) -> None:
    scan = put(options, "a.jpg", jpeg(1))
    rounds(collector, 0, 2)
    scan.unlink()
    options.folder.rmdir()
    report = collector.round(4)
    assert report.problem is not None
    assert report.problem.code == "source_unreadable"
    assert len(spool.files()) == 1
