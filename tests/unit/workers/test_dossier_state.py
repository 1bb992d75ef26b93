"""A dossier's state gathers its batches, and the papers that covers name in batches of several dossiers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from service_factories import memory_services
from storage_factories import LATER, a_batch, receive

from digitize.model import CoverNote, PageOutcome, Separation
from workers.dossier_state import dossier_state
from workers.services import Services

DOSSIER, OTHER = "H46.12.34-240105-0012", "H46.12.34-240105-0099"


@pytest.fixture
def services() -> Iterator[Services]:
    with memory_services() as opened:
        yield opened


def stack_of_two_dossiers(services: Services) -> None:
    """Sheet, paper, sheet of the other dossier, paper."""
    scan_id = receive(services.catalogue, content="stack", page_count=4)
    covers = tuple(
        CoverNote(page_index=page, dossier_code=code, procedure_code="1.001193")
        for page, code in ((0, DOSSIER), (2, OTHER))
    )
    sheets = ((0, PageOutcome.SEPARATOR), (2, PageOutcome.SEPARATOR))
    separation = Separation(documents=((1,), (3,)), set_aside=sheets, covers=covers)
    services.catalogue.separate(scan_id, separation, at=LATER)


def test_a_dossier_gathers_all_its_batches(services: Services) -> None:
    for name in ("one", "two"):
        batch = replace(a_batch(batch_id=name), dossier_code=DOSSIER)
        receive(services.catalogue, content=name, batch=batch)
    state = dossier_state(services, DOSSIER)
    assert state.batches == ("one", "two")
    assert [file.name for file in state.files] == ["quét/one.pdf", "quét/two.pdf"]


def test_papers_behind_covers_belong_to_their_dossiers_alone(services: Services) -> None:
    stack_of_two_dossiers(services)
    pages = [
        [paper.pages for file in dossier_state(services, code).files for paper in file.papers]
        for code in (DOSSIER, OTHER)
    ]
    assert pages == [[(2,)], [(4,)]]


def test_a_dossier_known_by_its_cover_has_the_checklist_of_the_cover(services: Services) -> None:
    stack_of_two_dossiers(services)
    state = dossier_state(services, DOSSIER)
    assert state.procedure_title == "Đăng ký khai sinh"
    assert [item.component for item in state.missing] == ["to_khai", "giay_chung_sinh"]
    assert state.differences == ()


def test_nothing_is_known_of_a_dossier_that_nothing_came_for(services: Services) -> None:
    state = dossier_state(services, DOSSIER)
    assert (state.batches, state.files, state.has_checklist) == ((), (), False)
