"""The virus scanner against a real ClamAV daemon on a socket of its own, with a signature database of one line."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from config.settings import EngineChoice, Settings
from digitize.errors import InfectedFile, VirusScannerUnavailable
from digitize.model import BatchId
from digitize.rows import Batch, ScanState
from storage import keys
from storage.audit import audit
from workers.reading_pool import build_pool
from workers.receiving import Receiving
from workers.services import Services, build_services
from workers.virus_scan import VirusScanner

# The test file that every scanner knows, put together here so that none takes this one for it.
_EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
EICAR = _EICAR.encode()
_CONFIGURATION = """
DatabaseDirectory {folder}
LocalSocket {folder}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
Foreground yes
StreamMaxLength 1M
User {user}
"""


@pytest.fixture(scope="module")
def daemon() -> Iterator[tuple[str, str]]:
    """Its socket in the file system and its port."""
    if shutil.which("clamd") is None:
        pytest.skip("clamav-daemon is not installed")
    with TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as found:
        folder, port = Path(name), found.getsockname()[1]
        found.close()
        folder.joinpath("own.ndb").write_text(f"Own.Eicar:0:0:{EICAR.hex()}\n")
        configuration = folder / "clamd.conf"
        configuration.write_text(
            _CONFIGURATION.format(folder=folder, port=port, user=folder.owner())
        )
        log = (folder / "log").open("wb")
        with subprocess.Popen(
            ["clamd", f"--config-file={configuration}"], stdout=log, stderr=log
        ) as clamd:
            try:
                _await(folder / "clamd.sock", clamd)
                yield str(folder / "clamd.sock"), f"127.0.0.1:{port}"
            finally:
                clamd.terminate()
                log.close()


def _await(path: Path, clamd: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and clamd.poll() is None:
        if path.exists():
            return
        time.sleep(0.1)
    pytest.fail(f"clamd did not start: {path.with_name('log').read_text()}")


@pytest.fixture(params=["socket", "port"])
def scanner(request: pytest.FixtureRequest, daemon: tuple[str, str]) -> VirusScanner:
    return VirusScanner(daemon[0] if request.param == "socket" else daemon[1])


def test_a_clean_file_passes(scanner: VirusScanner, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    Image.new("L", (400, 600), 250).save(scan)
    scanner.require_clean(scan)


def test_the_test_virus_is_found(scanner: VirusScanner, tmp_path: Path) -> None:
    (tmp_path / "virus").write_bytes(EICAR)
    with pytest.raises(InfectedFile, match=r"Eicar"):
        scanner.require_clean(tmp_path / "virus")


def test_a_file_larger_than_the_daemon_takes_does_not_pass(
    scanner: VirusScanner, tmp_path: Path
) -> None:
    (tmp_path / "large").write_bytes(bytes(8 * 1024**2))
    with pytest.raises(VirusScannerUnavailable):
        scanner.require_clean(tmp_path / "large")


def test_it_says_its_version(scanner: VirusScanner) -> None:
    assert scanner.version().startswith("ClamAV ")


@pytest.mark.parametrize("answer", [b"", b"what?\0", b"stream: OK FOUND it not\0"])
def test_an_odd_answer_is_no_clearance(answer: bytes, tmp_path: Path) -> None:
    (tmp_path / "scan").write_bytes(b"scan")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def say() -> None:
            line, _ = server.accept()
            with line:
                line.recv(4096)
                line.sendall(answer)

        speaker = threading.Thread(target=say)
        speaker.start()
        with pytest.raises(VirusScannerUnavailable):
            VirusScanner(f"127.0.0.1:{server.getsockname()[1]}").require_clean(tmp_path / "scan")
        speaker.join()


@pytest.fixture
def asked(daemon: tuple[str, str], tmp_path: Path) -> Iterator[tuple[Services, Receiving, Batch]]:
    settings = Settings(
        warehouse=tmp_path / "kho", jobs=1, engine=EngineChoice.STUB, clamd=daemon[0]
    )
    with build_services(settings) as services, build_pool(settings) as pool:
        batch = Batch(id=BatchId("b1"), agency="H1", channel="folder", opened_at=datetime.now(UTC))
        yield services, Receiving(services, pool), batch


def test_an_infected_scan_is_kept_in_quarantine_and_never_decoded(
    asked: tuple[Services, Receiving, Batch], tmp_path: Path
) -> None:
    services, receiving, batch = asked
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(EICAR + b"%PDF-1.7")
    with pytest.raises(InfectedFile):
        receiving.receive(scan, batch=batch)
    (row,) = services.catalogue.scans()
    assert (row.state, row.error_code) == (ScanState.REJECTED, "infected_file")
    assert services.store.get(keys.original(row.id)) == scan.read_bytes()
    assert audit(services.catalogue, services.store).ok


def test_without_the_daemon_nothing_is_acknowledged(tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    Image.new("L", (400, 600), 250).save(scan)
    settings = Settings(warehouse=tmp_path / "kho", jobs=1, clamd=str(tmp_path / "nobody.sock"))
    batch = Batch(id=BatchId("b1"), agency="H1", channel="folder", opened_at=datetime.now(UTC))
    with build_services(settings) as services, build_pool(settings) as pool:
        with pytest.raises(VirusScannerUnavailable) as caught:
            Receiving(services, pool).receive(scan, batch=batch)
        assert caught.value.retry
        assert list(services.catalogue.scans()) == []
