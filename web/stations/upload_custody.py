"""An upload whose bytes are all here, into custody; said to be there only by the catalogue. All of it is called in threads."""

from collections.abc import Callable

from digitize.errors import BadInput, BatchClosed, ChecksumMismatch
from digitize.fault_point import reached
from digitize.rows import Batch, ExpectedFile
from web.stations.receipts import UploadReceipt, upload_receipt
from web.stations.uploads import Upload, UploadFolder
from workers.receiving import Receiving
from workers.services import Services

IN_CUSTODY = "upload.in_custody"


class UploadCustody:
    """`on_custody` is called when something new came in."""

    def __init__(
        self,
        services: Services,
        receiving: Receiving,
        folder: UploadFolder,
        *,
        on_custody: Callable[[], None],
    ) -> None:
        self._services = services
        self._receiving = receiving
        self._folder = folder
        self._on_custody = on_custody

    def has(self, upload: Upload) -> bool:
        catalogue = self._services.catalogue
        return catalogue.arrival(upload.batch_id, upload.sha256, upload.name) is not None

    def receipt(self, upload: Upload) -> UploadReceipt | None:
        """None where its bytes are still here, or were lost."""
        is_settled = self._folder.size(upload) is None and self.has(upload)
        return upload_receipt(self._services, upload) if is_settled else None

    def take(self, upload: Upload) -> None:
        """Raises `BatchClosed`, `ChecksumMismatch` (nothing of it came, then), and what custody raises."""
        catalogue = self._services.catalogue
        batch = catalogue.batch(upload.batch_id)
        if not self.has(upload):
            require_open(batch)
            self._expect(upload, batch.expected)
            reached("upload.complete")
            try:
                self._receive(upload, batch)
            except BadInput:
                pass  # noted and kept; its receipt says so
            except ChecksumMismatch:
                self._folder.restart(upload)
                raise
            reached("upload.in_custody")
        self._folder.leave_to_custody(upload)
        self._on_custody()
        # After the queue was told: what it takes from here on, it takes knowing of this scan.
        self._services.log.info(IN_CUSTODY, scan=upload.sha256, batch=upload.batch_id)

    def _receive(self, upload: Upload, batch: Batch) -> None:
        self._receiving.receive(
            self._folder.part(upload),
            batch=batch,
            name=upload.name,
            sha256=upload.sha256,
            is_ours=True,
        )

    def _expect(self, upload: Upload, expected: tuple[ExpectedFile, ...]) -> None:
        said = ExpectedFile(
            name=upload.name, component=upload.component, type_code=upload.type_code
        )
        is_described = upload.component or upload.type_code
        if is_described and upload.name not in {file.name for file in expected}:
            self._services.catalogue.expect(upload.batch_id, said)


def require_open(batch: Batch) -> None:
    """Raises `BatchClosed`."""
    if batch.closed_at is not None:
        raise BatchClosed(batch.id)
