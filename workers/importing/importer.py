"""Rows of a register into custody and through the same steps as any scan; killed anywhere and begun again, nothing is doubled.

The register is in the catalogue before the first file is touched. A row's file is hashed, the hash noted, then taken into
custody: so whoever describes the scan finds what the register says of it, and a second run knows what the first had done.
"""

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from digitize.errors import (
    BadInput,
    DigitizeError,
    FileNotNamed,
    Interrupted,
    NotFound,
    NotInRegister,
    SourceUnreadable,
    SourceVanished,
    StoreUnavailable,
)
from digitize.fault_point import reached
from digitize.model import ScanId
from digitize.rows import Batch, ScanState
from storage.imports import ImportRow, Imports
from workers.importing.file_tree import FileTree, TreeFile
from workers.importing.headings import FILE
from workers.importing.pace import Pace
from workers.importing.progress import ImportProgress
from workers.importing.turns import ScanTurns
from workers.importing.window import Window
from workers.log import log_error
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.scan_steps import ScanSteps
from workers.services import Services

_ENDS_THE_IMPORT = (StoreUnavailable, Interrupted)
"""Nothing further can succeed; the same command again goes on."""
_SCANS_A_CHILD = 4
"""Begun at a time where nobody else uses the disk: one is with the child, the others wait for the disk, which syncs together."""
_MANY_PAGES = 20
"""Of scans with more, only one a child is at work: what was read of all its pages is held at once."""


@dataclass(frozen=True, kw_only=True)
class Import:
    batch: Batch
    rows: Imports
    """What the register says, in the catalogue."""
    tree: FileTree


class Importer:
    """Takes every row that is not settled; with `works` it reads the scans too, else a server does."""

    def __init__(
        self,
        services: Services,
        pool: ChildPool,
        *,
        pace: Pace,
        progress: ImportProgress,
        works: bool,
    ) -> None:
        self._services = services
        self._receiving = Receiving(services, pool)
        self._steps = ScanSteps(services, pool, progress=progress.pages) if works else None
        self._pace = pace
        self._progress = progress
        self._turns = ScanTurns()
        self._thick = BoundedSemaphore(services.settings.jobs)

    def run(self, job: Import) -> None:
        """Every row to its end; then what no row names is noted.

        A row's own trouble is noted with the row. Raises `StoreUnavailable` and `Interrupted`, which end the import.
        """
        try:
            with Window(self._threads()) as window:
                for row in job.rows.to_do(job.batch.id):
                    if row.scan_id is not None and self._is_held(row.scan_id):
                        window.submit(self._resume, row, row.scan_id)
                    elif (file := self._located(job, row)) is not None:
                        if self._steps is None:
                            self._pace.wait()
                        window.submit(self._bring, job, row, file)
        finally:
            if self._steps is not None:
                self._steps.close()
        note_unnamed(job)

    def _threads(self) -> int:
        jobs = self._services.settings.jobs
        return jobs if self._steps is None else jobs * _SCANS_A_CHILD

    def _located(self, job: Import, row: ImportRow) -> TreeFile | None:
        """The row's file; None where there is not one, which is noted."""
        try:
            return _file_of(job.tree, row)
        except DigitizeError as error:
            job.rows.note(job.batch.id, row.number, error_code=error.code)
            self._progress.row_done()
            return None

    def _is_held(self, scan_id: ScanId) -> bool:
        try:
            self._services.catalogue.scan(scan_id)
        except NotFound:
            return False
        return True

    def _resume(self, row: ImportRow, scan_id: ScanId) -> None:
        """An earlier run took the file into custody; it may be gone from the folder since."""
        if self._steps is not None:
            try:
                self._finish(self._steps, scan_id)
            except _ENDS_THE_IMPORT:
                raise
            except DigitizeError as error:
                self._log(row, error)
        self._progress.row_done()

    def _bring(self, job: Import, row: ImportRow, file: TreeFile) -> None:
        try:
            self._take(job, row, file)
        except _ENDS_THE_IMPORT:
            raise
        except DigitizeError as error:
            self._log(row, error)
        self._progress.row_done()

    def _take(self, job: Import, row: ImportRow, file: TreeFile) -> None:
        """The file into custody, its scan to its end. A file that no scan can be made of is noted and raised."""
        try:
            with job.tree.opened(file) as path:
                scan_id = hash_of(path)
                job.rows.note(job.batch.id, row.number, path=file.shown, scan_id=scan_id)
                reached("import.noted")
                with self._turns.of(scan_id):
                    receipt = self._receiving.receive(
                        path, batch=job.batch, name=file.shown, sha256=scan_id
                    )
        except (BadInput, SourceUnreadable) as error:
            self._note_refused(job, row, file, error)
            raise
        reached("import.received")
        if self._steps is not None:
            self._finish(self._steps, receipt.scan_id)
            reached("import.finished")

    def _finish(self, steps: ScanSteps, scan_id: ScanId) -> None:
        with self._turns.of(scan_id):
            scan = self._services.catalogue.scan(scan_id)
            if scan.state is not ScanState.REJECTED:
                self._progress.pages.pages_found(scan.page_count)
                with self._thick if scan.page_count > _MANY_PAGES else nullcontext():
                    steps.finish(scan)

    def _log(self, row: ImportRow, error: DigitizeError) -> None:
        log_error(self._services.log, "import.row_failed", error, row=str(row.number))

    def _note_refused(
        self, job: Import, row: ImportRow, file: TreeFile, error: DigitizeError
    ) -> None:
        """The hash stays where it was noted: the bytes of a refused file are kept under it."""
        scan_id = None if isinstance(error, SourceUnreadable) else _hash_if_readable(job.tree, file)
        job.rows.note(
            job.batch.id, row.number, path=file.shown, scan_id=scan_id, error_code=error.code
        )


def note_unnamed(job: Import) -> None:
    """What is in the folder and in no row, and what of it is not looked into at all."""
    for row in job.rows.rows(job.batch.id):
        if row.path is not None:
            job.tree.claim(row.path)
    job.rows.note_unnamed(job.batch.id, _unnamed(job.tree))


def hash_of(path: Path) -> ScanId:
    """SHA-256 of a file's bytes. Raises `SourceVanished`, `SourceUnreadable`."""
    try:
        with path.open("rb") as file:
            return ScanId(hashlib.file_digest(file, "sha256").hexdigest())
    except FileNotFoundError as fault:
        raise SourceVanished(path.name) from fault
    except OSError as fault:
        raise SourceUnreadable(str(fault)) from fault


def _file_of(tree: FileTree, row: ImportRow) -> TreeFile:
    name = row.said.get(FILE, "")
    if not name:
        raise FileNotNamed
    return tree.find(name)


def _hash_if_readable(tree: FileTree, file: TreeFile) -> ScanId | None:
    """None for what cannot even be taken out of its archive."""
    try:
        with tree.opened(file) as path:
            return hash_of(path)
    except DigitizeError:
        return None


def _unnamed(tree: FileTree) -> Iterator[tuple[str, str]]:
    for shown in tree.unclaimed():
        yield shown, NotInRegister.code
    for refused in tree.refused:
        yield refused.shown, refused.error.code
