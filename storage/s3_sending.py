"""A spool into a new object of a bucket: in one request, or in parts where it is large; never over what is there.

A request whose answer was lost has perhaps been done. Made again it meets its own work: a taken key, or an upload that is no
more. Both say only that something is there; what it is, the store reads and compares.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from minio.commonconfig import ENABLED, Filter
from minio.error import S3Error
from minio.lifecycleconfig import AbortIncompleteMultipartUpload, LifecycleConfig, Rule

from storage.s3_body import SHA256_METADATA
from storage.s3_client import S3Client
from storage.s3_faults import KEY_TAKEN, NO_BUCKET, NOT_IMPLEMENTED, S3_FAULTS, code_of, store_error
from storage.s3_retries import Retries
from storage.s3_versions import REPLACES_METADATA
from storage.spool import Spool

if TYPE_CHECKING:
    from minio.datatypes import Part

_Answer = TypeVar("_Answer")
_SWEEP_LOST_PARTS = LifecycleConfig(
    [
        Rule(
            ENABLED,
            rule_filter=Filter(prefix=""),
            rule_id="lost-parts",
            abort_incomplete_multipart_upload=AbortIncompleteMultipartUpload(
                days_after_initiation=2
            ),
        )
    ]
)
_MADE_BY_ANOTHER = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


class Sender:
    """Sends to one bucket, which is made at the first need; thread-safe."""

    def __init__(
        self,
        client: S3Client,
        bucket: str,
        *,
        headers: Mapping[str, str],
        part_bytes: int,
        retries: Retries,
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._headers = headers
        self._part_bytes = part_bytes
        self._retries = retries
        self._is_conditional = True

    def send(self, key: str, spool: Spool) -> bool:
        """False where the key was taken meanwhile, perhaps by an earlier try of ours: what is there is to be compared.

        Raises the store's errors.
        """
        headers = {**self._headers, SHA256_METADATA: spool.sha256}
        try:
            if spool.size_bytes <= self._part_bytes:
                self._send_whole(key, spool, headers)
                return True
            return self._send_in_parts(key, spool, headers)
        except S3_FAULTS as fault:
            if code_of(fault) == KEY_TAKEN:
                return False
            raise store_error(key, fault, is_write=True) from fault

    def send_over(self, key: str, spool: Spool, *, replaces: str) -> None:
        """In place of what is there, which had that etag; the object says so of itself. Raises the store's errors."""
        headers = {**self._headers, SHA256_METADATA: spool.sha256, REPLACES_METADATA: replaces}
        try:
            if spool.size_bytes <= self._part_bytes:
                body = spool.piece(0, spool.size_bytes)
                put = partial(self._client.put_new, self._bucket, key, body, headers=headers)
                self._retries.try_request(partial(put, is_conditional=False))
            else:
                self._send_parts_over(key, spool, headers)
        except S3_FAULTS as fault:
            raise store_error(key, fault, is_write=True) from fault

    def _send_parts_over(self, key: str, spool: Spool, headers: Mapping[str, str]) -> None:
        begin = partial(self._client.begin_parts, self._bucket, key, headers=headers)
        upload_id = self._retries.try_request(begin)
        with self._dropped_on_failure(key, upload_id):
            parts = [*self._sent_parts(key, spool, upload_id)]
            join = partial(self._join, key, parts, upload_id, spool.sha256, is_conditional=False)
            self._retries.try_request(join)

    def _send_whole(self, key: str, spool: Spool, headers: Mapping[str, str]) -> None:
        body = spool.piece(0, spool.size_bytes)
        self._first(
            lambda: self._client.put_new(
                self._bucket, key, body, headers=headers, is_conditional=self._is_conditional
            )
        )

    def _send_in_parts(self, key: str, spool: Spool, headers: Mapping[str, str]) -> bool:
        upload_id = self._first(
            lambda: self._client.begin_parts(self._bucket, key, headers=headers)
        )
        with self._dropped_on_failure(key, upload_id):
            parts = [*self._sent_parts(key, spool, upload_id)]
            is_free = not self._retries.try_request(lambda: self._is_there(key))
            if is_free:
                self._retries.try_request(lambda: self._join(key, parts, upload_id, spool.sha256))
        if not is_free:
            self._drop(key, upload_id)
        return is_free

    def _sent_parts(self, key: str, spool: Spool, upload_id: str) -> "Iterator[Part]":
        for number, offset in enumerate(range(0, spool.size_bytes, self._part_bytes), start=1):
            body = spool.piece(offset, self._part_bytes)
            send = partial(self._client.put_part, self._bucket, key, body)
            yield self._retries.try_request(partial(send, upload_id=upload_id, number=number))

    def _join(
        self,
        key: str,
        parts: "list[Part]",
        upload_id: str,
        sha256: str,
        *,
        is_conditional: bool = True,
    ) -> None:
        """Where the object is there all the same, an earlier try was done and its answer lost."""
        join = partial(self._client.join_parts, self._bucket, key, parts, upload_id=upload_id)
        try:
            join(is_conditional=is_conditional)
        except S3_FAULTS:
            if not self._is_there(key, sha256=sha256):
                raise

    def _is_there(self, key: str, *, sha256: str | None = None) -> bool:
        """True where something is, and says of itself that it has these bytes."""
        try:
            seen = self._client.stat_object(self._bucket, key)
        except S3Error as fault:
            if code_of(fault) == "NoSuchKey":
                return False
            raise
        return sha256 is None or (seen.metadata or {}).get(SHA256_METADATA) == sha256

    @contextlib.contextmanager
    def _dropped_on_failure(self, key: str, upload_id: str) -> Iterator[None]:
        """Parts of an upload that came to nothing would take space for ever."""
        is_done = False
        try:
            yield
            is_done = True
        finally:
            if not is_done:
                self._drop(key, upload_id)

    def _drop(self, key: str, upload_id: str) -> None:
        with contextlib.suppress(*S3_FAULTS):
            self._client.drop_parts(self._bucket, key, upload_id=upload_id)

    def _first(self, request: Callable[[], _Answer]) -> _Answer:
        """The request that may find no bucket, or a service that knows no conditions; then it is made once more."""
        try:
            return self._retries.try_request(request)
        except S3_FAULTS as fault:
            if code_of(fault) == NO_BUCKET:
                self._make_bucket()
            elif code_of(fault) == NOT_IMPLEMENTED and self._is_conditional:
                self._is_conditional = False
            else:
                raise
        return self._retries.try_request(request)

    def _make_bucket(self) -> None:
        """With versions and object lock, which can be had only from the start; without where the service has none."""
        for has_lock in (True, False):
            try:
                make = partial(self._client.make_bucket, self._bucket, object_lock=has_lock)
                self._retries.try_request(make)
            except S3_FAULTS as fault:
                if code_of(fault) in _MADE_BY_ANOTHER:
                    return
                if not has_lock:
                    raise
            else:
                self._have_lost_parts_swept()
                return

    def _have_lost_parts_swept(self) -> None:
        """By the service: parts of an upload whose process was killed are seen by nobody and take space."""
        with contextlib.suppress(*S3_FAULTS):  # a service without such rules keeps them
            self._retries.try_request(
                lambda: self._client.set_bucket_lifecycle(self._bucket, _SWEEP_LOST_PARTS)
            )
