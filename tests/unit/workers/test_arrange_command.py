"""A checker's hand on pages at the command line: each command arranges the pages it names, and what begins anew goes on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from checking_factories import a_waiting_paper

from config.settings import Settings
from digitize.errors import BadArrangement
from digitize.model import DocumentId
from digitize.status import DocumentStatus
from workers.commands import arrange
from workers.services import Services, build_services


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "kho", officer="an")


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    with build_services(settings) as services:
        yield services


@pytest.fixture(autouse=True)
def gone_on(monkeypatch: pytest.MonkeyPatch) -> list[DocumentId]:
    """What begins anew; that it is read and described again is another test's."""
    begun: list[DocumentId] = []
    monkeypatch.setattr(arrange, "go_on", lambda _services, *documents: begun.extend(documents))
    return begun


def pages_of(services: Services, paper: DocumentId) -> list[Sequence[int]]:
    scan_id = services.catalogue.document(paper).scan_id
    return [one.page_indexes for one in services.catalogue.documents(scan_id=scan_id)]


def test_a_paper_is_split_and_merged_again(
    settings: Settings, services: Services, gone_on: list[DocumentId]
) -> None:
    (paper,) = a_waiting_paper(services)
    arrange.split(settings, paper, 2)
    assert pages_of(services, paper) == [(0,), (1,)]
    first, second = gone_on
    arrange.merge(settings, first, second)
    assert pages_of(services, paper) == [(0, 1)]


def test_a_page_is_set_aside_and_taken_back(settings: Settings, services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    arrange.set_aside(settings, paper, 2)
    assert pages_of(services, paper) == [(0,)]
    arrange.take_back(settings, paper, 2)
    assert pages_of(services, paper) == [(0, 1)]


def test_a_turned_page_waits_to_be_read_so(settings: Settings, services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    arrange.turn(settings, paper, 2, 180)
    scan_id = services.catalogue.document(paper).scan_id
    assert services.catalogue.pages(scan_id)[1].turned_degrees == 180


def test_a_wish_for_a_new_scan_rejects_the_paper(settings: Settings, services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    with pytest.raises(BadArrangement):
        arrange.rescan(settings, paper, [0], reason="bị mờ")
    arrange.rescan(settings, paper, [2], reason="bị mờ")
    document = services.catalogue.document(paper)
    assert (document.status, document.error_code) == (DocumentStatus.REJECTED, "rescan")
