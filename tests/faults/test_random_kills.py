"""A counter, its server with its children and an import beside them, killed at random: in the end nothing is lost or doubled."""

import hashlib
import sys
from collections import Counter
from pathlib import Path

import pytest

from config.settings import Settings
from digitize.model import PageOutcome, ScanId
from digitize.rows import ScanState
from storage import keys
from storage.imports import Imports
from tests.faults.town import Town
from workers.services import Services, open_services


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_whoever_is_killed_whenever_every_page_is_there_once(
    tmp_path: Path, kills: int, kill_seed: int
) -> None:
    town = Town(tmp_path, seed=kill_seed)
    sys.stderr.write(f"\n{kills} kills, seed {kill_seed}\n")
    for (name, cause), times in sorted(town.suffer(kills).items()):
        sys.stderr.write(f"  {name}: {times} {cause}\n")
    town.finish()
    sys.stderr.write(f"  {len(town.sent)} papers sent, {len(town.boxes)} boxes imported\n")
    require_a_clean_audit(town)
    with open_services(Settings(warehouse=town.server.warehouse)) as services:
        require_what_was_laid_in(town, services)
        require_every_page_in_one_place(services)
        require_true_receipts(town, services)
        require_sources_handled_once(town, services)
        require_a_scan_for_every_row(town, services)


def require_a_clean_audit(town: Town) -> None:
    report, page_counts = town.server.audit(), town.papers.page_counts
    assert (report["ok"], report["problems"]) == (True, [])
    assert report["scans"] == len(page_counts)
    assert dict(report["pages"])["received"] == sum(page_counts.values())  # type: ignore[call-overload]


def require_what_was_laid_in(town: Town, services: Services) -> None:
    scans = services.catalogue.scans()
    assert {scan.id: scan.page_count for scan in scans} == town.papers.page_counts
    assert {scan.error_code for scan in scans} == {None}
    assert list((town.server.warehouse / "uploads").glob("*.part")) == []


def require_every_page_in_one_place(services: Services) -> None:
    for scan in services.catalogue.scans():
        assert scan.state is ScanState.SEPARATED
        pages = services.catalogue.pages(scan.id)
        assert [page.page_index for page in pages] == list(range(scan.page_count))
        outcomes = {page.outcome for page in pages}
        assert not outcomes & {None, PageOutcome.UNREADABLE}
        documents = services.catalogue.documents(scan_id=scan.id)
        held = Counter(index for document in documents for index in document.page_indexes)
        assert set(held.values()) <= {1}


def require_true_receipts(town: Town, services: Services) -> None:
    files = town.station.spool.files()
    assert len(files) == len(town.sent)
    for file in files:
        assert file.receipt is not None
        assert file.receipt.error is None
        held = services.store.get(keys.original(ScanId(file.receipt.sha256)))
        assert hash_of(held) == file.sha256 == file.receipt.sha256


def require_sources_handled_once(town: Town, services: Services) -> None:
    arrived = Counter(
        arrival.scan_id
        for batch in services.catalogue.batches()
        if batch.channel == "station"
        for arrival in services.catalogue.arrivals(batch.id)
    )
    assert arrived == Counter(map(hash_of, town.sent))
    assert sorted(town.station.sent()) == sorted(town.sent)
    assert town.station.waiting() == []


def require_a_scan_for_every_row(town: Town, services: Services) -> None:
    rows = Imports(services.database)
    imports = [batch for batch in services.catalogue.batches() if batch.channel == "import"]
    found = Counter(row.scan_id for batch in imports for row in rows.rows(batch.id))
    files = [path for box in town.boxes for path in box.files.iterdir()]
    assert found == Counter(hash_of(path.read_bytes()) for path in files)


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
