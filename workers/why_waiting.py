"""Why a paper is where it is: rows in, an answer in Vietnamese out; pure, so that every case is a test of a line.

What holds it up is looked for from the surest to the weakest: it is at its end; a person has to look; workers have said that
it is set aside, held or resting; nobody works at all; others come before it. The words are for the counter and the operator
who ask `digitize show`, the code beside them for programs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from digitize.errors import error_of_code
from digitize.reasons import explain
from digitize.rows import Document, Page, Priority, Scan, ScanState
from digitize.status import DocumentStatus
from digitize.work import WorkKind, WorkRow, page_of

_VIETNAM_TIME = timezone(timedelta(hours=7))
_PRIORITY_WORDS = {Priority.COUNTER: "tệp của quầy", Priority.BACKFILL: "tệp hồ sơ cũ"}


class WaitsFor(StrEnum):
    NOTHING = "nothing"  # filed or rejected: its end
    PERSON = "person"  # a checker, for the reasons it carries, or a signer
    OPERATOR = "operator"  # set aside after too many attempts
    WORKER = "worker"  # one has it, and does not answer any more
    AT_WORK = "at_work"  # one has it
    RETRY = "retry"  # rests after an error
    START = "start"  # nobody works on this warehouse
    TURN = "turn"  # others come first, or none: it is next


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A document, or a scan that has none yet, and all that may hold it up."""

    scan: Scan
    document: Document | None
    since: datetime
    """When it came to where it is."""
    pages: Sequence[Page]
    """Its own; of a scan all."""
    priority: Priority
    ahead: Mapping[Priority, int]
    """Scans with a step left that come before its own."""
    work: Sequence[WorkRow] = ()
    """What the workers of a cluster know of it, of its pages and of its scan."""
    is_worked_on: bool | None = None
    """Whether a process works on this warehouse; None where that cannot be seen."""
    open_batch: str = ""
    """Its batch, where that has not been closed by who gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    waits_for: WaitsFor
    since: datetime
    sentences: tuple[str, ...]
    details: Mapping[str, object] = field(default_factory=dict)
    """What the sentences say, for programs."""


def why_waiting(it: Situation, *, now: datetime) -> Answer:
    """What it waits for, since when, and what would help."""
    status = it.document.status if it.document else None
    if it.scan.state is ScanState.REJECTED or status is DocumentStatus.REJECTED:
        return _rejected(it)
    if it.document is not None and status is DocumentStatus.FILED:
        return _answer(
            it,
            WaitsFor.NOTHING,
            f"Không chờ gì: đã lưu kho, mã {it.document.record_id}.",
            record=it.document.record_id,
        )
    if it.document is not None and status is DocumentStatus.NEEDS_CHECK:
        return _needs_person(it, it.document)
    if it.document is not None and status is DocumentStatus.TO_SIGN:
        how = f"Xem và ký: trang Ký số, hoặc digitize seal {it.document.id}"
        return _answer(it, WaitsFor.PERSON, "Đã kiểm tra, đang chờ người ký số.", how)
    held_up = _by_worker(it, now) or _by_turn(it)
    notes = (*_unread_pages(it), *_open_batch(it))
    return Answer(
        waits_for=held_up.waits_for,
        since=held_up.since,
        sentences=(*held_up.sentences, *notes),
        details={**held_up.details, **_details_of_notes(it)},
    )


def moment(at: datetime) -> str:
    """As people at a counter say it: Vietnam's time."""
    return f"{at.astimezone(_VIETNAM_TIME):%H:%M:%S ngày %d/%m/%Y}"


# -- at its end, or a person's


def _rejected(it: Situation) -> Answer:
    code = (it.document.error_code if it.document else None) or it.scan.error_code or ""
    return _answer(
        it,
        WaitsFor.NOTHING,
        f"Không chờ gì: đã bị loại. {error_of_code(code).message} [{code}]",
        error=code,
    )


def _needs_person(it: Situation, document: Document) -> Answer:
    reasons = document.description.reasons if document.description else ()
    return _answer(
        it,
        WaitsFor.PERSON,
        "Đang chờ người kiểm tra, vì:",
        *(f"- {explain(reason)}" for reason in reasons),
        f"Xem và xử lý: digitize check show {document.id}",
        reasons=[reason.code for reason in reasons],
    )


# -- what workers say of it


def _by_worker(it: Situation, now: datetime) -> Answer | None:
    """The gravest of what is said of the document, its pages and its scan."""
    said = (_of_row(it, row, now) for row in it.work)
    found = [answer for answer in said if answer is not None]
    return min(found, key=lambda answer: _GRAVEST_FIRST.index(answer.waits_for), default=None)


_GRAVEST_FIRST = (WaitsFor.OPERATOR, WaitsFor.AT_WORK, WaitsFor.WORKER, WaitsFor.RETRY)


def _of_row(it: Situation, row: WorkRow, now: datetime) -> Answer | None:
    """None where it only waits for its turn."""
    if row.set_aside_at is not None:
        return _set_aside(it, row, row.set_aside_at)
    if row.leased_until is None:
        return None
    if row.holder:
        return _held(it, row, row.leased_until, now)
    return _resting(it, row, row.leased_until) if row.leased_until > now else None


def _set_aside(it: Situation, row: WorkRow, at: datetime) -> Answer:
    return _answer(
        it,
        WaitsFor.OPERATOR,
        f"{_subject(row)} đã để riêng từ {moment(at)} sau {row.attempts} lần thử; chờ người vận hành.",
        f"Lý do: {_error(row)}",
        f"Làm lại: digitize work --again {it.document.id if it.document else it.scan.id}",
        set_aside_at=at.isoformat(),
        **_attempts(row),
    )


def _held(it: Situation, row: WorkRow, until: datetime, now: datetime) -> Answer:
    if until > now:
        return _answer(
            it,
            WaitsFor.AT_WORK,
            f"{_subject(row)} đang được tiến trình {row.holder} xử lý, lần thử {row.attempts};"
            f" vào hàng đợi lúc {moment(row.enqueued_at)}.",
            holder=row.holder,
            **_attempts(row),
        )
    return _answer(
        it,
        WaitsFor.WORKER,
        f"{_subject(row)}: tiến trình {row.holder} không còn trả lời từ {moment(until)};"
        " việc sẽ được giao lại cho tiến trình khác.",
        holder=row.holder,
        **_attempts(row),
    )


def _resting(it: Situation, row: WorkRow, until: datetime) -> Answer:
    return _answer(
        it,
        WaitsFor.RETRY,
        f"{_subject(row)} sẽ được thử lại lúc {moment(until)}, sau {row.attempts} lần thử không xong.",
        f"Lỗi lần trước: {_error(row)}",
        retry_at=until.isoformat(),
        **_attempts(row),
    )


def _subject(row: WorkRow) -> str:
    match row.task.kind:
        case WorkKind.SCAN:
            return "Tệp quét"
        case WorkKind.PAGE:
            return f"Trang {page_of(row.task.subject)[1] + 1}"
        case WorkKind.DOCUMENT:
            return "Giấy tờ"


def _error(row: WorkRow) -> str:
    if not row.last_error:
        return "tiến trình xử lý đã dừng đột ngột, không rõ lỗi."
    return f"{error_of_code(row.last_error).message} [{row.last_error}]"


def _attempts(row: WorkRow) -> dict[str, object]:
    return {"attempts": row.attempts, "error": row.last_error or None}


# -- others come first


def _by_turn(it: Situation) -> Answer:
    ahead = {priority.name.lower(): count for priority, count in it.ahead.items()}
    said = {"priority": it.priority.name.lower(), "ahead": ahead}
    if it.is_worked_on is False:
        return _answer(
            it,
            WaitsFor.START,
            "Không có tiến trình nào đang làm việc với kho này.",
            "Hãy chạy `digitize serve`, hoặc chạy lại đúng lệnh `digitize run` đã dừng.",
            **said,
        )
    before = [f"{count} {_PRIORITY_WORDS[which]}" for which, count in it.ahead.items() if count]
    sentence = (
        f"Đang chờ đến lượt ({_PRIORITY_WORDS[it.priority]}): trước nó còn {' và '.join(before)}."
        if before
        else f"Đến lượt ({_PRIORITY_WORDS[it.priority]}): trước nó không còn tệp nào, đang hoặc sắp được xử lý."
    )
    return _answer(it, WaitsFor.TURN, sentence, **said)


def _unread_pages(it: Situation) -> list[str]:
    return [
        f"Trang {page.page_index + 1} chưa đọc xong sau {page.attempts} lần thử."
        for page in _tried_in_vain(it)
    ]


def _open_batch(it: Situation) -> list[str]:
    if not it.open_batch:
        return []
    return [f"Lô quét {it.open_batch} chưa đóng: có thể còn tệp sẽ gửi đến."]


def _details_of_notes(it: Situation) -> dict[str, object]:
    pages = [
        {"page": page.page_index + 1, "attempts": page.attempts} for page in _tried_in_vain(it)
    ]
    return {"pages_not_read": pages, "open_batch": it.open_batch or None}


def _tried_in_vain(it: Situation) -> list[Page]:
    return [page for page in it.pages if page.outcome is None and page.attempts]


def _answer(it: Situation, waits_for: WaitsFor, /, *sentences: str, **details: object) -> Answer:
    return Answer(waits_for=waits_for, since=it.since, sentences=sentences, details=details)
