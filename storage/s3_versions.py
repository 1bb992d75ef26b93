"""A bucket that keeps versions, made to hold one object a key: the first stored stays, what was stored over it goes.

Not every service that keeps versions refuses a write to a taken key: Ceph RGW 16.2 gives each of eight writers a version of
his own. None of them has promised anything before he looked: who was not first withdraws. A listing has the newest version
first, and behind a delete marker what the key held in an earlier life.

A version may say that it stands in another's place, the same paper encrypted otherwise: then it is the first from there on.
"""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from minio.commonconfig import ENABLED
from minio.versioningconfig import SUSPENDED

from digitize.errors import NotInStore, StoreReadOnly
from storage.s3_client import S3Client
from storage.s3_retries import Retries

if TYPE_CHECKING:
    from minio.datatypes import Object

REPLACES_METADATA = "x-amz-meta-replaces"
_NEVER = datetime.min.replace(tzinfo=UTC)


class Versions:
    """The versions of one bucket; thread-safe. Methods raise the store's errors."""

    def __init__(self, client: S3Client, bucket: str, *, retries: Retries) -> None:
        self._client = client
        self._bucket = bucket
        self._retries = retries

    @cached_property
    def are_kept(self) -> bool:
        """True where what is removed or written over leaves a version; asked once. Raises `NotInStore` without a bucket."""
        status = self._retries.ask(
            lambda: self._client.get_bucket_versioning(self._bucket).status, about=self._bucket
        )
        return status in (ENABLED, SUSPENDED)

    def keep_first(self, key: str) -> str | None:
        """Every version stored after the first was by a writer who came second: it goes. The first's id, if it has one.

        One that the service itself holds on to stays. Until all have withdrawn, the key alone may lead to any of them.
        What was replaced stays for who replaces it (`remove_before`).
        """
        if not self.are_kept:
            return None
        first: Object | None = None
        for version in reversed(_living(self._of(key))):
            with contextlib.suppress(StoreReadOnly, NotInStore):  # its writer has withdrawn it
                if first is None or self._replaced(key, version) == first.etag:
                    first = version
                else:
                    self._remove(key, version.version_id)
        return first.version_id if first else None

    def etag(self, key: str) -> str:
        """Of what the key leads to. Raises `NotInStore`."""
        seen = self._retries.ask(lambda: self._client.stat_object(self._bucket, key), about=key)
        return str(seen.etag)

    def remove_before(self, key: str, version_id: str | None) -> None:
        """All that lay under the key before that version."""
        if version_id is None:
            return
        versions = [version.version_id for version in self._of(key)]
        for older in versions[versions.index(version_id) + 1 :]:
            self._remove(key, older)

    def doubled(self) -> Iterator[str]:
        """Keys that have more than one version, in order."""
        if not self.are_kept:
            return
        last = ""
        told = ""
        for version in self._client.list_objects(
            self._bucket, recursive=True, include_version=True
        ):
            name = str(version.object_name)
            if name == last != told:
                told = name
                yield name
            last = name

    def _replaced(self, key: str, version: "Object") -> str | None:
        """The etag of the version in whose place this one says it stands."""
        seen = self._retries.ask(
            lambda: self._client.stat_object(self._bucket, key, version_id=version.version_id),
            about=key,
        )
        return (seen.metadata or {}).get(REPLACES_METADATA)

    def remove(self, key: str) -> None:
        """The object, and every version of it: nothing stays. No fault where there is none."""
        try:
            if not self.are_kept:
                self._remove(key, None)
                return
        except NotInStore:
            return
        for version in self._of(key):
            self._remove(key, version.version_id)

    def _of(self, key: str) -> "list[Object]":
        """Newest first."""
        return self._retries.ask(
            lambda: [
                version
                for version in self._client.list_objects(
                    self._bucket, prefix=key, recursive=True, include_version=True
                )
                if version.object_name == key
            ],
            about=key,
        )

    def _remove(self, key: str, version_id: str | None) -> None:
        self._retries.ask(
            lambda: self._client.remove_object(self._bucket, key, version_id=version_id),
            about=key,
            is_write=True,
        )


def _living(versions: "Sequence[Object]") -> "list[Object]":
    """Those stored since the key was last removed."""
    markers = [_stored_at(version) for version in versions if version.is_delete_marker]
    removed_at = max(markers, default=_NEVER)
    return [
        version
        for version in versions
        if not version.is_delete_marker and _stored_at(version) > removed_at
    ]


def _stored_at(version: "Object") -> datetime:
    return version.last_modified or _NEVER
