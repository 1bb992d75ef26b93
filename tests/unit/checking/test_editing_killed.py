"""A machine that dies between a person's word and what follows from it: the catalogue says what is to do, and it is done once."""

import multiprocessing
from pathlib import Path

import pytest

from digitize.fault_point import arm
from digitize.status import DocumentStatus
from storage.audit import audit
from storage.custody import MOVES_BY_ITSELF
from tests.paper_on_desk import desk
from workers.checking import editing

STEPS = (
    "scan.rearranged",
    "page.turned_stored",
    "page.turned_read",
    "document.assembled",
    "document.moved",
)


def turned_and_finished(folder: Path, step: str) -> None:
    with desk(folder, pages=2) as paper:
        (document,) = paper.documents().values()
        arm(step)
        paper.finish(*editing.turn(paper.services, document.id, 1, 180, account="an"))


@pytest.mark.parametrize("step", STEPS)
def test_what_a_person_arranged_goes_on_where_it_was_killed(tmp_path: Path, step: str) -> None:
    # A forked one would share the server that children are forked from.
    process = multiprocessing.get_context("spawn").Process(
        target=turned_and_finished, args=(tmp_path, step)
    )
    process.start()
    process.join()
    assert process.exitcode == -9
    with desk(tmp_path, pages=2) as paper:  # whose runner finishes what is unfinished of the scan
        (document,) = paper.documents().values()
        assert document.status not in MOVES_BY_ITSELF
        assert document.status is DocumentStatus.NEEDS_CHECK
        page = paper.services.catalogue.pages(paper.scan_id)[1]
        assert (page.turned_degrees, page.reading_sha256 is None) == (180, False)
        report = audit(paper.services.catalogue, paper.services.store)
        assert (report.problems, report.unclaimed) == ((), ())
        events = [entry.event for entry in paper.services.catalogue.ledger()]
    assert (events.count("scan.rearranged"), events.count("page.read")) == (1, 3)
