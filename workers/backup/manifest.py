"""What a backup holds, with the SHA-256 of all of it: written last, read first."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from digitize.codec import from_json, to_json
from digitize.errors import BackupDamaged, NoBackup

FORMAT = 1
NAME, HASH_NAME = "manifest.json", "manifest.sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    name: str
    """Path below the set's folder."""
    lines: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFile:
    """A file of the warehouse folder that is in no store, such as what training has learned."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    format: int
    program: str
    """Version that wrote it."""
    taken_at: datetime
    schema: str
    """Revision of the rows."""
    ledger_seq: int
    ledger_hash: str
    """Where the ledger stood: print it, and nobody can rewrite what came before."""
    rows: Mapping[str, WrittenFile]
    """By table."""
    objects: WrittenFile
    """The list of objects, a line each: key, SHA-256, bytes."""
    object_bytes: int
    local_files: tuple[LocalFile, ...]
    key_fingerprints: Mapping[str, str]
    """SHA-256 of each public certificate of the sealing keys, by file name: the keys that belong to these papers."""
    certificates: Mapping[str, str]
    """Those public certificates as PEM: old seals can be verified before the keys are back."""
    key_box: WrittenFile | None
    """The private keys, encrypted; None where they were left out."""
    problems: tuple[str, ...]
    """What the warehouse lacked when it was copied, as an audit names it."""
    agency_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fingerprints by agency of the keys that encrypt its papers; never the keys. None in sets of older programs."""


def manifest_bytes(manifest: Manifest) -> bytes:
    return to_json(manifest) + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a set. Raises `NoBackup`, and `BackupDamaged` naming the file where a byte is not as written."""
    path = folder / NAME
    try:
        data = path.read_bytes()
        wanted = (folder / HASH_NAME).read_text(encoding="ascii").split()[:1]
    except FileNotFoundError as error:
        raise NoBackup(str(folder)) from error
    except ValueError as error:
        raise BackupDamaged(str(folder / HASH_NAME)) from error
    if [hashlib.sha256(data).hexdigest()] != wanted:
        raise BackupDamaged(str(path))
    try:
        return from_json(Manifest, data)
    except ValueError as error:
        raise BackupDamaged(f"{path}: written by another version") from error
