"""The bytes of one object in a bucket as a stream: a line that breaks is taken up where it broke, and wrong bytes are noticed.

Constant memory, whatever the size. At the end the number of bytes must be what the service announced and their SHA-256 what
is known of the object; who reads to the end has been told.
"""

import hashlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from digitize.errors import StoreCorrupt
from storage.s3_faults import S3_FAULTS
from storage.s3_retries import Retries

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

SHA256_METADATA = "x-amz-meta-sha256"
_PARTIAL_CONTENT = 206


class S3Body(io.RawIOBase):
    """A readable stream of an object, from its first byte to its last. Raises `NotInStore` when it is made."""

    def __init__(
        self,
        key: str,
        open_at: Callable[[int, str | None], "BaseHTTPResponse"],
        *,
        retries: Retries,
        known_sha256: str | None,
        is_checked: bool = True,
    ) -> None:
        """`open_at(offset, etag)` asks for the bytes from there on, of that very object where an etag is given.

        What the bytes must hash to is `known_sha256`, else what the object itself says; nothing where not `is_checked`.
        """
        super().__init__()
        self._key = key
        self._open_at = open_at
        self._retries = retries
        self._digest = hashlib.sha256()
        self._offset = 0
        self._response = retries.ask(lambda: open_at(0, None), about=key)
        self._etag = self._response.headers.get("etag")
        announced = self._response.headers.get("content-length")
        self._size_bytes = int(announced) if announced is not None else None
        said = known_sha256 or self._response.headers.get(SHA256_METADATA)
        self._wanted_sha256 = said if is_checked else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Raises `StoreUnavailable` where the line breaks again and again, `StoreCorrupt` for other bytes than known."""
        piece = self._next_piece(len(buffer))
        buffer[: len(piece)] = piece
        self._digest.update(piece)
        self._offset += len(piece)
        if not piece and len(buffer):
            self._require_whole()
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._response.close()
            self._response.release_conn()
        super().close()

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._digest.hexdigest()

    def _next_piece(self, size_bytes: int) -> bytes:
        pauses = self._retries.pauses()
        while True:
            try:
                return bytes(self._response.read(size_bytes))
            except S3_FAULTS as fault:
                self._response.close()
                self._retries.pause_or_raise(fault, pauses, about=self._key)
            self._response = self._retries.ask(self._opened_again, about=self._key)

    def _opened_again(self) -> "BaseHTTPResponse":
        response = self._open_at(self._offset, self._etag)
        if self._offset and response.status != _PARTIAL_CONTENT:
            response.close()
            raise StoreCorrupt(f"{self._key}: asked for the rest, was given all")
        return response

    def _require_whole(self) -> None:
        if self._size_bytes is not None and self._offset != self._size_bytes:
            raise StoreCorrupt(f"{self._key}: {self._offset} of {self._size_bytes} bytes")
        if self._wanted_sha256 is not None and self.sha256 != self._wanted_sha256:
            raise StoreCorrupt(f"{self._key}: holds {self.sha256}, not {self._wanted_sha256}")
