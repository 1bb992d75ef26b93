"""One run with everything: papers come in and are worked on while whoever works and whatever they stand on breaks, over and over.

    make test-faults FAULTS=300 DOCUMENTS=500

At the end every paper with a receipt is filed once, nothing was signed twice, nothing was set aside for what the machines did,
and the audit holds. Which faults come in which order, and how long each lasts, follows from the seed; what they meet is the
machine's to say.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from digitize.status import DocumentStatus
from storage.keys import KeyKind
from storage.s3_client import LineOptions, S3Client, S3Service
from tests.cluster_rig import House
from tests.counter_rig import COMMAND, clean_environment, wait_until
from tests.faults.province import BUCKET, Province, a_province, s3_environment, servers
from tests.faults.suffering import Suffering
from tests.servers.ceph import ACCESS_KEY, SECRET_KEY
from tests.servers.lines import why_not

PATIENCE_SECONDS = 900.0


@pytest.mark.slow
@pytest.mark.usefixtures("whole_run")
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("broker", ["rabbitmq", "redis"])
def test_whatever_breaks_every_paper_is_filed_once_and_sealed_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broker: str,
    faults: int,
    documents: int,
    kill_seed: int,
) -> None:
    if why_not():
        pytest.skip(why_not())
    with servers(tmp_path / "servers", broker=broker) as there:
        for name, value in s3_environment(there.ceph).items():
            monkeypatch.setenv(name, value)
        with a_province(tmp_path, there) as province:
            begin = time.monotonic()
            suffering = Suffering(province, kill_seed, faults, documents)
            suffering.run(tmp_path)
            tell(f"{broker}, seed {kill_seed}: {dict(suffering.told)}", since=begin)
            wait_until(lambda: is_filed(province, documents), seconds=PATIENCE_SECONDS)
            tell("all filed", since=begin)
            require_all_once(province, documents)
            require_one_seal_each(province)


def is_filed(province: Province, documents: int) -> bool:
    province.approve_all()
    return province.statuses() == {DocumentStatus.FILED: documents} and not left(province)


def left(province: Province) -> int:
    """Rows of work that nobody ended."""
    with province.services.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT COUNT(*) FROM work").scalar() or 0)


def require_all_once(province: Province, documents: int) -> None:
    catalogue = province.services.catalogue
    assert {scan.id for scan in catalogue.scans()} == province.receipts
    assert len(province.receipts) == len(catalogue.records()) == documents
    entries = Counter((entry.event, entry.subject) for entry in catalogue.ledger())
    for event in ("scan.received", "scan.separated", "document.sealed", "record.filed"):
        times = [count for (name, _), count in entries.items() if name == event]
        assert times == [1] * documents, event
    assert not [subject for event, subject in entries if event == "work.set_aside"]
    report = audited(province.houses[0])
    assert (report["ok"], report["problems"], report["scans"]) == (True, [], documents)


def audited(house: House) -> dict[str, object]:
    """What the command says."""
    done = subprocess.run(
        [COMMAND, "audit", "--json"],
        env=clean_environment(**house.settings),
        capture_output=True,
        check=False,
    )
    return dict(json.loads(done.stdout))


def require_one_seal_each(province: Province) -> None:
    """One signature in each sealed PDF, and no second PDF that somebody signed and left in the bucket."""
    store = province.services.store
    sealed = [document.sealed for document in province.services.catalogue.documents()]
    for file in sealed:
        assert file is not None
        assert store.get(file.key).count(b"/ByteRange") == 1
    assert versions_of_seals(province) == Counter(file.key for file in sealed if file)


def versions_of_seals(province: Province) -> Counter[str]:
    service = S3Service(
        endpoint_url=province.ceph.endpoint_url,
        bucket=BUCKET,
        access_key_id=ACCESS_KEY,
        secret_access_key=SECRET_KEY,
    )
    found = S3Client(service, LineOptions()).list_objects(
        BUCKET, prefix=f"{KeyKind.SEALED}/", recursive=True, include_version=True
    )
    return Counter(str(version.object_name) for version in found)


def tell(what: str, *, since: float) -> None:
    sys.stderr.write(f"\n{what}; {(time.monotonic() - since) / 60:.1f} minutes\n")
