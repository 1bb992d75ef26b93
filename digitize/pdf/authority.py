"""The embedded default's own certificate authority: made at first run, so that one machine can seal with nothing else.

Its names say that it has no legal value; nobody may take it for a public authority. A folder holds root and signer,
complete or not at all: it is made beside its place and renamed there, and what a crash left is cleared at the next start.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from digitize.errors import BadConfiguration, StoreReadOnly
from digitize.pdf.identity import SigningIdentity

WARNING = "THỬ NGHIỆM - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
ROOT_NAME = f"digitize {WARNING}"
KEY_BITS = 2048  # TT 15/2025/TT-BKHCN: RSA of at least 2048 bits
VALID_DAYS = 3650  # a test authority is not renewed; ten years outlast its machine
MAX_NAME_BYTES = 64  # X.520, upper bound of a common name; counted in UTF-8 here
_CLOCK_SLACK = timedelta(days=1)  # machines that verify may be behind

_ROOT_CERTIFICATE, _ROOT_KEY = "root.crt", "root.key"
_SIGNER_CERTIFICATE, _SIGNER_KEY = "signer.crt", "signer.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    root: x509.Certificate
    """What a verifier is told to trust."""
    signer: SigningIdentity


def open_authority(
    folder: Path, *, at: datetime, name: str = "Cơ quan số hóa", passphrase: str | None = None
) -> Authority:
    """The authority in the folder, made there at first run.

    `name` goes into the signer's certificate, after the warning that it is a test. Keys have mode 0600 and are
    encrypted where there is a passphrase. Raises `BadConfiguration` where what is there cannot be loaded (a wrong
    passphrase, a file missing or damaged): keys that may have signed are never replaced silently.
    """
    try:
        _clear_half_made(folder)
        if not folder.exists() or not any(folder.iterdir()):
            _make(folder, at=at, name=name, passphrase=passphrase)
    except OSError as error:
        raise StoreReadOnly(f"key folder {folder.name}") from error
    return _load(folder, passphrase)


def known_root(folder: Path) -> x509.Certificate | None:
    """The authority's own certificate where the folder has it, with or without its keys: what verifying needs."""
    path = folder / _ROOT_CERTIFICATE
    return _load_certificate(path) if path.exists() else None


def issue_identity(
    folder: Path, *, name: str, at: datetime, passphrase: str | None = None
) -> SigningIdentity:
    """A new key with a certificate of the authority in the folder: an officer's, for trying out two signatures.

    It is kept nowhere. Raises `BadConfiguration` where the folder is not complete.
    """
    root = _load_certificate(folder / _ROOT_CERTIFICATE)
    root_key = _load_key(folder / _ROOT_KEY, passphrase)
    key = _new_key()
    certificate = _signer_certificate(name, key.public_key(), root=root, root_key=root_key, at=at)
    return SigningIdentity(certificate=certificate, key=key, chain=(root,))


# ---- files ----------------------------------------------------------------------------------------


def _half_made_prefix(folder: Path) -> str:
    return f".{folder.name}-new-"


def _clear_half_made(folder: Path) -> None:
    """Remove what crashes left beside a complete folder; a process still filling one finds that it came second."""
    if folder.is_dir():
        for left in folder.parent.glob(_half_made_prefix(folder) + "*"):
            shutil.rmtree(left, ignore_errors=True)


def _make(folder: Path, *, at: datetime, name: str, passphrase: str | None) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    files = _new_files(at=at, name=name, passphrase=passphrase)
    temporary = Path(mkdtemp(dir=folder.parent, prefix=_half_made_prefix(folder)))
    try:
        for file_name, data in files.items():
            _write_durably(temporary / file_name, data)
        _sync_folder(temporary)
        temporary.rename(folder)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not folder.is_dir():
            raise  # otherwise another process was first, and its keys count
    _sync_folder(folder.parent)


def _write_durably(path: Path, data: bytes) -> None:
    mode = 0o600 if path.suffix == ".key" else 0o644
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _load(folder: Path, passphrase: str | None) -> Authority:
    root = _load_certificate(folder / _ROOT_CERTIFICATE)
    certificate = _load_certificate(folder / _SIGNER_CERTIFICATE)
    key = _load_key(folder / _SIGNER_KEY, passphrase)
    if key.public_key() != certificate.public_key():
        raise BadConfiguration(f"{folder.name}: key and certificate do not belong together")
    identity = SigningIdentity(certificate=certificate, key=key, chain=(root,))
    return Authority(root=root, signer=identity)


def _load_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.parent.name}/{path.name}") from error


def _load_key(path: Path, passphrase: str | None) -> rsa.RSAPrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), _secret(passphrase))
    except (OSError, ValueError, TypeError) as error:
        raise BadConfiguration(f"{path.parent.name}/{path.name}, or its passphrase") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise BadConfiguration(f"{path.parent.name}/{path.name} is no RSA key")
    return key


def _secret(passphrase: str | None) -> bytes | None:
    return passphrase.encode() if passphrase else None


# ---- certificates ---------------------------------------------------------------------------------


def _new_files(*, at: datetime, name: str, passphrase: str | None) -> Mapping[str, bytes]:
    root_key, signer_key = _new_key(), _new_key()
    root = _root_certificate(root_key, at)
    signer = _signer_certificate(name, signer_key.public_key(), root=root, root_key=root_key, at=at)
    return {
        _ROOT_CERTIFICATE: root.public_bytes(Encoding.PEM),
        _ROOT_KEY: _key_bytes(root_key, passphrase),
        _SIGNER_CERTIFICATE: signer.public_bytes(Encoding.PEM),
        _SIGNER_KEY: _key_bytes(signer_key, passphrase),
    }


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _key_bytes(key: rsa.RSAPrivateKey, passphrase: str | None) -> bytes:
    secret = _secret(passphrase)
    protection: KeySerializationEncryption = (
        BestAvailableEncryption(secret) if secret else NoEncryption()
    )
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)


def _root_certificate(key: rsa.RSAPrivateKey, at: datetime) -> x509.Certificate:
    name = _name(ROOT_NAME)
    return (
        _builder(name, name, key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(for_authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _signer_certificate(
    name: str,
    key: rsa.RSAPublicKey,
    *,
    root: x509.Certificate,
    root_key: rsa.RSAPrivateKey,
    at: datetime,
) -> x509.Certificate:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(_name(f"THỬ NGHIỆM - {name}"), root.subject, key, at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(for_authority=False), critical=True)
        .add_extension(authority, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey,
    at: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _CLOCK_SLACK)
        .not_valid_after(at + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ROOT_NAME),
            x509.NameAttribute(NameOID.COMMON_NAME, _shortened(common_name)),
        ]
    )


def _shortened(name: str) -> str:
    return name.encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip()


def _key_usage(*, for_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not for_authority,
        content_commitment=not for_authority,
        key_cert_sign=for_authority,
        crl_sign=for_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
