"""What was made of pages before people arranged them goes with the paper: by an officer's disposal, or because it is secret."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.retention import RetentionSchedule
from digitize.model import PageOutcome
from digitize.status import DocumentStatus
from storage.audit import audit
from tests.paper_on_desk import Desk, desk
from workers.checking import editing
from workers.checking.deciding import Said, submit
from workers.checking.turned_pages import read_turned_pages
from workers.disposal import dispose
from workers.tasks import PageResult

TEN_YEARS = RetentionSchedule(default_years=10, years_by_type={})


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path, pages=2) as opened:
        yield opened


class SeesSecrecy:
    """A child that finds a secrecy mark on every page."""

    def __init__(self, paper: Desk) -> None:
        self._pool = paper.pool

    def call(self, function: Callable[..., PageResult], *arguments: object) -> PageResult:
        result = self._pool.call(function, *arguments)
        return replace(result, reading=replace(result.reading, outcome=PageOutcome.SECRET))


def keys_about(paper: Desk) -> set[str]:
    """Kinds of what is stored of the scan."""
    found = paper.services.store.keys("")
    return {key.split("/")[0] for key in found if paper.scan_id[:16] in key}


def test_an_officers_disposal_takes_earlier_arrangements_too(paper: Desk) -> None:
    services = paper.services
    (whole,) = paper.documents().values()
    begun = editing.split(services, whole.id, 1, account="an")
    paper.finish(*begun)
    first, second = paper.documents()[(1,)], paper.documents()[(2,)]
    paper.finish(*editing.turn(services, second.id, 1, 180, account="an"))
    for document in (first, second):
        word = Said(account="an", values={}, type_code="ke_hoach")
        submit(services, document.id, word)
        paper.finish(document.id)
    at = services.clock() + timedelta(days=365 * 11)
    for left, document in ((1, first), (0, second)):
        order = {"schedule": TEN_YEARS, "officer": "Lưu", "reason": "hết hạn", "at": at}
        dispose(
            services.catalogue, services.store, services.catalogue.document(document.id), **order
        )
        report = audit(services.catalogue, services.store)
        assert (report.problems, report.unclaimed) == ((), ())
        kept = [key for key in services.store.keys("searchable/") if paper.scan_id[:16] in key]
        assert len(kept) == left  # of the arrangements there were, none but the other paper's own
    assert keys_about(paper) == set()


def test_a_mark_of_secrecy_found_the_right_way_up_leaves_nothing_but_the_original(
    paper: Desk,
) -> None:
    services = paper.services
    (whole,) = paper.documents().values()
    begun = editing.turn(services, whole.id, 0, 180, account="an")
    assert not read_turned_pages(
        services, SeesSecrecy(paper), services.catalogue.document(begun[0])
    )
    rejected = services.catalogue.document(whole.id)
    assert (rejected.status, rejected.error_code) == (DocumentStatus.REJECTED, "secret_paper")
    assert keys_about(paper) == {"originals"}
    assert audit(services.catalogue, services.store).problems == ()
