"""What `digitize doctor` says of a bucket: only what its service was seen to do."""

from pathlib import Path

import pytest
from s3_factories import a_bucket, environment_of, make_bucket

from config.settings import Settings
from storage.s3_client import S3Service
from tests.servers.ceph import S3Server
from workers.commands.doctor_store import store_findings
from workers.commands.finding import Finding


@pytest.fixture
def service(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Service:
    service = a_bucket(s3_server)
    for name, value in environment_of(service).items():
        monkeypatch.setenv(name, value)
    return service


def findings(service: S3Service, tmp_path: Path, **settings: object) -> dict[str, Finding]:
    given = Settings(warehouse=tmp_path, bucket=service.bucket, **settings)  # type: ignore[arg-type]
    return {finding.name: finding for finding in store_findings(given)}


def test_a_bucket_with_all_guards_is_well(service: S3Service, tmp_path: Path) -> None:
    make_bucket(service)
    found = findings(service, tmp_path, retention_days=1, server_side_encryption="sse-kms:kept")
    assert all(finding.is_ok for finding in found.values())
    assert service.bucket in found["store"].detail
    assert found.keys() >= {"store: versions", "store: object lock", "store: encryption"}


def test_guards_that_a_bucket_lacks_are_said_with_their_remedy(
    service: S3Service, tmp_path: Path
) -> None:
    make_bucket(service, has_lock=False)
    found = findings(service, tmp_path)
    for name in ("store: versions", "store: object lock"):
        assert not found[name].is_ok
        assert found[name].detail
        assert not found[name].is_needed
    assert found["store: first write stays"].is_ok


def test_retention_that_was_asked_for_needs_a_lock(service: S3Service, tmp_path: Path) -> None:
    make_bucket(service, has_lock=False)
    assert findings(service, tmp_path, retention_days=1)["store: object lock"].is_needed


def test_encryption_that_the_service_leaves_out_is_said(service: S3Service, tmp_path: Path) -> None:
    make_bucket(service)
    found = findings(service, tmp_path, server_side_encryption="sse-s3")["store: encryption"]
    assert not found.is_ok
    assert found.is_needed


def test_a_bucket_that_is_not_there_yet_is_no_fault(service: S3Service, tmp_path: Path) -> None:
    assert findings(service, tmp_path)["store"].is_ok


def test_a_service_that_does_not_answer_is_said(
    service: S3Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    assert not findings(service, tmp_path)["store"].is_ok


def test_keys_that_are_missing_are_named(
    service: S3Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    found = findings(service, tmp_path)["store"]
    assert not found.is_ok
    assert "AWS_SECRET_ACCESS_KEY" in found.detail
