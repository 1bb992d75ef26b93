"""The receipt of one uploaded file: proof of custody, from the catalogue's rows at any time after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from digitize.errors import error_of_code
from digitize.model import BatchId, PageOutcome, ScanId
from digitize.page_faults import sentence
from digitize.reasons import ReasonCode, sentence_of
from digitize.rows import Scan
from web.stations.uploads import Upload
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    code: str
    message: str
    """A Vietnamese sentence that says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWarning:
    code: str
    message: str
    page: int | None
    """Number from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadReceipt:
    batch: BatchId
    name: str
    scan: ScanId
    sha256: str
    size_bytes: int
    page_count: int
    received_at: datetime
    is_new: bool
    """False where the same bytes were held before."""
    error: Fault | None
    """Why the file gives no documents; its bytes are kept all the same."""
    warnings: tuple[PageWarning, ...]
    """What is known by now against its pages."""


def upload_receipt(services: Services, upload: Upload) -> UploadReceipt:
    """The receipt of an upload that is in custody."""
    catalogue = services.catalogue
    arrival = catalogue.arrival(upload.batch_id, upload.sha256, upload.name)
    scan = catalogue.scan(upload.sha256)
    assert arrival is not None
    return UploadReceipt(
        batch=upload.batch_id,
        name=upload.name,
        scan=scan.id,
        sha256=scan.id,
        size_bytes=scan.size_bytes,
        page_count=scan.page_count,
        received_at=arrival.at,
        is_new=(scan.batch_id, scan.source) == (upload.batch_id, upload.name),
        error=_error(scan),
        warnings=tuple(_warnings(services, scan)),
    )


def _error(scan: Scan) -> Fault | None:
    if scan.error_code is None:
        return None
    error = error_of_code(scan.error_code)
    return Fault(code=error.code, message=error.message)


def _warnings(services: Services, scan: Scan) -> Iterator[PageWarning]:
    came = services.catalogue.arrived_scan(scan.id)
    for seen in came.faults_in_use:
        number = seen.page_index + 1
        yield PageWarning(code=seen.fault, message=sentence(seen.fault, [number]), page=number)
    for page in came.pages:
        if page.outcome is PageOutcome.UNREADABLE:
            code = ReasonCode.UNREADABLE_PAGE
            yield PageWarning(code=code, message=sentence_of(code), page=page.page_index + 1)
