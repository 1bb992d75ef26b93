"""What a store in a bucket does beyond the contract of every store: bounded memory, few requests, nothing left behind."""

import hashlib
import io
import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from s3_factories import a_bucket, an_s3_store, make_bucket

from digitize.errors import SourceUnreadable, StoreCorrupt
from digitize.model import DocumentId, ScanId
from storage import keys
from storage.s3_client import LineOptions, S3Client, S3Service
from tests.servers.ceph import S3Server
from tests.servers.faulty_line import faulty_line

MB = 1024**2
DATA = b"a scan"
ORIGINAL = keys.original(ScanId(hashlib.sha256(DATA).hexdigest()))
DERIVED = keys.sealed(DocumentId("0123456789abcdef-p0001"))


@pytest.fixture
def service(s3_server: S3Server) -> S3Service:
    service = a_bucket(s3_server)
    make_bucket(service)
    return service


class Drawn(io.RawIOBase):
    """A stream of so many bytes, none of which is kept."""

    def __init__(self, size_bytes: int) -> None:
        self._left = size_bytes

    def read(self, size: int = -1) -> bytes:
        piece = min(self._left, size)
        self._left -= piece
        return os.urandom(piece)


def test_memory_does_not_grow_with_the_object(service: S3Service, tmp_path: Path) -> None:
    store = an_s3_store(service, tmp_path, part_bytes=5 * MB)
    store.put(ORIGINAL, DATA)  # what is made at the first request
    tracemalloc.start()
    try:
        sha256 = store.put(DERIVED, Drawn(40 * MB))  # type: ignore[arg-type]
        assert store.sha256(DERIVED) == sha256
        store.local_path(DERIVED)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 20 * MB


def test_an_original_that_was_put_is_at_hand_as_a_file(service: S3Service, tmp_path: Path) -> None:
    with faulty_line(service.endpoint_url) as line:
        store = an_s3_store(replace(service, endpoint_url=line.endpoint_url), tmp_path)
        store.put(ORIGINAL, DATA)
        line.requests.clear()
        assert store.local_path(ORIGINAL).read_bytes() == DATA
        assert line.requests == []


def test_an_adopted_file_stays_with_its_giver(service: S3Service, tmp_path: Path) -> None:
    file = tmp_path / "upload.part"
    file.write_bytes(DATA)
    an_s3_store(service, tmp_path).adopt(ORIGINAL, file, sha256=hashlib.sha256(DATA).hexdigest())
    assert file.read_bytes() == DATA


@pytest.mark.parametrize("size_bytes", [MB, 6 * MB])
def test_a_put_leaves_no_file_of_its_own(
    service: S3Service, tmp_path: Path, size_bytes: int
) -> None:
    an_s3_store(service, tmp_path).put(DERIVED, Drawn(size_bytes))  # type: ignore[arg-type]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_source_that_cannot_be_read_is_no_fault_of_the_store(
    service: S3Service, tmp_path: Path
) -> None:
    class Broken(Drawn):
        def read(self, size: int = -1) -> bytes:
            raise SourceUnreadable

    store = an_s3_store(service, tmp_path)
    with pytest.raises(SourceUnreadable):
        store.put(DERIVED, Broken(1))  # type: ignore[arg-type]
    assert not store.exists(DERIVED)


def test_another_object_under_an_originals_key_is_told_by_the_key(
    service: S3Service, tmp_path: Path
) -> None:
    S3Client(service, LineOptions()).put_new(service.bucket, ORIGINAL, b"other", headers={})
    store = an_s3_store(service, tmp_path)
    for ask in (store.get, store.local_path):
        with pytest.raises(StoreCorrupt):
            ask(ORIGINAL)


def test_an_object_that_another_tool_put_is_read_as_it_is(
    service: S3Service, tmp_path: Path
) -> None:
    S3Client(service, LineOptions()).put_new(service.bucket, DERIVED, b"moved here", headers={})
    assert an_s3_store(service, tmp_path).get(DERIVED) == b"moved here"


def test_the_hash_of_an_object_is_kept_with_it(service: S3Service, tmp_path: Path) -> None:
    sha256 = an_s3_store(service, tmp_path).put(DERIVED, DATA)
    seen = S3Client(service, LineOptions()).stat_object(service.bucket, DERIVED)
    assert (seen.metadata or {})["x-amz-meta-sha256"] == sha256


def test_an_embedded_warehouse_needs_no_sdk() -> None:
    check = "import sys, workers.stores, workers.services; sys.exit('minio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
