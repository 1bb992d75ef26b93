"""tus 1.0.0 headers into values, and values into headers. Pure; anything malformed is `RequestInvalid`, never a crash.

https://tus.io/protocols/resumable-upload, with the extensions creation, creation-with-upload, checksum, termination and
expiration.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from digitize.errors import MediaTypeUnsupported, ProtocolUnsupported, RequestInvalid
from web.wording import clean_text

if TYPE_CHECKING:
    from hashlib import _Hash

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
MEDIA_TYPE = "application/offset+octet-stream"
_ALGORITHMS: Mapping[str, Callable[[], "_Hash"]] = {
    "sha256": hashlib.sha256,
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),  # against slips of the line, not of people
}
ALGORITHMS = ",".join(_ALGORITHMS)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_METADATA_KEYS = frozenset({"batch", "filename", "sha256", "component", "type_code"})
# What tus clients add by themselves; it says nothing that we would believe.
_METADATA_IGNORED = frozenset({"filetype", "name", "type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSaid:
    """What `Upload-Metadata` says."""

    batch: str
    name: str
    sha256: str
    component: str = ""
    type_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """What a request's body hashes to."""

    algorithm: str
    digest: bytes

    def new_hash(self) -> "_Hash":
        return _ALGORITHMS[self.algorithm]()


def require_version(headers: Mapping[str, str]) -> None:
    """Raises `ProtocolUnsupported` for another version of tus than ours."""
    if headers.get("tus-resumable") != VERSION:
        raise ProtocolUnsupported("Tus-Resumable")


def require_media_type(headers: Mapping[str, str]) -> None:
    """Raises `MediaTypeUnsupported` where the body is not said to be a piece of an upload."""
    if not has_piece(headers):
        raise MediaTypeUnsupported("Content-Type")


def has_piece(headers: Mapping[str, str]) -> bool:
    """Is the body a piece of an upload?"""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == MEDIA_TYPE


def number(headers: Mapping[str, str], name: str) -> int:
    """A byte count. Raises `RequestInvalid`."""
    text = headers.get(name.lower(), "")
    if not _NUMBER.fullmatch(text):
        raise RequestInvalid(name)
    return int(text)


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """What the body must hash to, where it is said. Raises `RequestInvalid`, also for an algorithm we do not know."""
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, encoded = text.partition(" ")
    if algorithm not in _ALGORITHMS:
        raise RequestInvalid("Upload-Checksum: algorithm")
    digest = _decoded(encoded)
    if len(digest) != _ALGORITHMS[algorithm]().digest_size:
        raise RequestInvalid("Upload-Checksum: length")
    return Checksum(algorithm=algorithm, digest=digest)


def metadata(headers: Mapping[str, str]) -> UploadSaid:
    """What the upload is to become. Raises `RequestInvalid` for unknown, doubled or missing keys."""
    pairs = [_pair(item) for item in headers.get("upload-metadata", "").split(",")]
    said = {key: value for key, value in pairs if key not in _METADATA_IGNORED}
    if len({key for key, _ in pairs}) != len(pairs) or not said.keys() <= _METADATA_KEYS:
        raise RequestInvalid("Upload-Metadata: keys")
    if not (said.get("batch") and said.get("filename") and said.get("sha256")):
        raise RequestInvalid("Upload-Metadata: batch, filename and sha256 are needed")
    if not _SHA256.fullmatch(said["sha256"]):
        raise RequestInvalid("Upload-Metadata: sha256")
    return UploadSaid(
        batch=said["batch"],
        name=said["filename"],
        sha256=said["sha256"],
        component=said.get("component", ""),
        type_code=said.get("type_code", ""),
    )


def metadata_header(said: UploadSaid) -> str:
    """As the giver may read it back."""
    pairs = {
        "batch": said.batch,
        "filename": said.name,
        "sha256": said.sha256,
        "component": said.component,
        "type_code": said.type_code,
    }
    encoded = {key: base64.b64encode(value.encode()).decode() for key, value in pairs.items()}
    return ",".join(f"{key} {value}" for key, value in encoded.items() if value)


def http_date(at: datetime) -> str:
    """`Upload-Expires` has the form of RFC 9110; `at` in UTC."""
    return format_datetime(at, usegmt=True)


def _pair(item: str) -> tuple[str, str]:
    key, _, encoded = item.strip().partition(" ")
    try:
        return key, clean_text(_decoded(encoded).decode())
    except ValueError as fault:
        raise RequestInvalid("Upload-Metadata: text") from fault


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise RequestInvalid("base64") from fault
