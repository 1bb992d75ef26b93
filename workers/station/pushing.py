"""Batches to the server, one after the other, each step looked up before it is taken and written down after.

A request may be lost with its answer, so every one may be repeated: the batch has a key, the upload follows from batch,
name and hash, the receipt is asked for until it is there. A file that is refused does not hold up the others.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from digitize.errors import (
    DigitizeError,
    ReceiptMismatch,
    ServerRefused,
    SourceUnreadable,
    StoreCorrupt,
)
from digitize.fault_point import reached
from digitize.ports import Clock
from workers.station.line import BatchLost, ServerLine, UploadLost
from workers.station.options import StationOptions
from workers.station.rows import BatchFile, Problem, SourceState, SpooledFile, StationBatch
from workers.station.settling import settle
from workers.station.spool import Spool
from workers.station.upload import ChunkSize, send

Progress = Callable[[str, int], None]
"""Id of the file under way, bytes that the server has of it."""


class Pusher:
    def __init__(
        self,
        spool: Spool,
        line: ServerLine,
        *,
        options: StationOptions,
        clock: Clock,
        progress: Progress = lambda _file, _sent: None,
    ) -> None:
        self._spool = spool
        self._line = line
        self._options = options
        self._clock = clock
        self._progress = progress
        self._chunk = ChunkSize()

    def push(self, batch: StationBatch) -> StationBatch:
        """The batch as far as it goes now; closed once every file has its receipt or a refusal.

        Raises `ServerUnreachable` and `StationKeyRefused`: nothing is lost, call again.
        """
        try:
            batch = self._opened(batch)
            known = {file.id for file in self._spool.files_of(batch)}
            for named in batch.files:
                if named.id in known:  # a row that the disk lost is taken anew from its source
                    self._deliver(batch, named)
            return self._closed(batch)
        except BatchLost:  # the server was set up anew; the same key opens the same batch again
            self._spool.save_batch(replace(batch, server_id=""))
            raise
        except ServerRefused as error:
            return self._spool.save_batch(replace(batch, refused=problem_of(error)))

    def refresh(self, batch: StationBatch) -> StationBatch:
        """A closed batch with the receipt as it is now: what is missing is known better once the server has read."""
        try:
            receipt = self._line.batch_receipt(batch.server_id)
        except (BatchLost, ServerRefused):
            return batch  # it was closed and is done; the receipt in hand stands
        if receipt == batch.receipt:
            return batch
        return self._spool.save_batch(replace(batch, receipt=receipt))

    def settle_sources(self) -> None:
        """Move away what the server holds, those first that a killed station was just moving; what cannot be moved waits."""
        waiting = [
            file for file in self._spool.files() if has_receipt(file) and not file.is_settled
        ]
        for file in sorted(waiting, key=lambda file: file.state is not SourceState.ASIDE):
            self._settle(file)

    def _opened(self, batch: StationBatch) -> StationBatch:
        if batch.server_id:
            return batch
        server_id = self._line.open_batch(key=batch.key, body=batch.body)
        batch = self._spool.save_batch(replace(batch, server_id=server_id, refused=None))
        reached("station.opened")
        return batch

    def _deliver(self, batch: StationBatch, named: BatchFile) -> None:
        file = self._spool.file(named.id)
        if file.receipt is None:
            try:
                file = self._received(batch, named, file)
            except (ServerRefused, ReceiptMismatch, StoreCorrupt) as error:
                self._spool.save(replace(file, refused=problem_of(error)))
                return
        if not file.is_settled:
            self._settle(file)

    def _received(self, batch: StationBatch, named: BatchFile, file: SpooledFile) -> SpooledFile:
        """The file with a receipt for its own bytes."""
        try:
            file = self._sent(batch, named, file)
            receipt = self._line.receipt(file.upload, sha256=file.sha256)
        except UploadLost:  # it expired on the server, or the server was set up anew
            self._spool.save(replace(file, upload=""))
            raise
        file = self._spool.save(replace(file, receipt=receipt, refused=None))
        reached("station.receipted")
        return file

    def _sent(self, batch: StationBatch, named: BatchFile, file: SpooledFile) -> SpooledFile:
        offset = None
        if not file.upload:
            begun = self._line.create_upload(file, batch=batch.server_id, name=named.name)
            file, offset = self._spool.save(replace(file, upload=begun.path)), begun.offset
            reached("station.created")
        send(
            self._line,
            file,
            self._spool.data(file.id),
            chunk=self._chunk,
            progress=lambda sent: self._progress(file.id, sent),
            offset=offset,
        )
        reached("station.uploaded")
        return file

    def _settle(self, file: SpooledFile) -> None:
        try:
            settle(file, spool=self._spool, options=self._options, at=self._local_time())
        except SourceUnreadable:
            return  # the source stays where it is until it can be moved; the page shows it

    def _closed(self, batch: StationBatch) -> StationBatch:
        if batch.is_closed:
            return batch
        receipt = self._line.close_batch(batch.server_id, key=batch.key)
        batch = self._spool.save_batch(replace(batch, receipt=receipt, refused=None))
        reached("station.closed")
        return batch

    def _local_time(self) -> datetime:
        """Folders for what was sent are named by the officer's day."""
        return self._clock().astimezone()


def has_receipt(file: SpooledFile) -> bool:
    return file.receipt is not None


def problem_of(error: DigitizeError) -> Problem:
    """An error as the page shows it; its detail is short (a status, a code) and helps the operator."""
    message = f"{error.message} ({error.detail})" if error.detail else error.message
    return Problem(code=error.code, message=message)
