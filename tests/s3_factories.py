"""Buckets of the test server, and stores on them that lose patience soon."""

import itertools
import os
from pathlib import Path

from storage.local_copies import LocalCopies
from storage.s3_client import LineOptions, S3Client, S3Service
from storage.s3_retries import RetryOptions
from storage.s3_store import S3Options, S3Store
from tests.servers.ceph import S3Server

_NUMBERS = itertools.count(1)
QUICK = RetryOptions(
    tries=4, first_pause_seconds=0.01, longest_pause_seconds=0.02, give_up_seconds=20.0
)


def a_bucket(server: S3Server, *, endpoint_url: str | None = None) -> S3Service:
    """A name that no other test of this server has; the bucket is made by who first puts into it."""
    return S3Service(
        endpoint_url=endpoint_url or server.endpoint_url,
        bucket=f"test-{os.getpid()}-{next(_NUMBERS)}",
        access_key_id=server.access_key,
        secret_access_key=server.secret_key,
    )


def make_bucket(service: S3Service, *, has_lock: bool = True) -> None:
    """With object lock, so with versions too; or with neither."""
    S3Client(service, LineOptions()).make_bucket(service.bucket, object_lock=has_lock)


def an_s3_store(
    service: S3Service,
    folder: Path,
    *,
    part_bytes: int = 5 * 1024**2,
    answer_seconds: float = 20.0,
    retries: RetryOptions = QUICK,
    copies_bytes: int = 1024**3,
    server_side_encryption: str = "none",
    retention_days: int = 0,
    has_encrypted: bool = False,
) -> S3Store:
    """A store as one process has it; `folder` is for its copies."""
    options = S3Options(
        part_bytes=part_bytes,
        server_side_encryption=server_side_encryption,
        retention_days=retention_days,
        has_encrypted=has_encrypted,
        line=LineOptions(answer_seconds=answer_seconds),
        retries=retries,
    )
    copies = LocalCopies(folder / "copies", max_bytes=copies_bytes)
    return S3Store(service, copies=copies, options=options)


def versions_of(service: S3Service, key: str) -> list[str]:
    """Every version that the bucket has of a key, markers of removal too."""
    found = S3Client(service, LineOptions()).list_objects(
        service.bucket, prefix=key, recursive=True, include_version=True
    )
    return [str(version.version_id) for version in found]


def environment_of(service: S3Service) -> dict[str, str]:
    """The variables that lead a process to this bucket."""
    return {
        "DIGITIZE_BUCKET": service.bucket,
        "AWS_ENDPOINT_URL_S3": service.endpoint_url,
        "AWS_ACCESS_KEY_ID": service.access_key_id,
        "AWS_SECRET_ACCESS_KEY": service.secret_access_key,
        "AWS_REGION": service.region,
    }
