"""Files into custody, whichever way they came: what is identified is looked at in a child process."""

from pathlib import Path

from digitize import limits
from digitize.errors import ChildFailed, DamagedFile, EngineFailed, UnexpectedInChild
from digitize.intake.receive import receive
from digitize.model import Receipt, ScanFile
from digitize.rows import Batch
from digitize.work import scan_task
from storage import keys
from storage.encrypted_store import written_for
from workers import tasks
from workers.observing import Stage, stage
from workers.pool import ChildPool
from workers.services import Services
from workers.virus_scan import VirusScanner

_BADLY_ENDED = (ChildFailed, EngineFailed, UnexpectedInChild)


class Receiving:
    """The one way in: runner, uploads, hot folder and import give their files here."""

    def __init__(self, services: Services, pool: ChildPool) -> None:
        self._services = services
        self._pool = pool
        self._outbox = services.outbox
        clamd = services.settings.clamd
        self._virus_scanner = VirusScanner(clamd) if clamd else None

    def receive(
        self,
        file: Path,
        *,
        batch: Batch,
        name: str | None = None,
        sha256: str | None = None,
        is_ours: bool = False,
    ) -> Receipt:
        """Custody of the file's bytes; `name` is what the giver calls it, without it the path as given.

        `sha256` is what the giver says they hash to: of other bytes nothing is stored (`ChecksumMismatch`). `is_ours` is a
        file that nobody but us has written or will: it is not copied again.

        Raises what `digitize.intake.receive.receive` raises; twice is as good as once.
        """
        with stage(Stage.RECEIVE, batch=batch.id):
            receipt = receive(
                file,
                name=name,
                sha256=sha256,
                is_ours=is_ours,
                batch=batch,
                store=written_for(self._services.store, [batch.agency]),
                catalogue=self._services.catalogue,
                key_of=keys.original,
                identify=self._identify,
                clock=self._services.clock,
            )
        if self._outbox is not None:
            self._outbox.tell(scan_task(receipt.scan_id, batch.priority))
        return receipt

    def _identify(self, path: Path) -> ScanFile:
        """What the file is; one that ends every child that looks at it is damaged, and kept like any other.

        It is asked of the virus scanner before anything decodes it.
        """
        if self._virus_scanner is not None:
            self._virus_scanner.require_clean(path)
        try:
            return self._looked_at(path)
        except _BADLY_ENDED as error:
            raise DamagedFile(error.detail) from error

    def _looked_at(self, path: Path) -> ScanFile:
        """Twice where the first look speaks against it: the disk may have failed to give a byte, the child been worn or stalled."""
        try:
            return self._pool.call(tasks.identify, limits.CHILD_PAGE_SECONDS, path)
        except DamagedFile:
            return self._pool.call(tasks.identify, limits.CHILD_PAGE_SECONDS, path)
        except _BADLY_ENDED:
            return self._pool.call_anew(tasks.identify, limits.CHILD_PAGE_SECONDS, path)
