"""What a bucket guards by itself: object lock (retention, legal hold) and encryption. Asked of the service, never assumed.

What it has is asked once and remembered. Whether it does what it says shows only in a write: `tried_out` makes one and
removes it.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from minio.commonconfig import GOVERNANCE
from minio.retention import Retention
from minio.sse import SseKMS, SseS3

from storage.s3_client import S3Client
from storage.s3_faults import (
    KEY_TAKEN,
    NEVER_LOCKED,
    NO_BUCKET,
    S3_FAULTS,
    code_of,
    is_passing,
    store_error,
)
from storage.s3_retries import Retries
from storage.s3_versions import Versions

_RETAINED_UNTIL = "x-amz-object-lock-retain-until-date"
_ENCRYPTED_WITH = "x-amz-server-side-encryption"
_KMS = "sse-kms:"
_PART_OF_SECOND = re.compile(r"(\.\d{1,6})\d*")  # RGW writes nine digits, Python knows six


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a service did with an object that was written to try it out."""

    keeps_first: bool
    """A second write to a taken key was refused."""
    is_encrypted: bool
    """It says of the object that it is encrypted, as was asked for."""


def encryption_headers(server_side_encryption: str) -> Mapping[str, str]:
    """What every write asks for: `none`, `sse-s3` or `sse-kms:KEY`."""
    if server_side_encryption == "sse-s3":
        return SseS3().headers()
    if server_side_encryption.startswith(_KMS):
        return SseKMS(server_side_encryption.removeprefix(_KMS), {}).headers()
    return {}


class Protection:
    """The guards of one bucket; thread-safe. Methods raise the store's errors."""

    def __init__(
        self, client: S3Client, bucket: str, *, versions: Versions, retries: Retries
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._versions = versions
        self._retries = retries

    @property
    def has_versions(self) -> bool:
        return self._versions.are_kept

    @cached_property
    def has_lock(self) -> bool:
        """True where objects can be put under retention and legal hold."""
        try:
            self._retries.try_request(lambda: self._client.get_object_lock_config(self._bucket))
        except S3_FAULTS as fault:
            if is_passing(fault) or code_of(fault) == NO_BUCKET:
                raise store_error(self._bucket, fault, is_write=False) from fault
            return False  # each service has a word of its own for having none
        return True

    def retain(self, key: str, until: datetime) -> None:
        """The service refuses to remove the object before then; a later day that it has already stays.

        Governance, not compliance: who has that right at the service can still undo a slip of a thousand years.
        """
        held_until = self.retained_until(key)
        if held_until is None or held_until < until:
            retention = Retention(GOVERNANCE, until)
            self._write(
                key, lambda: self._client.set_object_retention(self._bucket, key, retention)
            )

    def retained_until(self, key: str) -> datetime | None:
        """From the object's own headers: RGW's answer to the question for its retention is more than the SDK can read."""
        said = self._headers(key).get(_RETAINED_UNTIL)
        if not said:
            return None
        return datetime.fromisoformat(_PART_OF_SECOND.sub(r"\1", said)).astimezone(UTC)

    def hold(self, key: str) -> None:
        """Legal hold: not removed before it is released, whatever its retention."""
        self._write(key, lambda: self._client.enable_object_legal_hold(self._bucket, key))

    def release(self, key: str) -> None:
        self._write(key, lambda: self._client.disable_object_legal_hold(self._bucket, key))

    def is_held(self, key: str) -> bool:
        try:
            return self._retries.try_request(
                lambda: bool(self._client.is_object_legal_hold_enabled(self._bucket, key))
            )
        except S3_FAULTS as fault:
            if code_of(fault) in NEVER_LOCKED:
                return False
            raise store_error(key, fault, is_write=False) from fault

    def keeps(self, key: str, *, now: datetime) -> bool:
        """True while the service refuses to remove the object: under retention still, or on hold."""
        if not self.has_lock:
            return False
        until = self.retained_until(key)
        return (until is not None and until > now) or self.is_held(key)

    def tried_out(self, headers: Mapping[str, str]) -> Findings:
        """Write an object as every object is written, once more, look at it, remove it."""
        key = f"trials/{secrets.token_hex(16)}"
        self._write(key, lambda: self._put(key, headers))
        try:
            return Findings(
                keeps_first=self._is_refused(key, headers),
                is_encrypted=self._is_encrypted(key, headers),
            )
        finally:
            self._versions.remove(key)

    def _is_refused(self, key: str, headers: Mapping[str, str]) -> bool:
        try:
            self._retries.try_request(lambda: self._put(key, headers))
        except S3_FAULTS as fault:
            if code_of(fault) != KEY_TAKEN:
                raise store_error(key, fault, is_write=True) from fault
            return True
        return False

    def _is_encrypted(self, key: str, headers: Mapping[str, str]) -> bool:
        asked = {name.lower(): value for name, value in headers.items()}.get(_ENCRYPTED_WITH)
        return asked is None or self._headers(key).get(_ENCRYPTED_WITH) == asked

    def _headers(self, key: str) -> Mapping[str, str]:
        seen = self._retries.ask(lambda: self._client.stat_object(self._bucket, key), about=key)
        return seen.metadata or {}

    def _put(self, key: str, headers: Mapping[str, str]) -> None:
        self._client.put_new(self._bucket, key, b"trial", headers=headers)

    def _write(self, key: str, request: Callable[[], object]) -> None:
        self._retries.ask(request, about=key, is_write=True)
