"""Zip archives of a backlog: what is inside by safe names, one file taken out at a time; everything doubtful stays inside.

Only the import opens archives. Bounds hold before anything is unpacked and again while it is; archives inside archives
are files like any other and are not opened.
"""

import errno
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from digitize.errors import BadArchive, SourceUnreadable, TooManyBytes
from digitize.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_FILES,
    MAX_ARCHIVE_INDEX_BYTES,
    MAX_ARCHIVE_RATIO,
    MAX_FILE_BYTES,
)
from digitize.text import nfc

SUFFIX = ".zip"
_PIECE_BYTES = 1024**2
_TAIL_BYTES = 22 + 65_535  # the end record and the longest comment behind it
_END = b"PK\x05\x06"
_SMALL_BYTES = 1024**2  # a ratio says nothing about a small file
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MAX_NAME = 400
_ENCRYPTED = 0x1
_IS_UTF_8 = 0x800
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    files: int = MAX_ARCHIVE_FILES
    index_bytes: int = MAX_ARCHIVE_INDEX_BYTES
    bytes: int = MAX_ARCHIVE_BYTES
    """Of everything, unpacked."""
    ratio: int = MAX_ARCHIVE_RATIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    name: str
    """Relative, `/`-separated, NFC; empty path parts and `.` left out."""
    index: int
    size_bytes: int


class Archive:
    """An opened archive within its limits; close it."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.refused: tuple[str, ...] = ()
        """Names of what is inside and will not be taken out, printable."""

    @classmethod
    def open(cls, path: Path, *, limits: ArchiveLimits | None = None) -> Self:
        """Raises `BadArchive` for what is no archive or breaks a limit, `SourceUnreadable`."""
        limits = limits or ArchiveLimits()
        try:
            _require_small_index(path, limits)
            file = zipfile.ZipFile(path)
        except _FAULTS as fault:
            raise _translated(fault) from fault
        try:
            _require_within(file.infolist(), limits)
        except BadArchive:
            file.close()
            raise
        return cls(file)

    def members(self) -> Iterator[Member]:
        """The files that may be taken out; `refused` has the others once this has ended."""
        refused = []
        for index, info in enumerate(self._file.infolist()):
            if info.filename.endswith("/"):  # `is_dir` fails on an empty name
                continue
            name = _safe_name(_name(info))
            if name is None or not _is_plain(info):
                refused.append(_CONTROL.sub("�", _name(info))[:_MAX_NAME])
            else:
                yield Member(name=name, index=index, size_bytes=info.file_size)
        self.refused = tuple(refused)

    def extract(self, index: int, target: IO[bytes]) -> None:
        """One file's bytes, never more than it says and a scan may have.

        Raises `BadArchive`, `TooManyBytes`, `SourceUnreadable`.
        """
        info = self._file.infolist()[index]
        if info.file_size > MAX_FILE_BYTES:
            raise TooManyBytes(f"{info.file_size} bytes")
        try:
            with self._file.open(info) as source:
                left = info.file_size
                while piece := source.read(min(_PIECE_BYTES, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        raise BadArchive("more bytes than announced")
                    target.write(piece)
        except _FAULTS as fault:
            raise _translated(fault) from fault

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _translated(fault: Exception) -> BadArchive | SourceUnreadable:
    """A place before the file's beginning is the archive's fault, any other trouble with the disk the disk's."""
    if isinstance(fault, OSError) and fault.errno != errno.EINVAL:
        return SourceUnreadable(str(fault))
    return BadArchive(f"{type(fault).__name__}: {fault}")


def _require_small_index(path: Path, limits: ArchiveLimits) -> None:
    """The list of names is read into memory whole, so its size is looked at first."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read(_TAIL_BYTES)
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 22:
        raise BadArchive("no end record")
    index_bytes = int.from_bytes(tail[place + 12 : place + 16], "little")
    if index_bytes > limits.index_bytes:
        raise BadArchive(f"a list of {index_bytes} bytes")


def _require_within(infos: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    if len(infos) > limits.files:
        raise BadArchive(f"{len(infos)} files")
    total = sum(info.file_size for info in infos)
    if total > limits.bytes:
        raise BadArchive(f"{total} bytes unpacked")
    for info in infos:
        if info.file_size > max(_SMALL_BYTES, limits.ratio * info.compress_size):
            raise BadArchive(f"{info.compress_size} bytes become {info.file_size}")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: many write UTF-8 without saying so."""
    if info.flag_bits & _IS_UTF_8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _safe_name(name: str) -> str | None:
    """None for a name that is absolute, climbs, is too long or hides something."""
    path = nfc(name).replace("\\", "/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    is_unsafe = (
        path.startswith("/")
        or re.match(r"[A-Za-z]:", path)
        or ".." in parts
        or _CONTROL.search(path)
        or len(path) > _MAX_NAME
    )
    return None if is_unsafe or not parts else "/".join(parts)


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """A file as such: not encrypted, no link, packed in one of the two ways everybody has."""
    mode = info.external_attr >> 16
    is_link = stat.S_ISLNK(mode) if mode else False
    return not (info.flag_bits & _ENCRYPTED) and not is_link and info.compress_type in _METHODS
