"""The store as `digitize doctor` finds it: where the bytes are, and what an S3 service does of what it was asked to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from config.settings import Settings
from digitize.errors import DigitizeError, NotInStore
from workers.commands.finding import Finding, attempt
from workers.stores import open_s3_store, open_store

if TYPE_CHECKING:
    from storage.s3_store import S3Store

_NO_BUCKET = "chưa có bucket này; lần lưu đầu tiên sẽ tạo"
_NO_VERSIONS = (
    "hãy bật versioning cho bucket: không có nó, tệp bị ghi đè hay xóa ngoài hệ thống là mất"
)
_NO_LOCK = "bucket không có object lock (chỉ bật được khi tạo bucket): dịch vụ không tự giữ bản gốc"
_NOT_ENCRYPTED = (
    "dịch vụ bỏ qua yêu cầu mã hóa, dữ liệu nằm không mã hóa; hãy dùng sse-kms hoặc mã hóa đĩa"
)
_FIRST_LOST = "dịch vụ cho ghi đè lên tệp đã có; hãy bật versioning cho bucket"


def store_findings(settings: Settings) -> Iterator[Finding]:
    """Of a bucket, seen by writing an object and removing it."""
    if not settings.bucket:
        yield attempt("store", lambda: _folder(settings))
        return
    try:
        yield from _of_bucket(settings, open_s3_store(settings))
    except NotInStore:
        yield Finding(name="store", is_ok=True, detail=f"{_address(settings)}: {_NO_BUCKET}")
    except DigitizeError as error:
        yield Finding(name="store", is_ok=False, detail=f"{error.message} {error.detail}")


def _of_bucket(settings: Settings, store: "S3Store") -> Iterator[Finding]:
    has_versions, has_lock = store.protection.has_versions, store.protection.has_lock
    seen = store.tried_out()
    yield Finding(name="store", is_ok=True, detail=_address(settings))
    yield _guard("versions", is_ok=has_versions, remedy=_NO_VERSIONS, is_needed=False)
    yield _guard(
        "object lock", is_ok=has_lock, remedy=_NO_LOCK, is_needed=settings.retention_days > 0
    )
    yield _guard("first write stays", is_ok=seen.keeps_first or has_versions, remedy=_FIRST_LOST)
    if settings.server_side_encryption != "none":
        yield _guard("encryption", is_ok=seen.is_encrypted, remedy=_NOT_ENCRYPTED)


def _guard(name: str, *, is_ok: bool, remedy: str, is_needed: bool = True) -> Finding:
    return Finding(
        name=f"store: {name}", is_ok=is_ok, detail="" if is_ok else remedy, is_needed=is_needed
    )


def _folder(settings: Settings) -> str:
    open_store(settings)
    return str(settings.warehouse / "store")


def _address(settings: Settings) -> str:
    return f"S3, {settings.s3_access.endpoint_url_s3}/{settings.bucket}"
