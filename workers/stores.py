"""Settings into the object store: a folder in the warehouse, or a bucket of an S3 service."""

from config.settings import Settings
from digitize.errors import BadConfiguration
from digitize.ports import ObjectStore
from storage.folder_store import FolderStore


def open_store(settings: Settings) -> ObjectStore:
    """The store that the settings name, made where it is missing. Raises `BadConfiguration` and the store's errors."""
    if not settings.bucket:
        return FolderStore(settings.warehouse / "store")
    raise BadConfiguration("DIGITIZE_BUCKET: no S3 store yet")
