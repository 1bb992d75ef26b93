"""The line over TLS: only to a server that the named authority vouches for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from digitize.errors import BadConfiguration, ServerUnreachable
from tests.station_double import ServerDouble, running
from tests.station_factories import options_for
from workers.station.line import ServerLine


@dataclass(frozen=True)
class Certificate:
    certificate: Path
    key: Path


@pytest.fixture
def own(tmp_path: Path) -> Certificate:
    """A certificate of this machine that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sohoa.example.vn")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    files = Certificate(certificate=tmp_path / "own.pem", key=tmp_path / "own.key")
    files.certificate.write_bytes(made.public_bytes(pem))
    files.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


@pytest.fixture
def secure(own: Certificate) -> Iterator[str]:
    """The URL of a server with that certificate."""
    files = {"ssl_certfile": str(own.certificate), "ssl_keyfile": str(own.key)}
    with running(ServerDouble(), **files) as double:
        yield f"https://127.0.0.1:{double.port}"


def test_a_server_of_the_named_authority_is_believed(
    tmp_path: Path, secure: str, own: Certificate
) -> None:
    options = options_for(tmp_path, server=secure, station_ca=own.certificate)
    with ServerLine(options) as line:
        line.check()


def test_a_server_that_nobody_vouches_for_gets_no_key(tmp_path: Path, secure: str) -> None:
    options = options_for(tmp_path, server=secure)
    with ServerLine(options) as line, pytest.raises(ServerUnreachable):
        line.check()


def test_an_authority_that_is_no_certificate_is_a_setting_at_fault(tmp_path: Path) -> None:
    options = options_for(tmp_path, server="https://127.0.0.1", station_ca=tmp_path / "none.pem")
    with pytest.raises(BadConfiguration):
        ServerLine(options)
