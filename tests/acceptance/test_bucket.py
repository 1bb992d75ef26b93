"""An embedded catalogue with its bytes in a bucket of a real S3 service: the same command, the same promises."""

from pathlib import Path
from random import Random

import pytest
from s3_factories import a_bucket, environment_of

from bench.demo import clean_decision
from config.settings import load_settings
from digitize.model import ScanId
from storage import keys
from storage.audit import audit
from storage.s3_client import LineOptions, S3Client, S3Service
from tests.acceptance.conftest import Digitize
from tests.servers.ceph import S3Server
from workers.services import open_services


@pytest.fixture
def service(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Service:
    """A bucket that commands and settings are led to; nobody has made it."""
    service = a_bucket(s3_server)
    for name, value in environment_of(service).items():
        monkeypatch.setenv(name, value)
    return service


def test_a_scan_is_filed_into_a_bucket_and_proved_there(
    digitize: Digitize, service: S3Service, tmp_path: Path
) -> None:
    scan, kho = tmp_path / "scan.pdf", tmp_path / "kho"
    clean_decision(scan, Random("01-quyet-dinh.pdf"))
    (line,) = digitize("run", scan, "--warehouse", kho, "--json").lines
    assert line["status"] == "filed"
    assert Path(line["sealed"]).read_bytes().startswith(b"%PDF-1.7")
    assert not (kho / "store").exists()

    (kho / "copies").rename(tmp_path / "gone")
    with open_services(load_settings({"warehouse": kho})) as services:
        assert audit(services.catalogue, services.store).ok
        (filed,) = services.catalogue.scans()
        assert services.store.get(keys.original(ScanId(filed.id))) == scan.read_bytes()
        (sealed,) = services.store.keys("sealed/")
        client = S3Client(service, LineOptions())
        client.put_new(service.bucket, sealed, b"other", headers={}, is_conditional=False)
        assert audit(services.catalogue, services.store).problems == (f"sealed_changed:{sealed}",)
