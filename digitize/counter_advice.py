"""What a counter is told to do about a batch while the paper may still lie there: gravest first, each once, with its pages.

A checker's reasons are many; here are those that only whoever holds the paper can mend. The rest waits for a checker, and the
counter is told just that. Sentences have the form that people know from the station: `Trang 3 bị mờ, quét lại.`
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from digitize import page_faults
from digitize.desk import RescanRequest
from digitize.dossier.rescanned import Rescanned
from digitize.errors import Rescan, error_of_code
from digitize.model import DocumentId, PageOutcome, ScanId
from digitize.page_faults import HINTS, Fault
from digitize.page_ranges import page_ranges
from digitize.reasons import ReasonCode
from digitize.rows import ArrivedScan, Document
from digitize.sentence import Sentence
from digitize.status import DocumentStatus


class Gravity(IntEnum):
    """What comes first."""

    ASKED = 0  # a checker asked for it
    SCAN_AGAIN = 1  # the file or its pages cannot be used
    LOOK = 2  # somebody had better compare it with the paper
    HINT = 3  # nothing to do now; the next paper will come out better


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    gravity: Gravity
    file: str
    """Name of the file it is about."""
    scan_id: ScanId
    message: str
    page_numbers: tuple[int, ...] = ()
    """From 1 in the file; empty where it is about the whole of it."""
    document_id: DocumentId | None = None
    at: datetime | None = None
    """When a person asked for it."""
    is_answered: bool = False
    """It was scanned again."""

    @property
    def needs_scan(self) -> bool:
        return self.gravity in {Gravity.ASKED, Gravity.SCAN_AGAIN}


_AGAIN: Mapping[StrEnum, str] = {
    **{fault: page_faults.SENTENCES[fault] for fault in Fault if fault not in HINTS},
    ReasonCode.UNREADABLE_PAGE: "Trang {pages} không đọc được, quét lại.",
    ReasonCode.NO_TEXT: "Trang {pages} không có chữ nào đọc được, quét lại nếu trang mờ hoặc úp mặt trắng.",
    ReasonCode.SIGNATURE_BROKEN: "Chữ ký số sẵn có trong tệp không còn đúng, lấy lại tệp từ nơi phát hành hoặc quét bản giấy.",
}
_LOOK: Mapping[StrEnum, str] = {
    ReasonCode.PAGE_TWICE: "Trang {pages} giống hệt trang ngay trước, kiểm tra có quét trùng hoặc sót trang không.",
    ReasonCode.NOTED_PAGE: "Trang {pages} gần giống trang ngay trước, kiểm tra có giấy ghi chú dán lên không.",
    ReasonCode.SEVERAL_DOCUMENTS: "Từ trang {pages} có thể là một giấy tờ khác, nếu đúng thì quét lại với tờ phân tách ở giữa.",
    ReasonCode.REPAIRED: "Tệp bị hỏng cấu trúc và đã được sửa để mở, kiểm tra đủ trang chưa.",
    ReasonCode.ACTIVE_CONTENT: "Tệp có mã chạy tự động (đã không chạy), kiểm tra nguồn gốc tệp.",
    ReasonCode.ATTACHMENTS: "Tệp có đính kèm tệp khác không hiện trên trang nào, gửi riêng tệp đính kèm nếu cần lưu.",
}
"""The receipt tells of page counts and of other types than declared by itself."""
_HINTS: Mapping[StrEnum, str] = {Fault.UPSIDE_DOWN: page_faults.SENTENCES[Fault.UPSIDE_DOWN]}
SENTENCES = frozenset({*_AGAIN.values(), *_LOOK.values(), *_HINTS.values()})
"""All of them, for whoever says them in another language."""
_SAME: Mapping[StrEnum, StrEnum] = {ReasonCode.LOW_RESOLUTION: Fault.LOW_RESOLUTION}
"""What the page's own look says and its document's reasons too."""


def advise(
    files: Sequence[ArrivedScan],
    rescans: Sequence[RescanRequest] = (),
    *,
    rescanned: Rescanned | None = None,
) -> tuple[Advice, ...]:
    """All there is to do, gravest first and then as the files came. `rescanned` knows what came again, in any batch."""
    rescanned = rescanned or Rescanned()
    asked = _asked(files, rescans, rescanned)
    found = (_answered(advice, file, rescanned) for file in files for advice in _of_file(file))
    return tuple(sorted((*asked, *found), key=lambda one: (one.is_answered, one.gravity)))


def waits_for_checker(files: Sequence[ArrivedScan]) -> int:
    """Documents with which the counter has nothing to do but to wait."""
    waiting = [_is_waiting(document) for file in files for document in file.documents]
    return sum(waiting)


def _is_waiting(document: Document) -> bool:
    return document.status is DocumentStatus.NEEDS_CHECK


def _asked(
    files: Sequence[ArrivedScan], rescans: Iterable[RescanRequest], rescanned: Rescanned
) -> Iterator[Advice]:
    names = {file.scan.id: file.arrival.source for file in files}
    for asked in rescans:
        yield Advice(
            gravity=Gravity.ASKED,
            scan_id=asked.scan_id,
            file=names.get(asked.scan_id, ""),
            message=asked.sentence,
            page_numbers=tuple(index + 1 for index in asked.page_indexes),
            document_id=asked.document_id,
            at=asked.asked_at,
            is_answered=rescanned.is_answered(
                asked.scan_id, document=asked.document_id, since=asked.asked_at
            ),
        )


def _answered(advice: Advice, file: ArrivedScan, rescanned: Rescanned) -> Advice:
    """What was wrong with a scan is over when its paper was scanned again."""
    if not advice.needs_scan:
        return advice
    since = file.arrival.at
    is_answered = rescanned.is_answered(advice.scan_id, advice.page_numbers, since=since)
    return replace(advice, is_answered=is_answered)


def _of_file(file: ArrivedScan) -> Iterator[Advice]:
    if file.scan.error_code:
        message = error_of_code(file.scan.error_code).message
        yield Advice(
            gravity=Gravity.SCAN_AGAIN,
            file=file.arrival.source,
            scan_id=file.scan.id,
            message=message,
        )
        return
    pages = _pages_by_code(file)
    for sentences, gravity in (
        (_AGAIN, Gravity.SCAN_AGAIN),
        (_LOOK, Gravity.LOOK),
        (_HINTS, Gravity.HINT),
    ):
        for code in (code for code in sentences if code in pages):
            numbers = tuple(sorted(pages[code]))
            yield Advice(
                gravity=gravity,
                file=file.arrival.source,
                scan_id=file.scan.id,
                message=Sentence(sentences[code], pages=page_ranges(numbers)),
                page_numbers=numbers,
            )
    yield from _refused(file)


def _pages_by_code(file: ArrivedScan) -> dict[StrEnum, set[int]]:
    """Page numbers by what is wrong with them: as soon as a page was read, then as its document says."""
    found = defaultdict[StrEnum, set[int]](set)
    for seen in file.faults_in_use:
        found[seen.fault].add(seen.page_index + 1)
    for page in file.pages:
        if page.outcome is PageOutcome.UNREADABLE:
            found[ReasonCode.UNREADABLE_PAGE].add(page.page_index + 1)
    for document in file.documents:
        if document.description is None or document.status is not DocumentStatus.NEEDS_CHECK:
            continue
        for reason in document.description.reasons:
            index = reason.page_index if reason.page_index is not None else document.page_indexes[0]
            code = ReasonCode(reason.code)
            found[_SAME.get(code, code)].add(index + 1)
    return found


def _refused(file: ArrivedScan) -> Iterator[Advice]:
    for document in file.documents:
        if document.status is DocumentStatus.REJECTED and document.error_code != Rescan.code:
            yield Advice(
                gravity=Gravity.LOOK,
                file=file.arrival.source,
                scan_id=file.scan.id,
                message=error_of_code(document.error_code or "").message,
                page_numbers=tuple(index + 1 for index in document.page_indexes),
                document_id=document.id,
            )
