"""What happens to an upload, whoever speaks which protocol: begun, continued, in custody, receipted, given up, expired.

An offset equal to the length is never told before the bytes are in custody, so a client that believes it is done is right.
The catalogue says what is in custody; files on disk only what is still coming. All work on disk is done in threads.
"""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field

import anyio
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect

from digitize import limits
from digitize.access import Viewer
from digitize.errors import (
    ChecksumMismatch,
    DigitizeError,
    IllegalMove,
    NoSuchUpload,
    OffsetMismatch,
    RequestCutOff,
    RequestInvalid,
    UploadIncomplete,
)
from digitize.fault_point import reached
from digitize.model import BatchId, ScanId
from digitize.rows import Batch, ExpectedFile
from web.stations.ownership import Owners, batch_of
from web.stations.part_writer import PartWriter
from web.stations.receipts import UploadReceipt, upload_receipt
from web.stations.turns import Turn, TurnOptions, Turns
from web.stations.tus_headers import Checksum, UploadSaid
from web.stations.upload_custody import UploadCustody, require_open
from web.stations.uploads import Upload, UploadFolder, upload_id
from workers.log import log_error
from workers.receiving import Receiving
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadOptions:
    max_bytes: int = limits.MAX_FILE_BYTES
    max_open: int = limits.MAX_OPEN_UPLOADS
    """Unfinished uploads a station or person may have."""
    kept_seconds: float = limits.UPLOAD_KEPT_SECONDS
    """How long an upload may rest before it is given up."""
    turns: TurnOptions = field(default_factory=TurnOptions)


class UploadDesk:
    """Belongs to one event loop. `on_custody` is called, in a thread, when something new came in."""

    def __init__(
        self,
        services: Services,
        receiving: Receiving,
        *,
        on_custody: Callable[[], None],
        options: UploadOptions,
    ) -> None:
        self.options = options
        self._services = services
        self._folder = UploadFolder(
            services.settings.warehouse / "uploads", max_open=options.max_open
        )
        self._custody = UploadCustody(services, receiving, self._folder, on_custody=on_custody)
        self._owners = Owners(services.catalogue)
        self._turns = Turns(options.turns)
        self._batch_turns = Turns(options.turns)
        self._into_custody = anyio.CapacityLimiter(limits.UPLOADS_INTO_CUSTODY)

    # -- asked by stations and people

    async def begin(self, pusher: Viewer, said: UploadSaid, length: int) -> tuple[Upload, int]:
        """The upload, new or as it stands, and its offset.

        Raises `NoSuchBatch`, `BatchClosed`, `TooManyUploads`, `RequestInvalid`.
        """
        batch_id = BatchId(said.batch)
        await run_sync(self._owners.require, pusher, batch_id)  # a stranger disturbs no writer
        async with self._turns.take(upload_id(batch_id, said.name, said.sha256)):
            upload, size = await run_sync(self._begun, pusher, said, length)
            return upload, size if size < length else await self._offset(upload)

    def find(self, pusher: Viewer, wanted: str) -> Upload:
        """Called in a thread. Raises `NoSuchUpload`, also for one of another agency."""
        upload = self._folder.get(wanted)
        self._owners.require(pusher, upload.batch_id)
        return upload

    async def offset(self, upload: Upload) -> int:
        """Bytes that came; all of them only where they are in custody."""
        async with self._turns.take(upload.id):
            return await self._offset(upload)

    async def append(
        self,
        upload: Upload,
        body: AsyncIterator[bytes],
        *,
        offset: int,
        checksum: Checksum | None,
    ) -> int:
        """The offset after the body came, in custody where that is all. Raises `OffsetMismatch`, `UploadBusy`, `ChecksumMismatch`."""
        async with self._turns.take(upload.id) as turn:
            writer = await run_sync(self._writer_at, upload, offset, checksum)
            if writer is not None:
                await self._take_in(upload, writer, body, turn)
                if writer.offset < upload.length:
                    return writer.offset
                await self._whole(upload)
                return upload.length
            held = await self._settled(upload)
            if offset != held:
                raise OffsetMismatch(f"at {held}, asked to go on at {offset}")
            return held

    async def receipt(self, upload: Upload) -> UploadReceipt:
        """Proof of custody. Raises `UploadIncomplete`."""
        async with self._turns.take(upload.id):
            found = await run_sync(self._custody.receipt, upload)
            if found is None:
                if await self._settled(upload) < upload.length:
                    raise UploadIncomplete(upload.id)
                found = await run_sync(upload_receipt, self._services, upload)
        return found

    async def give_up(self, upload: Upload) -> None:
        """Forget an upload. Raises `IllegalMove` where its bytes are in custody, which nothing takes back."""
        async with self._turns.take(upload.id):
            if await run_sync(self._custody.has, upload):
                raise IllegalMove(upload.id)
            await run_sync(self._folder.remove, upload)

    async def between_uploads(self, batch_id: str, act: Callable[[], None]) -> None:
        """Do what must not happen while a file of the batch goes into custody."""
        async with self._batch_turns.take(batch_id):
            await run_sync(act)

    # -- done by the server itself

    async def recover(self) -> None:
        """Take into custody what was whole when the server last ended."""
        for upload in await run_sync(lambda: list(self._folder.unfinished())):
            try:
                await self.offset(upload)
            except DigitizeError as error:
                log_error(self._services.log, "upload.not_recovered", error, upload=upload.id)

    async def expire(self) -> None:
        """Remove uploads that nobody went on with."""
        before = time.time() - self.options.kept_seconds
        for wanted in await run_sync(lambda: list(self._folder.expired(before=before))):
            async with self._turns.take(wanted):
                await run_sync(self._folder.sweep, wanted)
            self._services.log.info("upload.expired", upload=wanted)

    # -- below

    def _upload(self, pusher: Viewer, batch: Batch, said: UploadSaid, length: int) -> Upload:
        return Upload(
            id=upload_id(batch.id, said.name, said.sha256),
            station=pusher.account,
            batch_id=batch.id,
            name=said.name,
            sha256=ScanId(said.sha256),
            length=length,
            began_at=self._services.clock(),
            component=said.component,
            type_code=said.type_code,
        )

    def _begun(self, pusher: Viewer, said: UploadSaid, length: int) -> tuple[Upload, int]:
        """With as many bytes as came; where none are here any more, all of them."""
        batch = batch_of(self._services.catalogue, pusher, said.batch)
        upload = self._begin(self._upload(pusher, batch, said, length), batch)
        size = self._folder.size(upload)
        return upload, length if size is None else size

    def _begin(self, upload: Upload, batch: Batch) -> Upload:
        with suppress(NoSuchUpload):
            held = self._folder.get(upload.id)
            if self._is_as_begun(held, upload):
                return held
        if self._custody.has(upload):  # its description expired: it is written down again
            self._folder.begin(upload)
            self._folder.leave_to_custody(upload)
            return upload
        require_open(batch)
        _require_no_contradiction(upload, batch.expected)
        self._folder.begin(upload)
        reached("upload.begun")
        return upload

    def _is_as_begun(self, held: Upload, upload: Upload) -> bool:
        """Begun before and still to be gone on with; what contradicts it begins anew while nothing came."""
        size = self._folder.size(held)
        if size is None:
            return self._custody.has(held)
        if held.length == upload.length:
            return True
        if size:
            raise RequestInvalid("Upload-Length: was said otherwise")
        return False

    async def _offset(self, upload: Upload) -> int:
        """Nothing of an upload whose bytes were not as said."""
        with suppress(ChecksumMismatch):
            return await self._settled(upload)
        return 0

    async def _settled(self, upload: Upload) -> int:
        """The offset; a whole upload goes into custody first."""
        size = await run_sync(self._folder.size, upload)
        if size is None:
            if not await run_sync(self._custody.has, upload):
                await run_sync(self._folder.remove, upload)
                raise NoSuchUpload(upload.id)
            return upload.length
        if size < upload.length:
            return size
        await self._whole(upload)
        return upload.length

    async def _whole(self, upload: Upload) -> None:
        """All its bytes are here: into custody with them."""
        async with self._batch_turns.take(upload.batch_id):
            await run_sync(self._custody.take, upload, limiter=self._into_custody)

    def _writer_at(
        self, upload: Upload, offset: int, checksum: Checksum | None
    ) -> PartWriter | None:
        """What goes on there; None where nothing is wanted any more. Raises `OffsetMismatch`."""
        size = self._folder.size(upload)
        if size is None or size >= upload.length:
            return None
        if offset != size:
            raise OffsetMismatch(f"at {size}, asked to go on at {offset}")
        return PartWriter.open(self._folder.part(upload), checksum=checksum)

    async def _take_in(
        self, upload: Upload, writer: PartWriter, body: AsyncIterator[bytes], turn: Turn
    ) -> None:
        """The body onto the disk, as far as it comes; with a checksum all of it or nothing."""
        is_whole = False
        try:
            await _write(writer, body, turn, upload=upload)
            is_whole = True
        finally:
            with anyio.CancelScope(shield=True):
                await run_sync(self._end_piece, upload, writer, is_whole)

    def _end_piece(self, upload: Upload, writer: PartWriter, is_whole: bool) -> None:  # noqa: FBT001
        """What came is kept before its offset is told; a whole file is synced by the store."""
        try:
            with closing(writer):
                writer.end(is_whole=is_whole)
        finally:
            if writer.offset < upload.length:
                self._folder.sync(upload)
        reached("upload.written")


async def _write(
    writer: PartWriter, body: AsyncIterator[bytes], turn: Turn, *, upload: Upload
) -> None:
    try:
        with turn.listening():
            async for piece in body:
                turn.heard()
                if writer.offset + len(piece) > upload.length:
                    raise RequestInvalid("more bytes than Upload-Length")
                if writer.take(piece):
                    await run_sync(writer.flush)
    except ClientDisconnect as cut:
        raise RequestCutOff("disconnected") from cut


def _require_no_contradiction(upload: Upload, expected: tuple[ExpectedFile, ...]) -> None:
    """What was said of the file when the batch was opened stands."""
    for file in expected:
        if file.name == upload.name:
            for said, before in (
                (upload.component, file.component),
                (upload.type_code, file.type_code),
            ):
                if said and before and said != before:
                    raise RequestInvalid("Upload-Metadata: contradicts the batch")
