"""A folder on the server that scanners and people put files into: into custody by the station's rules, then out of the way.

A file is taken when it stands still and is whole by its own structure. What is in custody goes to `_da_nhan` (or stays, by
setting), what no scan can be made of to `_bi_tu_choi` beside a text that says why. A sub-folder is a batch of its own; one
named by a dossier code is that dossier's. Killed between custody and the move, the file is received again, which changes
nothing, and then moved.
"""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from config.settings import AfterCustody
from digitize import limits
from digitize.errors import (
    BadInput,
    ChildFailed,
    DamagedFile,
    DigitizeError,
    EmptyFile,
    EngineFailed,
    SourceUnreadable,
    UnexpectedInChild,
)
from digitize.extract.ids import parse_dossier_code
from digitize.fault_point import reached
from digitize.model import BatchId
from digitize.rows import Batch
from workers.hot_folder_places import HotFolderPlaces
from workers.hot_folder_task import require_whole_in_child
from workers.importing.importer import hash_of
from workers.log import log_error
from workers.log_words import frames_of
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.services import Services
from workers.station.watch import SeenFile, Watch

CHANNEL = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class HotFolderOptions:
    after: AfterCustody = AfterCustody.MOVE
    poll_seconds: float = 1.0
    """How often the folder is listed; listing works on every network share, notices do not."""
    stable_seconds: float = 2.0
    """A file is looked at when its size and time have stood still for this long."""
    give_up_seconds: float = 600.0
    """A file that stood still this long without becoming whole was cut, not slow."""
    retry_seconds: float = 10.0
    """Before a file is tried again whose trouble may pass: a full disk, a share that is down."""


@dataclass(slots=True)
class _Patience:
    """Files that are left alone for now, as they are; forgotten when they change."""

    until: dict[SeenFile, float] = field(default_factory=dict)
    since: dict[SeenFile, float] = field(default_factory=dict)

    def keep(self, present: set[SeenFile]) -> None:
        """Nothing is remembered of what has gone or changed."""
        self.until = {file: at for file, at in self.until.items() if file in present}
        self.since = {file: at for file, at in self.since.items() if file in present}


class HotFolder:
    """`watch` in a thread of its own, or `look` once. For one thread."""

    def __init__(
        self,
        services: Services,
        pool: ChildPool,
        *,
        places: HotFolderPlaces,
        options: HotFolderOptions | None = None,
        on_custody: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_custody` is called after every look that took something: somebody may wait for work."""
        self._services = services
        self._pool = pool
        self._receiving = Receiving(services, pool)
        self._places = places
        self._options = options or HotFolderOptions()
        self._on_custody = on_custody
        self._watch = Watch(
            places.folder,
            apart=(places.done, places.refused),
            stable_seconds=self._options.stable_seconds,
        )
        self._patience = _Patience()

    def watch(self, stop: threading.Event) -> None:
        """Look until told to stop; a folder that cannot be listed for a while is looked at again."""
        while not stop.wait(self._options.poll_seconds):
            try:
                if self.look(time.monotonic()):
                    self._on_custody()
            except DigitizeError as error:
                log_error(self._services.log, "hot_folder.failed", error)
            except Exception as error:  # noqa: BLE001 - the one broad except of this loop: the folder is looked at again
                self._services.log.error("hot_folder.defect", traceback=frames_of(error))

    def look(self, now: float) -> int:
        """Take every file that is ready; how many are in custody now. `now` in seconds of a clock that never goes back."""
        found = self._watch.look(now)
        self._patience.keep({*found.resting, *found.moving})
        return sum(self._try(file, now) for file in found.resting if self._is_due(file, now))

    def _is_due(self, file: SeenFile, now: float) -> bool:
        return now >= self._patience.until.get(file, now)

    def _try(self, file: SeenFile, now: float) -> bool:
        try:
            self._require_whole(file, now)
            self._take(file)
        except _NotYet:
            self._patience.until[file] = now + self._options.stable_seconds
        except BadInput as error:
            self._refuse(file, error)
        except DigitizeError as error:
            self._patience.until[file] = now + self._options.retry_seconds
            log_error(self._services.log, "hot_folder.postponed", error)
        else:
            return True
        return False

    def _require_whole(self, file: SeenFile, now: float) -> None:
        """Raises `_NotYet` for a file that may still be written. What else is wrong with it, custody says and keeps."""
        try:
            self._pool.call(require_whole_in_child, limits.CHILD_PAGE_SECONDS, file.path)
        except (DamagedFile, EmptyFile, ChildFailed, EngineFailed, UnexpectedInChild) as error:
            since = self._patience.since.setdefault(file, now)
            if now - since < self._options.give_up_seconds:
                raise _NotYet(error.code) from error
        except BadInput:
            return

    def _take(self, file: SeenFile) -> None:
        name = file.path.relative_to(self._places.folder).as_posix()
        receipt = self._receiving.receive(file.path, batch=self._batch(file), name=_shown(name))
        reached("hot_folder.received")
        if self._options.after is AfterCustody.LEAVE:
            self._patience.until[file] = float("inf")
            return
        self._move(file, self._places.done, sha256=receipt.scan_id)

    def _refuse(self, file: SeenFile, error: BadInput) -> None:
        """Out of the way, with the reason beside it; its bytes are in quarantine too."""
        target = self._move(file, self._places.refused)
        note = target.with_name(f"{target.name}.txt")
        with suppress(OSError):  # a full disk; the log and the quarantine have the reason too
            note.write_text(f"{error.message}\nMã lỗi: {error.code}\n", encoding="utf-8-sig")

    def _move(self, file: SeenFile, place: Path, *, sha256: str | None = None) -> Path:
        """Its new place. Moved first and hashed after, where nobody writes any more: other bytes go back to be taken anew."""
        target = _free_place(place / file.path.relative_to(self._places.folder))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            file.path.rename(target)
        except OSError as fault:
            raise SourceUnreadable(str(fault)) from fault
        if sha256 is not None and hash_of(target) != sha256:
            target.rename(_free_place(file.path))
        return target

    def _batch(self, file: SeenFile) -> Batch:
        """A sub-folder's files of a day are one batch; so are the files that lie loose."""
        at = self._services.clock()
        return Batch(
            id=_batch_id(self._places.folder, file.group, at),
            agency=self._services.settings.agency_code,
            channel=CHANNEL,
            opened_at=at,
            dossier_code=parse_dossier_code(file.group) or "",
        )


@contextmanager
def watching(folder: HotFolder) -> Iterator[None]:
    """The folder is watched for the block; what is under way at its end is finished."""
    stop = threading.Event()
    thread = threading.Thread(target=folder.watch, args=(stop,), name="hot-folder", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class _NotYet(DigitizeError):
    """Tệp chưa ghi xong. Hãy chờ máy quét ghi xong."""

    code = "not_yet"
    retry = True


def _batch_id(folder: Path, group: str, at: datetime) -> BatchId:
    said = f"{folder}\n{group}\n{at:%Y-%m-%d}".encode("utf-8", "surrogateescape")
    return BatchId(f"h-{hashlib.sha256(said).hexdigest()[:24]}")


def _shown(name: str) -> str:
    """Bytes of a name that are no UTF-8 are spelled out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _free_place(path: Path) -> Path:
    """The path, or the next with a number: nothing that came before is written over."""
    number, place = 1, path
    while place.exists() or place.with_name(f"{place.name}.txt").exists():
        number += 1
        place = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return place
