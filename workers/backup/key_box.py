"""The sealing keys: their fingerprints for every backup, the keys themselves only in a box that a passphrase opens.

Scrypt makes a key of the passphrase, AES-256-GCM closes the box and notices every changed byte. The public certificates go
along in the open: with them alone old seals can be verified, and no new authority is ever made in place of the old one.
"""

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from digitize.errors import BadConfiguration, WrongPassphrase

_MAGIC = b"digitize-keys-1\n"
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_COST = 2**16  # 64 MB and some tenths of a second a guess (RFC 7914)
_CERTIFICATE_SUFFIX = ".crt"


def certificates(folder: Path) -> Mapping[str, bytes]:
    """The public certificates below a key folder, by path: they are no secret."""
    return {name: data for name, data in key_files(folder).items() if name.endswith(".crt")}


def key_files(folder: Path) -> Mapping[str, bytes]:
    """Certificates and keys below a key folder, by path; none where there is no folder yet."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix in (_CERTIFICATE_SUFFIX, ".key")
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def fingerprints(folder: Path) -> Mapping[str, str]:
    """SHA-256 over the DER of every certificate below a key folder, as `openssl x509 -fingerprint -sha256` shows it."""
    return {name: fingerprint(data) for name, data in certificates(folder).items()}


def fingerprint(pem: bytes) -> str:
    """Raises `BadConfiguration` for what is no certificate."""
    try:
        return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex()
    except ValueError as error:
        raise BadConfiguration("a certificate of the sealing keys cannot be read") from error


def close_box(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """The files, encrypted."""
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    packed = {name: base64.b64encode(data).decode() for name, data in files.items()}
    closed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(packed).encode(), _MAGIC)
    return _MAGIC + salt + nonce + closed


def open_box(box: bytes, passphrase: str) -> Mapping[str, bytes]:
    """The files. Raises `WrongPassphrase`, also where a byte of the box is not as it was."""
    salt = box[len(_MAGIC) :][:_SALT_BYTES]
    nonce = box[len(_MAGIC) + _SALT_BYTES :][:_NONCE_BYTES]
    closed = box[len(_MAGIC) + _SALT_BYTES + _NONCE_BYTES :]
    try:
        packed = AESGCM(_key(passphrase, salt)).decrypt(nonce, closed, box[: len(_MAGIC)])
    except (InvalidTag, ValueError) as error:
        raise WrongPassphrase("key box") from error
    return {name: base64.b64decode(data) for name, data in json.loads(packed).items()}


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=_KEY_BYTES, n=_COST, r=8, p=1).derive(passphrase.encode())
