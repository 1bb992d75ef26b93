"""Every reason for which a paper may be where it is has its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from storage_factories import LATER, NOW, a_batch, a_description, a_scan_id

from digitize.model import DocumentId, PageOutcome, RecordId
from digitize.reasons import ReasonCode
from digitize.rows import Document, Page, PageState, Priority, Scan, ScanState
from digitize.status import DocumentStatus
from digitize.work import Task, WorkKind, WorkRow, WorkSubject
from workers.why_waiting import Answer, Situation, WaitsFor, moment, why_waiting

SCAN_ID = a_scan_id()
DOCUMENT_ID = DocumentId(f"{SCAN_ID[:16]}-p0001")
NOBODY_AHEAD = dict.fromkeys(Priority, 0)


def a_scan(state: ScanState = ScanState.SEPARATED, *, error_code: str | None = None) -> Scan:
    return Scan(
        id=SCAN_ID,
        batch_id=a_batch().id,
        source="quét/1.pdf",
        kind="pdf",
        size_bytes=10,
        page_count=1,
        traits=(),
        state=state,
        error_code=error_code,
        received_at=NOW,
        receipted_at=NOW,
    )


def a_document(
    status: DocumentStatus,
    *,
    reasons: Sequence[str] = (),
    error_code: str | None = None,
    record: bool = False,
) -> Document:
    return Document(
        id=DOCUMENT_ID,
        scan_id=SCAN_ID,
        source="quét/1.pdf",
        page_indexes=(0,),
        status=status,
        version=1,
        description=a_description(reasons=reasons),
        searchable=None,
        sealed=None,
        error_code=error_code,
        record_id=RecordId(f"r-{DOCUMENT_ID}") if record else None,
    )


def a_page(*, attempts: int = 0, outcome: PageOutcome | None = None) -> Page:
    return Page(
        scan_id=SCAN_ID,
        page_index=1,
        state=PageState.WAITING,
        outcome=outcome,
        document_id=DOCUMENT_ID,
        reading_sha256=None,
        attempts=attempts,
    )


def a_row(
    subject: str = DOCUMENT_ID, kind: WorkKind = WorkKind.DOCUMENT, **given: object
) -> WorkRow:
    row = WorkRow(
        task=Task(subject=WorkSubject(subject), kind=kind, priority=Priority.COUNTER),
        attempts=3,
        holder="",
        leased_until=None,
        enqueued_at=NOW,
        last_error="",
        set_aside_at=None,
    )
    return replace(row, **given)  # type: ignore[arg-type]


def answer(
    status: DocumentStatus | None = DocumentStatus.SEPARATED,
    *,
    document: Document | None = None,
    scan: Scan | None = None,
    ahead: Mapping[Priority, int] = NOBODY_AHEAD,
    priority: Priority = Priority.COUNTER,
    **given: object,
) -> Answer:
    own = document or (a_document(status) if status else None)
    situation = Situation(
        scan=scan or a_scan(),
        document=own,
        since=NOW,
        pages=(),
        priority=priority,
        ahead=ahead,
    )
    return why_waiting(replace(situation, **given), now=LATER)  # type: ignore[arg-type]


def test_a_filed_paper_waits_for_nothing() -> None:
    said = answer(document=a_document(DocumentStatus.FILED, record=True))
    assert said.waits_for is WaitsFor.NOTHING
    assert f"r-{DOCUMENT_ID}" in said.sentences[0]


def test_a_rejected_paper_says_why() -> None:
    said = answer(document=a_document(DocumentStatus.REJECTED, error_code="secret_paper"))
    assert (said.waits_for, said.details["error"]) == (WaitsFor.NOTHING, "secret_paper")
    assert "[secret_paper]" in said.sentences[0]


def test_a_rejected_scan_without_a_document_says_why() -> None:
    said = answer(None, scan=a_scan(ScanState.REJECTED, error_code="empty_file"))
    assert (said.waits_for, said.details["error"]) == (WaitsFor.NOTHING, "empty_file")


@pytest.mark.parametrize("reason", list(ReasonCode), ids=str)
def test_a_doubtful_paper_waits_for_a_person_with_every_reason(reason: ReasonCode) -> None:
    said = answer(document=a_document(DocumentStatus.NEEDS_CHECK, reasons=[reason]))
    assert said.waits_for is WaitsFor.PERSON
    assert said.details["reasons"] == [reason]
    assert len(said.sentences) == 3
    assert f"digitize check show {DOCUMENT_ID}" in said.sentences[-1]


def test_a_checked_paper_waits_for_a_signer() -> None:
    said = answer(document=a_document(DocumentStatus.TO_SIGN))
    assert said.waits_for is WaitsFor.PERSON
    assert f"digitize seal {DOCUMENT_ID}" in said.sentences[-1]


def test_a_paper_set_aside_says_when_after_how_many_attempts_and_why() -> None:
    said = answer(work=[a_row(set_aside_at=LATER, last_error="child_timed_out")])
    assert said.waits_for is WaitsFor.OPERATOR
    assert said.details["attempts"] == 3
    assert moment(LATER) in said.sentences[0]
    assert "[child_timed_out]" in said.sentences[1]


def test_a_paper_whose_workers_died_says_that_no_error_is_known() -> None:
    said = answer(work=[a_row(set_aside_at=LATER)])
    assert "không rõ lỗi" in said.sentences[1]
    assert said.details["error"] is None


def test_a_paper_that_a_worker_has_says_which() -> None:
    until = LATER + timedelta(seconds=30)
    said = answer(work=[a_row(holder="may-2/17", leased_until=until)])
    assert said.waits_for is WaitsFor.AT_WORK
    assert said.details["holder"] == "may-2/17"


def test_a_worker_that_renews_no_lease_is_not_believed_to_have_it() -> None:
    said = answer(work=[a_row(holder="may-2/17", leased_until=NOW)])
    assert said.waits_for is WaitsFor.WORKER
    assert moment(NOW) in said.sentences[0]


def test_a_pause_says_until_when_and_after_which_error() -> None:
    until = LATER + timedelta(minutes=2)
    said = answer(work=[a_row(leased_until=until, last_error="store_unavailable")])
    assert said.waits_for is WaitsFor.RETRY
    assert moment(until) in said.sentences[0]
    assert said.details["error"] == "store_unavailable"


def test_a_pause_that_ended_is_a_turn() -> None:
    said = answer(work=[a_row(leased_until=NOW, last_error="store_unavailable")])
    assert said.waits_for is WaitsFor.TURN


def test_a_page_set_aside_counts_more_than_a_scan_at_work() -> None:
    page = a_row(f"{SCAN_ID}/7", WorkKind.PAGE, set_aside_at=LATER)
    scan = a_row(SCAN_ID, WorkKind.SCAN, holder="x", leased_until=LATER + timedelta(hours=1))
    said = answer(work=[scan, page])
    assert said.waits_for is WaitsFor.OPERATOR
    assert said.sentences[0].startswith("Trang 7 ")


def test_nobody_at_work_is_said_with_what_to_do() -> None:
    said = answer(is_worked_on=False)
    assert said.waits_for is WaitsFor.START
    assert "digitize serve" in said.sentences[1]


def test_a_turn_counts_who_comes_first() -> None:
    ahead = {Priority.COUNTER: 4, Priority.BACKFILL: 9}
    said = answer(priority=Priority.BACKFILL, ahead=ahead, is_worked_on=True)
    assert said.waits_for is WaitsFor.TURN
    assert "4 tệp của quầy và 9 tệp hồ sơ cũ" in said.sentences[0]
    assert said.details["ahead"] == {"counter": 4, "backfill": 9}


def test_who_is_next_is_told_so() -> None:
    said = answer(is_worked_on=True)
    assert said.waits_for is WaitsFor.TURN
    assert "không còn tệp nào" in said.sentences[0]


def test_a_page_tried_in_vain_is_named() -> None:
    said = answer(DocumentStatus.RECEIVED, pages=[a_page(attempts=5)])
    assert said.sentences[-1] == "Trang 2 chưa đọc xong sau 5 lần thử."
    assert said.details["pages_not_read"] == [{"page": 2, "attempts": 5}]


@pytest.mark.parametrize(
    "page",
    [a_page(), a_page(attempts=1, outcome=PageOutcome.READ)],
    ids=["not begun", "read"],
)
def test_a_page_that_was_read_or_not_begun_is_not(page: Page) -> None:
    assert answer(DocumentStatus.RECEIVED, pages=[page]).details["pages_not_read"] == []


def test_an_open_batch_is_said() -> None:
    said = answer(open_batch="lo-7")
    assert "lo-7 chưa đóng" in said.sentences[-1]


@pytest.mark.parametrize("status", list(DocumentStatus), ids=str)
def test_every_status_has_an_answer(status: DocumentStatus) -> None:
    said = answer(document=a_document(status, error_code="rescan"))
    assert said.sentences
    assert said.since == NOW


def test_times_are_said_in_vietnams_time() -> None:
    assert moment(NOW) == "15:30:00 ngày 02/03/2026"


def test_a_scan_without_documents_waits_for_its_turn() -> None:
    said = answer(None, scan=a_scan(ScanState.RECEIVED), ahead={Priority.COUNTER: 1})
    assert said.waits_for is WaitsFor.TURN
    assert "1 tệp của quầy" in said.sentences[0]
