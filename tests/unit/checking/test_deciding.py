"""One person's word approves a paper; weighty fields need two people who entered the same without seeing each other's."""

import pytest
from desk_factories import a_checker, a_doubt, waits
from service_factories import memory_services
from storage_factories import NOW

from digitize.checking import values_of
from digitize.desk import Draft
from digitize.errors import BadCorrection, IllegalMove, LostRace, SecondEntryNeeded
from digitize.model import DocumentId, FieldSource
from digitize.status import DocumentStatus
from storage.audit import audit
from storage.desk_rows import DeskRows
from workers.checking.deciding import Outcome, Said, blind_keys, submit
from workers.checking.queue import next_after, waiting
from workers.services import Services

RIGHT = "2311/QĐ-UBND"


def said(account: str, reference: str | None = None, **more: object) -> Said:
    values = {} if reference is None else {"reference": reference}
    return Said(account=account, values=values, **more)


def a_paper(services: Services, reference: str = "23/QĐ-UBND") -> DocumentId:
    return waits(services.catalogue, description=a_doubt(reference))[0]


def reference_of(services: Services, paper: DocumentId) -> str | None:
    description = services.catalogue.document(paper).description
    assert description is not None
    return values_of(description).get("reference")


def status_of(services: Services, paper: DocumentId) -> DocumentStatus:
    return services.catalogue.document(paper).status


def test_one_persons_word_corrects_and_approves() -> None:
    services = memory_services()
    paper = a_paper(services)
    version = services.catalogue.document(paper).version
    outcome = submit(
        services, paper, said("an", " 2311/QĐ-UBND.", version=version, type_code="ke_hoach")
    )
    assert (outcome, status_of(services, paper)) == (Outcome.APPROVED, DocumentStatus.CHECKED)
    description = services.catalogue.document(paper).description
    assert description is not None
    assert description.verdict.type_code == "ke_hoach"
    assert description.fields[0].how is FieldSource.PERSON
    problems = audit(services.catalogue, services.store).problems
    assert [one for one in problems if "missing" not in one] == []  # nothing was stored here


def test_the_same_sent_again_after_a_cut_line_finishes_it() -> None:
    services = memory_services()
    paper = a_paper(services)
    version = services.catalogue.document(paper).version
    word = said("an", RIGHT, version=version)
    services.catalogue.correct(
        paper,
        fields=[*_fields(services, paper, word)],
        type_code=None,
        actor="an",
        at=NOW,
    )
    assert submit(services, paper, word) is Outcome.APPROVED


def _fields(services: Services, paper: DocumentId, word: Said) -> tuple:
    from digitize.checking import corrected_fields

    document = services.catalogue.document(paper)
    return corrected_fields(document, services.types["quyet_dinh"], word.values)


def test_what_another_changed_meanwhile_is_not_approved_unseen() -> None:
    services = memory_services()
    paper = a_paper(services)
    seen = services.catalogue.document(paper).version
    services.catalogue.correct(paper, fields=(), type_code="ke_hoach", actor="binh", at=NOW)
    with pytest.raises(LostRace):
        submit(services, paper, said("an", version=seen))
    with pytest.raises(LostRace):
        submit(services, paper, said("an", RIGHT, version=seen))


def test_a_refused_value_changes_nothing() -> None:
    services = memory_services()
    paper = a_paper(services)
    before = services.catalogue.document(paper)
    with pytest.raises(BadCorrection):
        submit(services, paper, Said(account="an", values={"issued_date": "31/2/2024"}))
    with pytest.raises(BadCorrection):
        submit(services, paper, said("an", type_code="la_khong"))
    assert services.catalogue.document(paper) == before


def test_sent_drafts_and_claims_are_gone() -> None:
    services = memory_services()
    paper, rows = a_paper(services), DeskRows(services.database)
    rows.take(paper, "an", at=NOW)
    rows.save_draft(Draft(document_id=paper, account="an", version=4, values={}, saved_at=NOW))
    submit(services, paper, said("an", RIGHT))
    assert (rows.draft(paper, "an"), rows.holder(paper, at=NOW)) == (None, None)


# ---- weighty fields -------------------------------------------------------------------------------


@pytest.fixture
def weighty() -> Services:
    return memory_services(weighty_fields="reference,personal_id")


def test_two_who_agree_approve_and_the_ledger_names_them_without_the_value(
    weighty: Services,
) -> None:
    paper = a_paper(weighty)
    assert submit(weighty, paper, said("an", RIGHT)) is Outcome.AWAITS_SECOND
    assert status_of(weighty, paper) is DocumentStatus.NEEDS_CHECK
    assert submit(weighty, paper, said("binh", " 2311 / QĐ-UBND ")) is Outcome.APPROVED
    assert reference_of(weighty, paper) == RIGHT
    (entry,) = [
        one for one in weighty.catalogue.ledger(subject=paper) if "entered_twice" in one.event
    ]
    assert entry.data == {"keys": ["reference"], "accounts": ["an", "binh"]}
    assert DeskRows(weighty.database).entries(paper) == []


def test_the_same_person_twice_is_one_person(weighty: Services) -> None:
    paper = a_paper(weighty)
    for _ in range(2):
        assert submit(weighty, paper, said("an", RIGHT)) is Outcome.AWAITS_SECOND
    assert status_of(weighty, paper) is DocumentStatus.NEEDS_CHECK


def test_the_second_cannot_approve_without_entering(weighty: Services) -> None:
    paper = a_paper(weighty)
    submit(weighty, paper, said("an"))  # the first one stands for what the form shows
    with pytest.raises(SecondEntryNeeded):
        submit(weighty, paper, said("binh"))
    with pytest.raises(IllegalMove):
        submit(weighty, paper, said("binh"))
    assert submit(weighty, paper, said("binh", "23/QĐ-UBND")) is Outcome.APPROVED


def test_two_who_differ_send_it_to_a_third_look(weighty: Services) -> None:
    paper = a_paper(weighty)
    submit(weighty, paper, said("an", RIGHT))
    assert submit(weighty, paper, said("binh", "2317/QĐ-UBND")) is Outcome.DIFFERS
    description = weighty.catalogue.document(paper).description
    assert description is not None
    assert "second_entries_differ" in {reason.code for reason in description.reasons}
    assert submit(weighty, paper, said("chi", "2317/QĐ-UBND")) is Outcome.APPROVED
    assert reference_of(weighty, paper) == "2317/QĐ-UBND"


def test_two_who_find_nothing_on_the_paper_take_the_machines_value_away(weighty: Services) -> None:
    paper = a_paper(weighty)
    submit(weighty, paper, said("an", ""))
    assert submit(weighty, paper, said("binh", "")) is Outcome.APPROVED
    assert reference_of(weighty, paper) is None


def test_only_the_second_is_blind_and_only_before_they_differ(weighty: Services) -> None:
    paper = a_paper(weighty)

    def blind(account: str) -> set[str]:
        return set(blind_keys(weighty, weighty.catalogue.document(paper), account))

    assert blind("an") == set()
    submit(weighty, paper, said("an", RIGHT))
    assert (blind("an"), blind("binh")) == (set(), {"reference"})
    submit(weighty, paper, said("binh", "1/QĐ-UBND"))
    assert blind("chi") == set()


def test_the_queue_shows_why_and_offers_the_paper_to_another(weighty: Services) -> None:
    paper = a_paper(weighty)
    submit(weighty, paper, said("an", RIGHT))
    (row,) = waiting(weighty, a_checker()).documents
    assert "second_entry" in {reason.code for reason in row.reasons}
    assert row.title == f"Quyết định {RIGHT}"
    assert next_after(weighty, a_checker("an")) is None
    assert next_after(weighty, a_checker("binh")) == paper
