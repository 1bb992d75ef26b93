"""A folder of files into a bag (BagIt 1.0, RFC 8493) and a bag, which may be anybody's, into files that can be trusted.

Nothing of a bag is believed: names are checked before anything is opened, links and other than plain files are refused, each
file is hashed against the manifest, and nothing may be there that no manifest names.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from digitize.errors import BagDamaged, BagHostile

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST = "manifest-sha256.txt"
_TAG_MANIFEST = "tagmanifest-sha256.txt"
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<path>[^\r\n]+)")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}", re.ASCII)
MOST_FILES = 2_000_000
MOST_LINE_BYTES = 100_000_000
"""Of a manifest: read into memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagInfo:
    organisation: str
    identifier: str
    day: date
    more: Mapping[str, str]


def finish(folder: Path, info: BagInfo) -> None:
    """Make a bag of a folder whose payload lies in `data`: declaration, manifests, counts."""
    files = {path: _sha256(folder / path) for path in _files(folder / "data", folder)}
    size = sum((folder / path).stat().st_size for path in files)
    lines = {
        "Source-Organization": info.organisation,
        "Bagging-Date": info.day.isoformat(),
        "External-Identifier": info.identifier,
        "Payload-Oxum": f"{size}.{len(files)}",
        **info.more,
    }
    _write(folder / _MANIFEST, _manifest(files))
    text = "".join(f"{name}: {_one_line(value)}\n" for name, value in lines.items())
    _write(folder / "bag-info.txt", text.encode())
    _write(folder / "bagit.txt", _DECLARATION)
    tags = {name: _sha256(folder / name) for name in ("bag-info.txt", "bagit.txt", _MANIFEST)}
    _write(folder / _TAG_MANIFEST, _manifest(tags))


def verified(folder: Path) -> Mapping[str, Path]:
    """The payload by its path below `data/`, each file hashed. Raises `BagHostile`, `BagDamaged`."""
    there = {path: folder / path for path in _files(folder, folder)}
    tags = _read_manifest(there, _TAG_MANIFEST)
    payload = _read_manifest(there, _MANIFEST)
    if _read(there, "bagit.txt") != _DECLARATION:
        raise BagDamaged("bagit.txt")
    named = {*payload, *tags, _TAG_MANIFEST}
    if there.keys() != named or any(not path.startswith("data/") for path in payload):
        raise BagDamaged("files and manifests differ")
    for path, sha256 in {**payload, **tags}.items():
        if _sha256(there[path]) != sha256:
            raise BagDamaged(path)
    return {path.removeprefix("data/"): there[path] for path in payload}


def said_hashes(folder: Path) -> Mapping[str, str]:
    """SHA-256 by path below `data/`, as the manifest of a bag says that was verified."""
    there = {_MANIFEST: folder / _MANIFEST}
    found = _read_manifest(there, _MANIFEST)
    return {path.removeprefix("data/"): sha256 for path, sha256 in found.items()}


def _files(top: Path, base: Path) -> Iterator[str]:
    """Every plain file below, by its path from `base`. Raises `BagHostile` for links, devices and names that mean something."""
    pending, count = [top], 0
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda one: one.name):
            mode = entry.stat(follow_symlinks=False).st_mode
            if not _NAME.fullmatch(entry.name) or not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
                raise BagHostile("a name or a kind of file")
            count += 1
            if count > MOST_FILES:
                raise BagHostile("too many files")
            if stat.S_ISDIR(mode):
                pending.append(Path(entry.path))
            else:
                yield Path(entry.path).relative_to(base).as_posix()


def _read_manifest(there: Mapping[str, Path], name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _read(there, name).decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise BagDamaged(name)
        parts = match["path"].split("/")
        if not all(_NAME.fullmatch(part) for part in parts):
            raise BagHostile("a path in a manifest")
        if match["path"] in found:
            raise BagDamaged(name)
        found[match["path"]] = match["sha256"]
    return found


def _read(there: Mapping[str, Path], name: str) -> bytes:
    path = there.get(name)
    if path is None:
        raise BagDamaged(name)
    if path.stat().st_size > MOST_LINE_BYTES:
        raise BagHostile(name)
    return path.read_bytes()


def _manifest(files: Mapping[str, str]) -> bytes:
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(files.items())).encode()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sha256(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
