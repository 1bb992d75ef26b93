"""Objects in a bucket of any S3 service: a put is sent with checksums, kept only where nothing is, read back, then promised.

Constant memory: what is large goes through a file and in parts. The SHA-256 goes along as the object's metadata, so whoever
reads it again, on whatever machine, can tell that it is what was put. A request that fails for the moment is made again; so
an object that an earlier try left behind is met and compared, never written over. Any number of processes may share it.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import quote

from digitize.errors import (
    CannotDispose,
    ChecksumMismatch,
    IllegalMove,
    KeptAsItLies,
    LostRace,
    NotInStore,
    StoreCorrupt,
    StoreReadOnly,
    StoreUnavailable,
)
from storage import keys
from storage.disk_faults import disk_faults
from storage.keys import KeyKind
from storage.local_copies import LocalCopies
from storage.s3_body import S3Body
from storage.s3_client import LineOptions, S3Client, S3Service
from storage.s3_faults import NO_BUCKET, S3_FAULTS, code_of
from storage.s3_protection import Findings, Protection, encryption_headers
from storage.s3_retries import Retries, RetryOptions
from storage.s3_sending import Sender
from storage.s3_versions import Versions
from storage.spool import Spool, spool_of, spooled

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

CHUNK_BYTES = 1024 * 1024
MAX_VALID_SECONDS = 7 * 24 * 3600  # the longest that S3 signs an address for
_READ_AS_FILES = {KeyKind.ORIGINAL, KeyKind.RENDERING}


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Options:
    part_bytes: int = 16 * 1024**2
    """What is larger goes in parts of this size; every thread that puts has one in memory."""
    server_side_encryption: str = "none"
    """`none`, `sse-s3` or `sse-kms:KEY`."""
    retention_days: int = 0
    """Originals are put under the bucket's object lock for so long, where it has one."""
    has_encrypted: bool = False
    """Whether what is put was encrypted here: then an original's name is not the hash of what lies under it."""
    line: LineOptions = field(default_factory=LineOptions)
    retries: RetryOptions = field(default_factory=RetryOptions)


class S3Store:
    """The cluster profile's `ObjectStore`. Its bucket is made at the first put where it is missing."""

    def __init__(
        self,
        service: S3Service,
        *,
        copies: LocalCopies,
        options: S3Options | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Nothing is asked of the service yet. `copies` are what child processes read as files."""
        self._options = options or S3Options()
        self._bucket = service.bucket
        self._copies = copies
        self._clock = clock
        self._client = S3Client(service, self._options.line)
        self._retries = Retries(self._options.retries)
        self._headers = encryption_headers(self._options.server_side_encryption)
        self._versions = Versions(self._client, self._bucket, retries=self._retries)
        self._sender = Sender(
            self._client,
            self._bucket,
            headers=self._headers,
            part_bytes=self._options.part_bytes,
            retries=self._retries,
        )
        self.protection = Protection(
            self._client, self._bucket, versions=self._versions, retries=self._retries
        )

    def put(self, key: str, data: BinaryIO | bytes, *, sha256: str | None = None) -> str:
        keys.require_safe(key)
        part_bytes = self._options.part_bytes
        with spooled(data, memory_bytes=part_bytes, folder=self._copies.incoming()) as spool:
            if sha256 not in (None, spool.sha256):
                raise StoreCorrupt(f"{key}: expected {sha256}, was given {spool.sha256}")
            return self._keep(key, spool)

    def adopt(self, key: str, file: Path, *, sha256: str) -> str:
        keys.require_safe(key)
        with disk_faults(key):
            data = file.open("rb")
        with data:
            with disk_faults(key):
                spool = spool_of(data)
            if spool.sha256 != sha256:
                raise ChecksumMismatch(f"{key}: said to be {sha256}, is {spool.sha256}")
            return self._keep(key, spool)

    def get(self, key: str) -> bytes:
        with self._body(key) as body:
            return b"".join(_chunks(body))

    def open(self, key: str) -> BinaryIO:
        """Raises `StoreCorrupt` where it ends, when it gave other bytes than were put."""
        return cast("BinaryIO", io.BufferedReader(self._body(key), CHUNK_BYTES))

    def exists(self, key: str) -> bool:
        keys.require_safe(key)
        try:
            self._retries.ask(lambda: self._client.stat_object(self._bucket, key), about=key)
        except NotInStore:
            return False
        return True

    def sha256(self, key: str) -> str:
        with self._body(key, is_checked=False) as body:
            for _ in _chunks(body):
                pass
            return body.sha256

    def keys(self, prefix: str = "") -> Iterator[str]:
        """In order; a listing that breaks off goes on behind its last key."""
        last: str | None = None
        pauses = self._retries.pauses()
        while True:
            try:
                for found in self._client.list_objects(
                    self._bucket, prefix=prefix, recursive=True, start_after=last
                ):
                    last = str(found.object_name)
                    yield last
                    pauses = self._retries.pauses()
            except S3_FAULTS as fault:
                if code_of(fault) == NO_BUCKET:
                    return
                self._retries.pause_or_raise(fault, pauses, about=prefix)
            else:
                return

    def discard(self, key: str) -> None:
        if keys.is_original(key):
            raise IllegalMove(f"{key}: originals are kept for ever")
        self.dispose(key)

    def dispose(self, key: str) -> None:
        """Every version and the local copy. Raises `CannotDispose` while the service itself keeps the object from it."""
        keys.require_safe(key)
        try:
            self._versions.remove(key)
        except StoreReadOnly as refused:
            if self.protection.keeps(key, now=self._clock()):
                raise CannotDispose(key) from refused
            raise
        self._copies.forget(key)

    def replace(self, key: str, data: BinaryIO) -> None:
        """Keep the same paper otherwise; in a bucket with versions the one before goes only when the new one was read back."""
        keys.require_safe(key)
        if self.protection.keeps(key, now=self._clock()):
            raise KeptAsItLies(key)
        part_bytes = self._options.part_bytes
        with spooled(data, memory_bytes=part_bytes, folder=self._copies.incoming()) as spool:
            self._sender.send_over(key, spool, replaces=self._versions.etag(key))
            kept = self._versions.keep_first(key)
            with self._body(key, version_id=kept) as body:
                _copy(body, None)
            if body.sha256 != spool.sha256:
                raise LostRace(f"{key}: replaced by another at the same time")
        self._versions.remove_before(key, kept)
        self._copies.forget(key)
        self._retain(key)

    def end_replacing(self) -> None:
        for key in self._versions.doubled():
            kept = self._versions.keep_first(key)
            with self._body(key, version_id=kept) as body:
                _copy(body, None)
            if not self.protection.keeps(key, now=self._clock()):
                self._versions.remove_before(key, kept)

    @property
    def has_legal_hold(self) -> bool:
        return self.protection.has_lock

    def is_kept_by_service(self, key: str) -> bool:
        return self.exists(key) and self.protection.keeps(key, now=self._clock())

    def hold(self, key: str) -> None:
        self.protection.hold(keys.require_safe(key))

    def release(self, key: str) -> None:
        self.protection.release(keys.require_safe(key))

    def local_path(self, key: str) -> Path:
        """A checked copy on the local disk, which stays there for as long as somebody has this very path."""
        return self._copies.held(key, lambda file: self._fetch(key, file))

    def presigned_url(self, key: str, *, valid_seconds: float, file_name: str) -> str:
        """An address that gives the object to whoever has it, until then, to be saved as `file_name`.

        Raises `ValueError` for longer than `MAX_VALID_SECONDS`, `IllegalMove` where objects are encrypted here: the service
        would give out what nobody can read. The server hands them out instead.
        """
        if self._options.has_encrypted:
            raise IllegalMove(f"{key}: encrypted objects are handed out by the server alone")
        disposition = f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"
        return self._client.presigned_get_object(
            self._bucket,
            keys.require_safe(key),
            expires=timedelta(seconds=valid_seconds),
            response_headers={"response-content-disposition": disposition},
        )

    def tried_out(self) -> Findings:
        """What the service does with an object, seen by writing and removing one."""
        return self.protection.tried_out(self._headers)

    def _keep(self, key: str, spool: Spool) -> str:
        if not self.exists(key):
            self._sender.send(key, spool)
        first = self._versions.keep_first(key)  # a writer that was killed may have left his
        self._require_same(key, spool.sha256, version_id=first)
        self._retain(key)
        return spool.sha256

    def _require_same(self, key: str, sha256: str, *, version_id: str | None) -> None:
        """Read back what lies under the key, whoever put it there; what will be asked for as a file is one then."""
        try:
            with self._body(key, sha256=sha256, version_id=version_id) as body:
                if _kind(key) in _READ_AS_FILES:
                    self._copies.add(key, lambda file: _copy(body, file))
                else:
                    _copy(body, None)
        except NotInStore as gone:
            raise StoreUnavailable(f"{key}: was sent and is not there") from gone

    def _retain(self, key: str) -> None:
        """After the reading back, so that only what was promised is kept from being removed."""
        days = self._options.retention_days
        if days and keys.is_original(key) and self.protection.has_lock:
            self.protection.retain(key, self._clock() + timedelta(days=days))

    def _fetch(self, key: str, file: BinaryIO) -> None:
        with self._body(key) as body:
            _copy(body, file)

    def _body(
        self,
        key: str,
        *,
        sha256: str | None = None,
        version_id: str | None = None,
        is_checked: bool = True,
    ) -> S3Body:
        keys.require_safe(key)
        return S3Body(
            key,
            lambda offset, etag: self._opened(key, offset, etag, version_id),
            retries=self._retries,
            known_sha256=sha256 or self._named_sha256(key),
            is_checked=is_checked,
        )

    def _named_sha256(self, key: str) -> str | None:
        """An original's key says what its bytes hash to, unless they were encrypted."""
        parsed = None if self._options.has_encrypted else keys.parse(key)
        return parsed.subject if parsed and parsed.kind is KeyKind.ORIGINAL else None

    def _opened(
        self, key: str, offset: int, etag: str | None, version_id: str | None
    ) -> "BaseHTTPResponse":
        return self._client.get_object(
            self._bucket,
            key,
            offset=offset,
            version_id=version_id,
            request_headers={"If-Match": etag} if etag else None,
        )


def _kind(key: str) -> KeyKind | None:
    parsed = keys.parse(key)
    return parsed.kind if parsed else None


def _copy(body: S3Body, file: BinaryIO | None) -> None:
    """To its end, where it is found out whether it was whole; into nothing, to know only that."""
    for chunk in _chunks(body):
        if file is not None:
            file.write(chunk)


def _chunks(body: S3Body) -> Iterator[bytes]:
    while chunk := body.read(CHUNK_BYTES):
        yield chunk
