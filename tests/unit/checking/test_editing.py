"""A checker's hand on pages, from a scan read by real children to a sealed record, audited after every change."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pikepdf import Pdf

from digitize.errors import BadArrangement, ClaimedByAnother, LostRace
from digitize.model import DocumentId
from digitize.rows import PageState
from digitize.status import DocumentStatus
from storage import keys
from storage.audit import audit
from storage.desk_rows import DeskRows
from tests.paper_on_desk import Desk, desk
from workers.checking import editing
from workers.checking.deciding import Outcome, Said, submit
from workers.kept_readings import readings_of


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as opened:
        yield opened


def require_audited(paper: Desk) -> None:
    report = audit(paper.services.catalogue, paper.services.store)
    assert report.problems == ()
    assert report.unclaimed == ()
    assert report.pages["received"] == 4


def arranged(paper: Desk, begun: list[DocumentId]) -> None:
    """The steps that follow an edit; everything waits for a person again."""
    for document in paper.finish(*begun):
        assert document.status is DocumentStatus.NEEDS_CHECK
    require_audited(paper)


def test_pages_are_arranged_by_hand_and_what_comes_of_it_is_sealed(paper: Desk) -> None:
    services, account = paper.services, "an"
    (whole,) = paper.documents().values()
    arranged(paper, editing.split(services, whole.id, 2, account=account, version=whole.version))
    first, second = paper.documents()[1, 2], paper.documents()[3, 4]
    arranged(paper, editing.merge(services, second.id, first.id, account=account))
    (merged,) = paper.documents().values()
    assert merged.id == whole.id
    arranged(paper, editing.split(services, merged.id, 2, account=account))
    arranged(paper, editing.set_aside(services, second.id, 2, account=account))
    (left,) = (one for pages, one in paper.documents().items() if pages == (4,))
    taken = editing.take_back(services, paper.scan_id, 2, into=left.id, account=account)
    arranged(paper, taken)
    arranged(paper, editing.turn(services, first.id, 1, 90, account=account))
    word = Said(account=account, values={"reference": "10/KH-BNV"}, type_code="ke_hoach")
    assert submit(services, first.id, word) is Outcome.APPROVED
    (filed,) = paper.finish(first.id)
    assert filed.status is DocumentStatus.FILED
    editing.ask_rescan(services, second.id, [3], reason="bị mờ", account=account)
    states = [page.state for page in services.catalogue.pages(paper.scan_id)]
    assert states == 2 * [PageState.FILED] + 2 * [PageState.REJECTED]
    require_audited(paper)
    assert filed.sealed is not None
    with Pdf.open(services.store.local_path(filed.sealed.key)) as copy:
        turns = [int(page.obj.get("/Rotate", 0)) for page in copy.pages]
    assert turns == [0, 90]


def test_a_turned_page_is_read_the_way_up_that_the_person_said(paper: Desk) -> None:
    services = paper.services
    (whole,) = paper.documents().values()
    before = readings_of(services, whole)[1]
    for turned in (90, 180):
        begun = editing.turn(services, whole.id, 1, 90, account="an")
        (document,) = paper.finish(*begun)
        reading = readings_of(services, document)[1]
        assert reading.turned_degrees == turned
        assert "turned_by_person" in reading.notes
    assert (reading.width, reading.height) == (before.width, before.height)
    kept = services.store.keys(keys.readings_of(paper.scan_id))
    assert sum("p0002" in key for key in kept) == 3  # earlier readings stay
    assert document.searchable is not None
    assert document.edition in document.searchable.key
    require_audited(paper)


def test_who_looked_at_an_older_arrangement_is_told(paper: Desk) -> None:
    (whole,) = paper.documents().values()
    editing.split(paper.services, whole.id, 2, account="an", version=whole.version)
    with pytest.raises(LostRace):
        editing.split(paper.services, whole.id, 1, account="binh", version=whole.version)
    with pytest.raises(LostRace):
        editing.turn(paper.services, whole.id, 1, 90, account="an", version=whole.version)


def test_what_another_is_at_is_not_changed_under_the_hands(paper: Desk) -> None:
    services = paper.services
    (whole,) = paper.documents().values()
    editing.split(services, whole.id, 2, account="an")
    first, second = paper.documents()[1, 2], paper.documents()[3, 4]
    DeskRows(services.database).take(second.id, "binh", at=services.clock())
    with pytest.raises(ClaimedByAnother):
        editing.merge(services, first.id, second.id, account="an")
    with pytest.raises(ClaimedByAnother):
        editing.reject(services, second.id, "not_ours", account="an")
    editing.set_aside(services, first.id, 0, account="an")


def test_a_document_is_merged_with_its_neighbours_alone(paper: Desk) -> None:
    services = paper.services
    (whole,) = paper.documents().values()
    for page_index in (1, 2, 3):
        at = next(one for one in paper.documents().values() if page_index in one.page_indexes)
        editing.split(services, at.id, page_index, account="an")
    one, two, three, four = (paper.documents()[number,] for number in (1, 2, 3, 4))
    assert editing.neighbours(services, two) == (one.id, three.id)
    assert editing.neighbours(services, one) == (None, two.id)
    with pytest.raises(BadArrangement):
        editing.merge(services, one.id, three.id, account="an")
    editing.reject(services, three.id, "not_ours", account="an")
    assert editing.neighbours(services, four) == (None, None)
    assert whole.id == one.id


@pytest.mark.parametrize("degrees", [0, 45, -90, 360])
def test_a_page_is_turned_by_right_angles(paper: Desk, degrees: int) -> None:
    (whole,) = paper.documents().values()
    with pytest.raises(BadArrangement):
        editing.turn(paper.services, whole.id, 0, degrees, account="an")
    with pytest.raises(BadArrangement):
        editing.turn(paper.services, whole.id, 7, 90, account="an")
