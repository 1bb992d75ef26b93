"""What an S3 service, the SDK and the line say, as errors of `digitize/errors`; and which of it passes by itself.

Codes: AWS's list of S3 errors, and what Ceph RGW and others add to it.
"""

from xml.etree.ElementTree import ParseError

from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError

from digitize.errors import (
    DigitizeError,
    NotInStore,
    StoreCorrupt,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
)

S3_FAULTS = (
    MinioException,
    HTTPError,  # the line: refused, cut, timed out
    ParseError,  # an answer that was cut or garbled
    ValueError,  # the SDK's word for an answer that it cannot read, such as a date
)
KEY_TAKEN = "PreconditionFailed"
NO_BUCKET = "NoSuchBucket"
NOT_IMPLEMENTED = "NotImplemented"
NEVER_LOCKED = {"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"}
"""Of an object that was never under a hold: services answer so instead of "off"."""
_ABSENT = {"NoSuchKey", "NoSuchVersion", NO_BUCKET, "ResourceNotFound"}
_PASSING = {
    "SlowDown",
    "ServiceUnavailable",
    "InternalError",
    "RequestTimeout",
    "OperationAborted",
    "ConditionalRequestConflict",
    "RequestTimeTooSkewed",
    "IncompleteBody",
}
_CHANGED_ON_THE_WAY = {"BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch"}
_FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "EntityTooLarge"}
_REFUSED = {"AccessDenied", "AllAccessDisabled", "AccountProblem", "MethodNotAllowed"}
_OUT_OF_SPACE = 507  # WebDAV's "Insufficient Storage", which MinIO answers with


def code_of(fault: BaseException) -> str:
    """The service's own word; empty where it gave none."""
    return (fault.code or "") if isinstance(fault, S3Error) else ""


def is_passing(fault: BaseException) -> bool:
    """True for what may be gone at the next try: a busy service, a cut line, a body garbled on its way."""
    if isinstance(fault, S3Error):
        code = code_of(fault)
        if code in _FULL or fault.response.status == _OUT_OF_SPACE or code == NOT_IMPLEMENTED:
            return False
        return code in _PASSING | _CHANGED_ON_THE_WAY or fault.response.status >= 500
    if isinstance(fault, ServerError):
        return fault.status_code >= 500
    return isinstance(fault, HTTPError | InvalidResponseError | ParseError | ValueError)


def store_error(subject: str, fault: BaseException, *, is_write: bool) -> DigitizeError:
    """The error that stands for this fault; `subject` and the service's word go to the log."""
    code = code_of(fault)
    detail = f"{subject}: {code or type(fault).__name__}"
    if code in _ABSENT:
        return StoreUnavailable(detail) if is_write else NotInStore(subject)
    if code in _CHANGED_ON_THE_WAY:
        return StoreCorrupt(detail)
    if code in _FULL or _status(fault) == _OUT_OF_SPACE:
        return StoreFull(detail)
    if code in _REFUSED and is_write:
        return StoreReadOnly(detail)
    return StoreUnavailable(detail)


def _status(fault: BaseException) -> int:
    if isinstance(fault, S3Error):
        return int(fault.response.status)
    return fault.status_code if isinstance(fault, ServerError) else 0
