"""A counter is told what only whoever holds the paper can mend, gravest first, each once with its pages."""

from collections.abc import Sequence
from dataclasses import replace

from dossier_factories import CHECKLIST, NOW, a_paper, a_scan, came

from digitize.counter_advice import Advice, Gravity, advise, waits_for_checker
from digitize.desk import RescanRequest
from digitize.dossier.claims import claims_of
from digitize.dossier.item_states import item_states
from digitize.dossier.missing import missing_of
from digitize.dossier.receipt import known_by
from digitize.dossier.rescanned import Rescanned
from digitize.model import BatchId, Description, DocumentId, PageOutcome, Reason, Verdict
from digitize.page_faults import Fault, PageFault
from digitize.rows import Arrival, ArrivedScan, Document, Page, PageState
from digitize.status import DocumentStatus

DOCUMENT = DocumentId("aaaaaaaaaaaaaaaa-p0001")


def a_document(*reasons: Reason, error_code: str | None = None) -> Document:
    verdict = Verdict(type_code="to_khai", confidence=0.9)
    return Document(
        id=DOCUMENT,
        scan_id=a_scan().id,
        source="x.pdf",
        page_indexes=(0, 1, 2),
        status=DocumentStatus.REJECTED if error_code else DocumentStatus.NEEDS_CHECK,
        version=3,
        description=Description(verdict=verdict, fields=(), reasons=reasons),
        searchable=None,
        sealed=None,
        error_code=error_code,
        record_id=None,
    )


def a_file(
    *documents: Document,
    outcomes: Sequence[PageOutcome | None] = (),
    error_code: str | None = None,
) -> ArrivedScan:
    scan = a_scan(error_code=error_code)
    return ArrivedScan(
        arrival=Arrival(scan_id=scan.id, batch_id=BatchId("b-1"), source="don.pdf", at=NOW),
        scan=scan,
        pages=tuple(
            Page(
                scan_id=scan.id,
                page_index=index,
                state=PageState.WAITING,
                outcome=outcome,
                document_id=None,
                reading_sha256=None,
                attempts=1,
            )
            for index, outcome in enumerate(outcomes)
        ),
        covers=(),
        documents=documents,
    )


def a_wish() -> RescanRequest:
    return RescanRequest(
        document_id=DOCUMENT,
        scan_id=a_scan().id,
        page_indexes=(2,),
        reason="bị mờ",
        asked_by="an",
        asked_at=NOW,
    )


def sentences(found: Sequence[Advice]) -> list[str]:
    return [advice.message for advice in found]


def test_what_a_checker_asks_for_comes_first_in_the_checkers_words() -> None:
    unreadable = a_file(outcomes=[PageOutcome.UNREADABLE])
    found = advise([unreadable], [a_wish()])
    assert sentences(found) == ["Trang 3 bị mờ, quét lại.", "Trang 1 không đọc được, quét lại."]
    assert (found[0].file, found[0].page_numbers, found[0].at) == ("don.pdf", (3,), NOW)


def test_what_came_again_is_answered_and_stands_last() -> None:
    unreadable = a_file(outcomes=[PageOutcome.UNREADABLE])
    found = advise([unreadable], [a_wish()], rescanned=Rescanned(said={DOCUMENT}))
    assert [(one.gravity, one.is_answered) for one in found] == [
        (Gravity.SCAN_AGAIN, False),
        (Gravity.ASKED, True),
    ]


def test_what_is_wrong_with_a_page_is_told_as_soon_as_it_was_read() -> None:
    seen = [(0, Fault.UPSIDE_DOWN), (1, Fault.BLURRED), (2, Fault.BLURRED)]
    file = replace(
        a_file(outcomes=[PageOutcome.READ] * 3),
        faults=tuple(PageFault(page_index=index, fault=fault) for index, fault in seen),
    )
    found = advise([file])
    assert sentences(found) == [
        "Trang 2-3 bị mờ, lau mặt kính rồi quét lại.",
        "Trang 1 bị ngược đầu, máy sẽ tự xoay; lần sau đặt giấy xuôi chiều.",
    ]
    assert [one.needs_scan for one in found] == [True, False]


def test_pages_that_were_set_aside_are_no_trouble() -> None:
    file = a_file(outcomes=[PageOutcome.READ])
    aside = tuple(replace(page, state=PageState.SET_ASIDE) for page in file.pages)
    faults = (PageFault(page_index=0, fault=Fault.CUT_OFF),)
    assert advise([replace(file, pages=aside, faults=faults)]) == ()


def test_pages_of_one_fault_are_one_sentence() -> None:
    reasons = [Reason(code="low_resolution", page_index=index) for index in (0, 1, 2)]
    found = advise([a_file(a_document(*reasons))])
    assert sentences(found) == [
        "Trang 1-3 có độ phân giải dưới 200 dpi, đặt máy 300 dpi rồi quét lại."
    ]


def test_a_page_is_told_of_as_soon_as_it_was_read_and_not_twice_when_its_document_is() -> None:
    outcomes = [PageOutcome.READ, PageOutcome.UNREADABLE, None]
    early = a_file(outcomes=outcomes)
    late = replace(early, documents=(a_document(Reason(code="unreadable_page", page_index=1)),))
    assert sentences(advise([early])) == sentences(advise([late]))


def test_what_a_checker_can_mend_is_no_work_of_the_counter() -> None:
    waiting = a_file(a_document(Reason(code="field_unsure", field_key="reference", page_index=0)))
    assert advise([waiting]) == ()
    assert waits_for_checker([waiting]) == 1


def test_what_was_decided_is_not_told_again() -> None:
    decided = replace(
        a_document(Reason(code="no_text", page_index=0)), status=DocumentStatus.CHECKED
    )
    assert advise([a_file(decided)]) == ()


def test_a_file_that_cannot_be_used_says_what_to_do() -> None:
    (found,) = advise([a_file(error_code="encrypted")])
    assert (found.gravity, found.page_numbers) == (Gravity.SCAN_AGAIN, ())
    assert found.message


def test_a_refused_paper_is_told_unless_the_wish_for_a_new_scan_tells_it() -> None:
    refused = a_file(a_document(error_code="not_ours"))
    assert [advice.document_id for advice in advise([refused])] == [DOCUMENT]
    assert len(advise([a_file(a_document(error_code="rescan"))], [a_wish()])) == 1


# ---- the checklist --------------------------------------------------------------------------------


def test_each_item_says_what_came_or_what_is_still_to_be_brought() -> None:
    files = [came("to_khai.pdf", a_paper("to_khai"))]
    claims = claims_of(files, checklist=CHECKLIST)
    missing = missing_of((), files, claims, CHECKLIST, known_by(files))
    states = {state.component: state for state in item_states(CHECKLIST, claims, missing)}
    assert states["to_khai"].files == ("to_khai.pdf",)
    assert "Giấy chứng sinh" in states["giay_chung_sinh"].message
    assert (states["can_cuoc"].came, states["can_cuoc"].message) == (False, "")


def test_a_procedure_without_checklist_has_no_items() -> None:
    assert item_states(None, (), ()) == ()
