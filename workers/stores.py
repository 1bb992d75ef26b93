"""Settings into the object store: a folder in the warehouse, or a bucket of an S3 service; in front of it the keys of agencies."""

import weakref
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings, WithoutKey
from digitize.errors import BadConfiguration
from digitize.ports import ObjectStore
from storage.agency_keys import AgencyKeys, NoKeys, WritingKeys
from storage.database import Database
from storage.encrypted_store import EncryptedStore, Keys
from storage.folder_store import FolderStore
from storage.known_keys import are_agency_keys_known
from storage.object_holders import ObjectHolders
from storage.plain_copies import PlainCopies
from workers.pool_folder import PoolFolder

if TYPE_CHECKING:
    from storage.s3_store import S3Store

_MB = 1024**2
NO_AGENCY_KEYS = NoKeys(is_needed=lambda: False)


def behind_keys(store: ObjectStore, settings: Settings, database: Database) -> EncryptedStore:
    """The store, its papers opened and closed by the keys that the settings name.

    Without keys too: what another machine encrypted must not pass for a paper.
    """
    return EncryptedStore(
        store,
        keys=keys_of_agencies(settings, database),
        holders=ObjectHolders(database),
        copies=PlainCopies(plain_folder),
    )


def opening(store: ObjectStore, keys: Keys, agencies: Collection[str]) -> EncryptedStore:
    """The store, its papers opened by these keys; what is put is encrypted for these agencies."""
    return EncryptedStore(
        store, keys=keys, holders=lambda _key: agencies, copies=PlainCopies(plain_folder)
    )


def keys_here(settings: Settings) -> Keys:
    """For a copy of papers: encrypted for those of their agencies that have keys here, as they are in the copy's source else."""
    if settings.agency_keys is None:
        return NO_AGENCY_KEYS
    return WritingKeys(keys=AgencyKeys(settings.agency_keys), may_be_plain=True)


def require_keys_apart(settings: Settings) -> None:
    """Raises `BadConfiguration` for keys that whoever copies the warehouse would copy with it."""
    folder = settings.agency_keys
    if folder is not None and folder.resolve().is_relative_to(settings.warehouse.resolve()):
        raise BadConfiguration("DIGITIZE_AGENCY_KEYS: the keys must not lie in the warehouse")


def keys_of_agencies(settings: Settings, database: Database) -> Keys:
    """Nothing is read yet."""
    may_be_plain = settings.agency_without_key is WithoutKey.PLAIN
    if settings.agency_keys is None:
        return NoKeys(is_needed=cache(lambda: not may_be_plain and are_agency_keys_known(database)))
    return WritingKeys(keys=AgencyKeys(settings.agency_keys), may_be_plain=may_be_plain)


@cache
def plain_folder() -> Path:
    """Where this process has decrypted copies; swept by the next process where this one is killed."""
    folder = PoolFolder()
    weakref.finalize(plain_folder, folder.remove)
    return folder.path


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
        has_encrypted=settings.agency_keys is not None,
    )
    return S3Store(service, copies=copies, options=options)
