"""What the counter's templates show that is not said as it is kept: bars of pages, classes of states, sentences with their field."""

from collections.abc import Iterator
from dataclasses import dataclass

from digitize.counter_advice import Gravity
from digitize.doctype import DocumentType
from digitize.model import PageOutcome, Reason
from digitize.page_ranges import page_ranges as page_ranges
from digitize.reasons import sentence_of
from digitize.rows import PageState
from digitize.status import DocumentStatus
from storage.counter_rows import BatchProgress
from web.pages.field_titles import title_of_field
from workers.counter.batch_list import BatchStage
from workers.counter.one_batch import PageMark

STAGES = {
    BatchStage.OPEN: ("chưa có tệp", ""),
    BatchStage.WORKING: ("đang xử lý", ""),
    BatchStage.CHECKING: ("chờ kiểm tra", "doubt"),
    BatchStage.DONE: ("đã xong", "good"),
}
"""A sentence and the class of its colour."""
GRAVITIES = {
    Gravity.ASKED: "bad",
    Gravity.SCAN_AGAIN: "bad",
    Gravity.LOOK: "doubt",
    Gravity.HINT: "",
}
STATUS_CLASSES = {
    DocumentStatus.NEEDS_CHECK: "doubt",
    DocumentStatus.FILED: "good",
    DocumentStatus.SEALED: "good",
    DocumentStatus.REJECTED: "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a bar, as shares of a hundred."""

    kind: str
    start: float
    width: float


def bar(progress: BatchProgress) -> Iterator[Stretch]:
    """Where the pages of a batch are, in the order of a paper's way; of none, nothing."""
    parts = {
        "filed": progress.filed,
        "aside": progress.set_aside,
        "rejected": progress.rejected,
        "read": progress.read_waiting,
    }
    start = 0.0
    for kind, count in parts.items():
        width = 100 * count / max(1, progress.received)
        if count:
            yield Stretch(kind=kind, start=round(start, 2), width=round(width, 2))
        start += width


def page_class(mark: PageMark) -> str:
    """The colour of a page's tile."""
    if mark.needs_scan or mark.outcome is PageOutcome.UNREADABLE:
        return "bad"
    if mark.state is PageState.WAITING:
        return "read" if mark.outcome else "new"
    return {
        PageState.FILED: "good",
        PageState.SET_ASIDE: "aside",
        PageState.REJECTED: "rejected",
    }[mark.state]


def page_words(mark: PageMark) -> str:
    """The same for whoever does not see colours."""
    if mark.needs_scan:
        return "cần quét lại"
    if mark.outcome is PageOutcome.UNREADABLE:
        return "không đọc được"
    if mark.state is PageState.WAITING:
        return "đã đọc, đang chờ" if mark.outcome else "chưa đọc"
    return {
        PageState.FILED: "đã vào kho",
        PageState.SET_ASIDE: "để riêng (trang trắng hoặc tờ phân tách)",
        PageState.REJECTED: "bị từ chối",
    }[mark.state]


def reason_parts(reason: Reason, kind: DocumentType | None) -> tuple[int | None, str, str]:
    """Number of the page, what the field is called (empty for none), and the sentence."""
    spec = kind.field(reason.field_key) if kind is not None and reason.field_key else None
    number = None if reason.page_index is None else reason.page_index + 1
    return number, title_of_field(spec) if spec else "", sentence_of(reason.code)


def short_hash(sha256: str) -> str:
    """So many digits tell two files of a house apart and can be compared by eye: `9f2c 41d0 7ab3 e655`."""
    return " ".join(sha256[index : index + 4] for index in range(0, 16, 4))


def size_words(size_bytes: int) -> str:
    """`812 KB`, `3,4 MB`."""
    if size_bytes < 1024**2:
        return f"{max(1, round(size_bytes / 1024))} KB"
    return f"{size_bytes / 1024**2:.1f} MB".replace(".", ",")


def has_picture(mark: PageMark) -> bool:
    """Whether a small picture of the page may be shown by now; of a secret page there is none."""
    return not mark.is_sensitive and mark.outcome not in {
        None,
        PageOutcome.SECRET,
        PageOutcome.UNREADABLE,
    }
