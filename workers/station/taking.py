"""A file at rest in the watched folder into the spool, its bytes synced and hashed, or the reason why not."""

import hashlib
import shutil
import unicodedata
from datetime import datetime
from pathlib import Path

from digitize.errors import SpoolFull, UnusableName
from digitize.fault_point import reached
from digitize.model import ScanFile
from workers.station.completeness import require_whole
from workers.station.copying import Fingerprint, copy_whole
from workers.station.rows import SpooledFile
from workers.station.spool import Spool, writing
from workers.station.watch import SeenFile

_NAME_CHARS = 150  # the server's bound on names is higher; NTFS allows 255


def take(seen: SeenFile, *, spool: Spool, free_bytes: int, at: datetime) -> SpooledFile:
    """The file as the spool now holds it; the source stays as it is. Twice gives the same file.

    Raises `SpoolFull` before less than `free_bytes` would be left, a `BadInput` where it is no whole scan,
    `SourceChanged`, `SourceVanished`, `SourceUnreadable`, `StoreUnavailable`.
    """
    _require_name(seen.path)
    require_space(spool.root, size_bytes=seen.mark.size_bytes, free_bytes=free_bytes)
    with writing(), spool.incoming() as folder:
        sha256, mark = copy_whole(seen.path, folder / "data")
        file = _spooled(seen, mark, sha256, require_whole(folder / "data"), at)
        reached("station.copied")
        kept = spool.keep(folder, file)
    reached("station.spooled")
    return kept


def require_space(spool: Path, *, size_bytes: int, free_bytes: int) -> None:
    """Raises `SpoolFull` where the disk would be left with less than `free_bytes`."""
    free = shutil.disk_usage(spool).free
    if free - size_bytes < free_bytes:
        raise SpoolFull(f"{free} bytes free, {size_bytes} wanted, {free_bytes} to be left")


def _require_name(path: Path) -> None:
    """A name that is no text (bytes of another code page) could not be written down and found again."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise UnusableName from error


def _spooled(
    seen: SeenFile, mark: Fingerprint, sha256: str, scan: ScanFile, at: datetime
) -> SpooledFile:
    origin = f"{seen.path}\n{mark.size_bytes}\n{mark.mtime_ns}\n{sha256}"
    return SpooledFile(
        id=hashlib.sha256(origin.encode()).hexdigest()[:24],
        source=str(seen.path),
        group=seen.group,
        name=safe_name(seen.path.name),
        size_bytes=mark.size_bytes,
        mtime_ns=mark.mtime_ns,
        sha256=sha256,
        page_count=scan.page_count,
        taken_at=at,
    )


def safe_name(name: str) -> str:
    """The name as the server gets it: NFC, no control character, not too long; its end is kept."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = unicodedata.normalize("NFC", text)
    printable = "".join(letter if letter.isprintable() else "_" for letter in text)
    return printable if len(printable) <= _NAME_CHARS else "…" + printable[-(_NAME_CHARS - 1) :]
