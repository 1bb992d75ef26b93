"""What a service and the line to it do wrong, between the store and a real Ceph RGW: survived, or noticed and said."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from s3_factories import QUICK, a_bucket, an_s3_store, make_bucket, versions_of

from digitize.errors import (
    DigitizeError,
    StoreCorrupt,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
)
from digitize.model import DocumentId, ScanId
from storage import keys
from storage.s3_client import LineOptions, S3Client, S3Service
from storage.s3_store import S3Store
from tests.servers.ceph import S3Server
from tests.servers.faulty_line import ALWAYS, Fault, FaultyLine, faulty_line

DATA = "giấy tờ".encode() * 1000
ORIGINAL = keys.original(ScanId(hashlib.sha256(DATA).hexdigest()))
DERIVED = keys.sealed(DocumentId("0123456789abcdef-p0001"))
WITH_AND_WITHOUT = pytest.mark.parametrize("service", ["with versions", "without"], indirect=True)
LARGE = os.urandom(6 * 1024**2)
"""Two parts."""
PASSING = [
    Fault.BUSY,
    Fault.BROKEN,
    Fault.SLOW,
    Fault.REQUEST_CUT,
    Fault.ANSWER_LOST,
]


@pytest.fixture
def line(s3_server: S3Server) -> Iterator[FaultyLine]:
    with faulty_line(s3_server.endpoint_url, slow_seconds=0.9) as line:
        yield line


@pytest.fixture
def service(request: pytest.FixtureRequest, s3_server: S3Server) -> S3Service:
    """A bucket with versions, unless the test says otherwise."""
    service = a_bucket(s3_server)
    make_bucket(service, has_lock=getattr(request, "param", "with versions") == "with versions")
    return service


@pytest.fixture
def store(
    request: pytest.FixtureRequest, service: S3Service, line: FaultyLine, tmp_path: Path
) -> S3Store:
    """Behind the line; soon out of patience only where the line is slow."""
    case = getattr(request.node, "callspec", None)
    is_slow = case is not None and case.params.get("fault") is Fault.SLOW
    far = replace(service, endpoint_url=line.endpoint_url)
    return an_s3_store(far, tmp_path, answer_seconds=0.7 if is_slow else 20.0)


@WITH_AND_WITHOUT
@pytest.mark.parametrize("fault", PASSING)
def test_a_put_outlives_what_passes_and_leaves_one_object(
    store: S3Store, service: S3Service, line: FaultyLine, fault: Fault
) -> None:
    line.plan("PUT", fault, times=2)
    store.put(ORIGINAL, DATA)
    assert store.get(ORIGINAL) == DATA
    assert len(versions_of(service, ORIGINAL)) == 1


@WITH_AND_WITHOUT
@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("fault", PASSING)
def test_a_put_in_parts_outlives_what_passes_and_leaves_one_object(
    store: S3Store, service: S3Service, line: FaultyLine, method: str, fault: Fault
) -> None:
    line.plan(method, fault, skip=1)  # the second part; the joining of both
    store.put(DERIVED, LARGE)
    assert hashlib.sha256(store.get(DERIVED)).digest() == hashlib.sha256(LARGE).digest()
    assert len(versions_of(service, DERIVED)) == 1


@pytest.mark.parametrize("fault", [*PASSING, Fault.ANSWER_CUT])
def test_a_read_goes_on_where_it_broke(store: S3Store, line: FaultyLine, fault: Fault) -> None:
    store.put(DERIVED, LARGE)
    line.plan("GET", fault, times=2)
    assert store.get(DERIVED) == LARGE
    with store.open(DERIVED) as file:
        assert file.read(10) == LARGE[:10]


def test_what_was_read_before_a_line_broke_is_not_asked_for_again(
    store: S3Store, line: FaultyLine
) -> None:
    store.put(DERIVED, LARGE)
    line.ranges.clear()
    line.plan("GET", Fault.ANSWER_CUT)
    assert store.get(DERIVED) == LARGE
    start = int(str(line.ranges[-1]).removeprefix("bytes=").removesuffix("-"))
    assert 0 < start <= len(LARGE) // 2


@pytest.mark.parametrize("method", ["HEAD", "DELETE", "GET"])
def test_other_requests_outlive_what_passes(store: S3Store, line: FaultyLine, method: str) -> None:
    store.put(DERIVED, DATA)
    line.plan(method, Fault.BUSY, times=2)
    assert store.exists(DERIVED)
    assert list(store.keys()) == [DERIVED]
    store.discard(DERIVED)
    line.heal()
    assert not store.exists(DERIVED)


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.SLOW, Fault.REQUEST_CUT])
def test_what_does_not_pass_is_given_up_and_may_be_tried_later(
    store: S3Store, line: FaultyLine, fault: Fault
) -> None:
    line.plan("PUT", fault, times=ALWAYS)
    with pytest.raises(StoreUnavailable) as refused:
        store.put(ORIGINAL, DATA)
    assert refused.value.retry
    assert line.requests.count("PUT") == QUICK.tries
    line.heal()
    store.put(ORIGINAL, DATA)


def test_a_service_that_is_not_there_is_unavailable(tmp_path: Path, s3_server: S3Server) -> None:
    nowhere = replace(a_bucket(s3_server), endpoint_url="http://127.0.0.1:1")
    for ask in (store_at(nowhere, tmp_path).get, store_at(nowhere, tmp_path).exists):
        with pytest.raises(StoreUnavailable):
            ask(ORIGINAL)


def store_at(service: S3Service, folder: Path) -> S3Store:
    return an_s3_store(service, folder)


@pytest.mark.parametrize("data", [DATA, LARGE], ids=["whole", "in parts"])
def test_bytes_that_change_on_the_way_are_sent_again(
    store: S3Store, line: FaultyLine, data: bytes
) -> None:
    line.plan("PUT", Fault.SENT_CHANGED)
    store.put(DERIVED, data)
    assert store.get(DERIVED) == data


def test_bytes_that_always_change_on_the_way_are_not_stored(
    store: S3Store, line: FaultyLine
) -> None:
    line.plan("PUT", Fault.SENT_CHANGED, times=ALWAYS)
    with pytest.raises(StoreCorrupt):
        store.put(ORIGINAL, DATA)
    assert not store.exists(ORIGINAL)


@pytest.mark.parametrize("key", [ORIGINAL, DERIVED])
@pytest.mark.parametrize("fault", [Fault.READ_CHANGED, Fault.READ_SHORT])
def test_other_bytes_read_back_promise_nothing(
    store: S3Store, line: FaultyLine, fault: Fault, key: str
) -> None:
    line.plan("GET", fault, times=ALWAYS)
    with pytest.raises((StoreCorrupt, StoreUnavailable)):
        store.put(key, DATA)
    line.heal()
    store.put(key, DATA)


@pytest.mark.parametrize("fault", [Fault.READ_CHANGED, Fault.READ_SHORT])
def test_other_bytes_than_were_put_are_never_given(
    store: S3Store, line: FaultyLine, tmp_path: Path, fault: Fault
) -> None:
    store.put(DERIVED, DATA)
    line.plan("GET", fault, times=ALWAYS)
    for ask in (store.get, store.local_path, lambda key: store.open(key).read()):
        with pytest.raises(StoreCorrupt):
            ask(DERIVED)
    assert not [path for path in (tmp_path / "copies").rglob("*") if path.is_file()]
    assert store.sha256(DERIVED) != hashlib.sha256(DATA).hexdigest()


@pytest.mark.parametrize("data", [DATA, LARGE], ids=["whole", "in parts"])
def test_a_quota_that_is_used_up_is_a_full_store(
    store: S3Store, line: FaultyLine, data: bytes
) -> None:
    line.plan("PUT", Fault.FULL, times=ALWAYS)
    with pytest.raises(StoreFull):
        store.put(DERIVED, data)
    assert line.requests.count("PUT") == 1


def test_parts_of_what_came_to_nothing_are_dropped(
    store: S3Store, service: S3Service, line: FaultyLine
) -> None:
    line.plan("PUT", Fault.FULL, times=ALWAYS, skip=1)
    with pytest.raises(StoreFull):
        store.put(DERIVED, LARGE)
    client = S3Client(service, LineOptions())
    assert not client._list_multipart_uploads(service.bucket).uploads


def test_whoever_may_not_write_finds_a_read_only_store(store: S3Store, service: S3Service) -> None:
    store.put(DERIVED, DATA)
    S3Client(service, LineOptions()).set_bucket_policy(
        service.bucket,
        f"""{{"Version": "2012-10-17", "Statement": [{{"Effect": "Deny", "Principal": "*",
        "Action": "s3:PutObject", "Resource": "arn:aws:s3:::{service.bucket}/*"}}]}}""",
    )
    with pytest.raises(StoreReadOnly):
        store.put(ORIGINAL, DATA)
    assert store.get(DERIVED) == DATA


def test_a_wrong_secret_key_is_told_from_an_absent_object(
    service: S3Service, tmp_path: Path
) -> None:
    stranger = store_at(replace(service, secret_access_key="another"), tmp_path)
    with pytest.raises(DigitizeError) as refused:
        stranger.exists(DERIVED)
    assert type(refused.value) is StoreUnavailable
