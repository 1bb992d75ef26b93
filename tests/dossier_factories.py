"""Arrived files for tests of receipts: rows as the catalogue gives them, nothing read unless said."""

from datetime import UTC, datetime

from digitize.dossier.arrived import ArrivedFile, Paper
from digitize.dossier.checklist import Checklist, ChecklistItem
from digitize.model import BatchId, CoverNote, ScanId
from digitize.rows import Batch, ExpectedFile, Scan, ScanState
from digitize.status import DocumentStatus

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
DOSSIER = "H46.12.34-240105-0012"
CHECKLIST = Checklist(
    procedure_code="1.001193",
    title="Đăng ký khai sinh",
    items=(
        ChecklistItem(code="to_khai", title="Tờ khai", type_codes=("to_khai",)),
        ChecklistItem(code="giay_chung_sinh", title="Giấy chứng sinh"),
        ChecklistItem(
            code="can_cuoc",
            title="Căn cước",
            type_codes=("can_cuoc",),
            is_needed=False,
            may_be_split=True,
        ),
    ),
)


def a_batch(*expected: ExpectedFile, dossier_code: str = DOSSIER) -> Batch:
    return Batch(
        id=BatchId("b-1"),
        agency="H46.1",
        channel="station",
        opened_at=NOW,
        station="quay-1",
        dossier_code=dossier_code,
        procedure_code="1.001193",
        expected=expected,
    )


def a_scan(
    content: str = "a",
    *,
    page_count: int = 2,
    state: ScanState = ScanState.RECEIVED,
    error_code: str | None = None,
) -> Scan:
    return Scan(
        id=ScanId(content * 64),
        batch_id=BatchId("b-1"),
        source="x.pdf",
        kind="pdf",
        size_bytes=1000,
        page_count=page_count,
        traits=(),
        state=state,
        error_code=error_code,
        received_at=NOW,
        receipted_at=NOW,
    )


def a_paper(
    type_code: str | None = None, *pages: int, component: str = "", dossier_code: str = ""
) -> Paper:
    return Paper(
        document="0123456789abcdef-p0001",
        page_numbers=pages or (1, 2),
        status=DocumentStatus.SEPARATED if type_code is None else DocumentStatus.NEEDS_CHECK,
        type_code=type_code,
        component=component,
        dossier_code=dossier_code,
    )


def came(
    name: str = "to_khai.pdf",
    *papers: Paper,
    content: str = "a",
    page_count: int = 2,
    said: ExpectedFile | None = None,
    covers: tuple[CoverNote, ...] = (),
    blank_pages: int = 0,
    sheet_pages: int = 0,
    error_code: str | None = None,
) -> ArrivedFile:
    """A file in custody; separated where papers, covers, blanks or sheets are given."""
    state = ScanState.RECEIVED
    if papers or covers or blank_pages or sheet_pages:
        state = ScanState.SEPARATED
    if error_code is not None:
        state = ScanState.REJECTED
    return ArrivedFile(
        name=name,
        at=NOW,
        scan=a_scan(content, page_count=page_count, state=state, error_code=error_code),
        expected=said,
        papers=papers,
        covers=covers,
        blank_pages=blank_pages,
        sheet_pages=sheet_pages,
    )
