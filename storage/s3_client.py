"""A bucket of an S3 service through the `minio` SDK: one call is one request, tried once, and nothing is ever overwritten.

The SDK's own `put_object` cannot say "only where nothing is"; its inner calls can, so this client is built on them and the
contract tests hold every newer SDK to it. Each body goes with its MD5, and over plain http with its SHA-256 too: the service
refuses what the line has changed. What may be tried again, and how often, is decided in `storage/s3_retries.py`.
"""

import base64
import hashlib
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import urllib3
from minio import Minio
from minio.datatypes import Part
from minio.xml import Element, SubElement, getbytes
from urllib3.connection import HTTPConnection

from digitize import limits
from storage.silence import known_here, silence_options

_ONLY_WHERE_NOTHING_IS = {"If-None-Match": "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Service:
    """Where a bucket is and who we are there."""

    endpoint_url: str
    """`http(s)://host[:port]`."""
    bucket: str
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None
    region: str = "us-east-1"
    ca_bundle: Path | None = None
    """PEM file with the authority of the service's certificate, where the system's own do not know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOptions:
    connect_seconds: float = limits.LINE_CONNECT_SECONDS
    silence_seconds: float = limits.LINE_SILENCE_SECONDS
    """A line that does not even acknowledge what is sent is cut."""
    answer_seconds: float = 30.0
    """Without a byte for this long a request has failed; a Ceph that lost all its daemons was back in 14 s."""
    connections: int = 32
    """Kept open for the next request; more threads than this make new ones."""


class S3Client(Minio):
    """The SDK's client with what a store needs that never overwrites. Raises what the SDK and urllib3 raise."""

    def __init__(self, service: S3Service, options: LineOptions) -> None:
        address = urlsplit(service.endpoint_url)
        super().__init__(
            address.netloc,
            access_key=service.access_key_id,
            secret_key=service.secret_access_key,
            session_token=service.session_token,
            secure=address.scheme == "https",
            region=service.region,
            http_client=_http_client(service, options),
        )

    def put_new(
        self,
        bucket: str,
        key: str,
        body: bytes,
        *,
        headers: Mapping[str, str],
        is_conditional: bool = True,
    ) -> None:
        """Store an object in one request; `PreconditionFailed` where the key is taken and the service honours conditions.

        Ceph RGW does not in a bucket with versions: each writer has his own (16.2.15, eight at once).
        """
        condition = _ONLY_WHERE_NOTHING_IS if is_conditional else {}
        self._put_object(bucket, key, body, {**headers, **condition, **_checked(body)})

    def begin_parts(self, bucket: str, key: str, *, headers: Mapping[str, str]) -> str:
        """The id of an upload whose parts follow; there is no object until they are joined."""
        return str(self._create_multipart_upload(bucket, key, dict(headers)))

    def put_part(self, bucket: str, key: str, body: bytes, *, upload_id: str, number: int) -> Part:
        """`number` counts from 1. The same part again takes the place of the first."""
        etag = self._upload_part(bucket, key, body, {**_checked(body)}, upload_id, number)
        return Part(number, etag)

    def join_parts(
        self,
        bucket: str,
        key: str,
        parts: Sequence[Part],
        *,
        upload_id: str,
        is_conditional: bool = True,
    ) -> None:
        """Make the object of its parts; the condition of `put_new` goes along, but few services know it here."""
        body = _joined(parts)
        condition = _ONLY_WHERE_NOTHING_IS if is_conditional else {}
        self._execute(
            "POST",
            bucket,
            key,
            body=body,
            headers={"Content-Type": "application/xml", **condition, **_checked(body)},
            query_params={"uploadId": upload_id},
        )

    def drop_parts(self, bucket: str, key: str, *, upload_id: str) -> None:
        self._abort_multipart_upload(bucket, key, upload_id)


def _http_client(service: S3Service, options: LineOptions) -> urllib3.PoolManager:
    silence = known_here(silence_options(options.silence_seconds))
    return urllib3.PoolManager(
        socket_options=[
            *HTTPConnection.default_socket_options,
            (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
            *((socket.IPPROTO_TCP, option, value) for option, value in silence.items()),
        ],
        timeout=urllib3.Timeout(connect=options.connect_seconds, read=options.answer_seconds),
        maxsize=options.connections,
        retries=urllib3.Retry(total=0, raise_on_status=False),
        cert_reqs="CERT_REQUIRED",
        ca_certs=str(service.ca_bundle or certifi.where()),
    )


def _joined(parts: Sequence[Part]) -> bytes:
    request = Element("CompleteMultipartUpload")
    for part in parts:
        named = SubElement(request, "Part")
        SubElement(named, "PartNumber", str(part.part_number))
        SubElement(named, "ETag", f'"{part.etag}"')
    return bytes(getbytes(request))


def _checked(body: bytes) -> dict[str, str]:
    digest = hashlib.md5(body, usedforsecurity=False).digest()
    return {"Content-MD5": base64.b64encode(digest).decode()}
