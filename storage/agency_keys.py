"""Keys of agencies as files in a folder: a file an agency, a line a key, the newest last; the folder of no warehouse.

    digitize agency keys 1
    agency 000.00.00.H00
    2026-03-02T08:30:00+00:00 9f2c51d7a3e80b46 <32 bytes in base64>

The newest key encrypts, all of them decrypt: so a key is changed without a stop, and an old one goes when nothing needs it any
more (`digitize keys apply`). A file that others on the machine can read is refused, as ssh does with its own. Who destroys an
agency's file makes the papers that are that agency's alone unreadable for ever, in every copy.
"""

import base64
import binascii
import hashlib
import os
import re
import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digitize.errors import AgencyKeyMissing, AgencyKeysUnusable, AgencyKeyThere
from storage.disk_faults import disk_faults

KEY_BYTES = 32
SUFFIX = ".keys"
_FIRST_LINE = "digitize agency keys 1"
_ID_CHARS = 16
_OPEN_TO_OTHERS = 0o077
_AGENCY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyKey:
    agency: str
    made_at: datetime
    secret: bytes

    def __repr__(self) -> str:
        """Without the secret: representations get into logs."""
        return f"AgencyKey({self.agency}, {self.id})"

    @property
    def fingerprint(self) -> str:
        """SHA-256 that tells nothing of the key, and is of this agency's key alone."""
        return hashlib.sha256(_FIRST_LINE.encode() + self.agency.encode() + self.secret).hexdigest()

    @property
    def id(self) -> str:
        """What headers of objects name."""
        return self.fingerprint[:_ID_CHARS]


class AgencyKeys:
    """The keys in one folder; read again when the folder has changed, so that a running server sees new ones. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self._folder = folder
        self._lock = threading.Lock()
        self._as_of: int | None = None
        self._keys: Mapping[str, Sequence[AgencyKey]] = {}

    def newest(self, agency: str) -> AgencyKey | None:
        """The key that encrypts; None where the agency has none. Raises `AgencyKeysUnusable`."""
        found = self.all().get(agency)
        return found[-1] if found else None

    def find(self, agency: str, key_id: str) -> AgencyKey | None:
        """The key that an object names; None where it is not here. Raises `AgencyKeysUnusable`."""
        return next((key for key in self.all().get(agency, ()) if key.id == key_id), None)

    def all(self) -> Mapping[str, Sequence[AgencyKey]]:
        """By agency, the oldest first. Raises `AgencyKeysUnusable`, `AgencyKeyMissing` without the folder."""
        with self._lock:
            changed = self._changed_ns()
            if changed != self._as_of:
                self._keys = _read_all(self._folder)
                self._as_of = changed
            return self._keys

    def _changed_ns(self) -> int:
        """A file that is written by renaming changes its folder."""
        try:
            return self._folder.stat().st_mtime_ns
        except FileNotFoundError as error:
            raise AgencyKeyMissing(f"no folder {self._folder}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingKeys:
    """The keys of a machine that encrypts."""

    keys: AgencyKeys
    may_be_plain: bool
    """Whether papers of an agency without a key are stored as they are."""

    def find(self, agency: str, key_id: str) -> AgencyKey | None:
        return self.keys.find(agency, key_id)

    def for_writing(self, holders: Callable[[], Collection[str]]) -> Sequence[AgencyKey]:
        """Of every holder; raises `AgencyKeyMissing` where one has none, or nobody knows whose it is."""
        agencies = holders()
        found = [key for agency in sorted(agencies) if (key := self.keys.newest(agency))]
        if self.may_be_plain or (found and len(found) == len(agencies)):
            return found
        without = set(agencies) - {key.agency for key in found}
        raise AgencyKeyMissing(", ".join(sorted(without)) or "no row tells whose it is")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoKeys:
    """The keys of a machine that has none: it opens nothing, and where its house encrypts it writes nothing."""

    is_needed: Callable[[], bool]
    """Whether the house encrypts, so that a machine without its keys must not go on as if it did not."""

    def find(self, _agency: str, _key_id: str) -> AgencyKey | None:
        return None

    def for_writing(self, _holders: Callable[[], Collection[str]]) -> Sequence[AgencyKey]:
        """None at all. Raises `AgencyKeyMissing`."""
        if self.is_needed():
            raise AgencyKeyMissing("DIGITIZE_AGENCY_KEYS is not set on this machine")
        return ()


def make_key(folder: Path, agency: str, *, is_rotation: bool, at: datetime) -> AgencyKey:
    """A new key of the agency, durable on return; the folder is made where it is missing.

    Raises `AgencyKeyThere` where there is one and no other is asked for, `AgencyKeysUnusable` for a name that is no code or a
    file that cannot be used, and the disk's errors.
    """
    if not _AGENCY.fullmatch(agency):
        raise AgencyKeysUnusable(f"no agency code: {agency[:80]!r}")
    path = folder / f"{agency}{SUFFIX}"
    with disk_faults(str(folder)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = _read(path) if path.exists() else ()
    if there and not is_rotation:
        raise AgencyKeyThere(agency)
    key = AgencyKey(agency=agency, made_at=at, secret=secrets.token_bytes(KEY_BYTES))
    with disk_faults(str(folder)):
        _replace(path, _text(agency, (*there, key)).encode())
    return key


def _read_all(folder: Path) -> Mapping[str, Sequence[AgencyKey]]:
    found = [path for path in sorted(folder.glob(f"*{SUFFIX}")) if path.name[0] != "."]
    return {path.name.removesuffix(SUFFIX): _read(path) for path in found}


def _read(path: Path) -> tuple[AgencyKey, ...]:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeError) as error:
        raise AgencyKeysUnusable(f"{path}: {error.__class__.__name__}") from error
    if mode & _OPEN_TO_OTHERS:
        raise AgencyKeysUnusable(f"{path}: mode {mode & 0o777:04o}, not 0600")
    agency = path.name.removesuffix(SUFFIX)
    first, second, *lines = [*text.splitlines(), "", ""]
    if (first, second) != (_FIRST_LINE, f"agency {agency}"):
        raise AgencyKeysUnusable(f"{path}: not the keys of {agency}")
    keys = tuple(_parsed(agency, line, path) for line in lines if line)
    if not keys:
        raise AgencyKeysUnusable(f"{path}: no key")
    return keys


def _parsed(agency: str, line: str, path: Path) -> AgencyKey:
    """Raises `AgencyKeysUnusable`, never with the line: it is the secret."""
    try:
        made_at, key_id, secret = line.split(" ")
        key = AgencyKey(
            agency=agency,
            made_at=datetime.fromisoformat(made_at),
            secret=base64.b64decode(secret, validate=True),
        )
    except (ValueError, binascii.Error):
        raise AgencyKeysUnusable(f"{path}: a line that is no key") from None
    if len(key.secret) != KEY_BYTES or key.id != key_id:
        raise AgencyKeysUnusable(f"{path}: a key that is not {key_id[:_ID_CHARS]!r}")
    return key


def _text(agency: str, keys: Sequence[AgencyKey]) -> str:
    lines = [
        f"{key.made_at.isoformat()} {key.id} {base64.b64encode(key.secret).decode()}"
        for key in keys
    ]
    return "\n".join([_FIRST_LINE, f"agency {agency}", *lines, ""])


def _replace(path: Path, data: bytes) -> None:
    """Whole or as it was, whatever happens, and never open to others."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
