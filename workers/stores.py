"""Settings into the object store: a folder in the warehouse, or a bucket of an S3 service."""

from typing import TYPE_CHECKING

from config.settings import Settings
from digitize.ports import ObjectStore
from storage.folder_store import FolderStore

if TYPE_CHECKING:
    from storage.s3_store import S3Store

_MB = 1024**2


def open_store(settings: Settings) -> ObjectStore:
    """The store that the settings name, made where it is missing. Raises `BadConfiguration` and the store's errors."""
    if settings.bucket:
        return open_s3_store(settings)
    return FolderStore(settings.warehouse / "store")


def open_s3_store(settings: Settings) -> "S3Store":
    """The bucket that the settings name; nothing is asked of its service yet. Raises `BadConfiguration`."""
    from storage.local_copies import LocalCopies  # an embedded warehouse needs no SDK
    from storage.s3_client import S3Service
    from storage.s3_store import S3Options, S3Store

    access = settings.s3_access
    token = access.session_token
    service = S3Service(
        endpoint_url=access.endpoint_url_s3,
        bucket=settings.bucket,
        access_key_id=access.access_key_id,
        secret_access_key=access.secret_access_key.get_secret_value(),
        session_token=token.get_secret_value() if token else None,
        region=access.region,
        ca_bundle=access.ca_bundle,
    )
    copies = LocalCopies(settings.warehouse / "copies", max_bytes=settings.local_copies_mb * _MB)
    options = S3Options(
        server_side_encryption=settings.server_side_encryption,
        retention_days=settings.retention_days,
    )
    return S3Store(service, copies=copies, options=options)
