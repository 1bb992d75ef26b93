"""The ledger's end into wake-up calls: one look for all who listen in this process, each told of the topics it asked for.

What waits for a listener is a set of topics, so whoever reads slowly is told once of many changes, and nothing piles up. In a
cluster each server looks for itself; what they see is the same, because the ledger is in the database.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import anyio
from anyio.to_thread import run_sync

from digitize.access import Right, Viewer
from digitize.errors import DigitizeError, TooManyListeners
from storage.changes_since import Changes, changes_since
from storage.database import Database


class Kind(StrEnum):
    """What can be listened to, and what it is called on the line."""

    BATCH = "batch"  # `batch:<id>`: files, pages or documents of this batch
    BATCHES = "batches"  # of any batch of the agency
    QUEUE = "queue"  # documents of the agency changed their status, were corrected or arranged
    HOUSE = "house"  # anything at all


NEEDED = {
    Kind.BATCH: Right.SEE_BATCHES,
    Kind.BATCHES: Right.SEE_BATCHES,
    Kind.QUEUE: Right.CHECK,
    Kind.HOUSE: Right.OPERATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningOptions:
    look_every_seconds: float = 0.5
    look_again_seconds: float = 5.0
    """After the database could not be asked."""
    most_listeners: int = 200
    """Each holds a connection, of which the server has 512."""
    most_of_account: int = 10
    """A person has a few tabs open; a program has one line."""


@dataclass(slots=True, eq=False)
class Listener:
    """One open line. Belongs to the event loop."""

    viewer: Viewer
    topics: frozenset[str]
    seq: int | None
    """The last entry of the ledger that was looked at for it; None where it just begins."""
    _waiting: set[str] = field(default_factory=set)
    _wake: anyio.Event = field(default_factory=anyio.Event)

    async def next(self) -> frozenset[str]:
        """Topics that changed, at least one; none at all when the server ends."""
        await self._wake.wait()
        self._wake = anyio.Event()
        told, self._waiting = frozenset(self._waiting), set()
        return told

    def tell(self, changes: Changes) -> None:
        self.seq = changes.seq
        self._waiting |= self.topics if changes.is_everything else self._touched(changes)
        if self._waiting:
            self._wake.set()

    def end(self) -> None:
        self._waiting.clear()
        self._wake.set()

    def _touched(self, changes: Changes) -> frozenset[str]:
        found = {str(Kind.HOUSE)} if changes.is_any else set()
        for change in changes.batches:
            if change.agency == self.viewer.agency:
                found |= {f"{Kind.BATCH}:{change.batch_id}", str(Kind.BATCHES)}
                if change.is_of_queue:
                    found.add(str(Kind.QUEUE))
        return self.topics & found


class Listening:
    """Everybody who listens. Belongs to one event loop, but for `end`."""

    def __init__(self, database: Database, *, options: ListeningOptions | None = None) -> None:
        self._database = database
        self._options = options or ListeningOptions()
        self._listeners: set[Listener] = set()
        self._somebody = anyio.Event()
        self._is_ending = False

    async def watch(self) -> None:
        """Look at the ledger's end as long as somebody listens; runs until it is cancelled."""
        while True:
            if not self._listeners:
                self._somebody = anyio.Event()
                await self._somebody.wait()
            if self._is_ending:
                self._end_all()
            await anyio.sleep(await self._look())

    @contextmanager
    def listener(
        self, viewer: Viewer, topics: frozenset[str], *, seq: int | None
    ) -> Iterator[Listener]:
        """Told from now on, and of what happened since the entry `seq`. Raises `TooManyListeners`."""
        self._require_room(viewer)
        one = Listener(viewer=viewer, topics=topics, seq=seq)
        self._listeners.add(one)
        self._somebody.set()
        try:
            yield one
        finally:
            self._listeners.discard(one)

    async def begin(self, listener: Listener) -> int:
        """The entry that the listener knows of from now on; it was told of those before. Raises the store's errors."""
        changes = await run_sync(changes_since, self._database, listener.seq)
        listener.tell(changes)
        return changes.seq

    def end(self) -> None:
        """The server ends, and nobody is to be waited for. Safe to call in a signal's handler."""
        self._is_ending = True

    async def _look(self) -> float:
        """Seconds until the next look."""
        # From where the one stands who knows least: being told twice costs a look, being told never the truth.
        seq = min((one.seq for one in self._listeners if one.seq is not None), default=None)
        try:
            changes = await run_sync(changes_since, self._database, seq)
        except DigitizeError:
            return self._options.look_again_seconds  # whoever asks for a page is told of it
        for listener in self._listeners if changes.is_any else ():
            listener.tell(changes)
        return self._options.look_every_seconds

    def _end_all(self) -> None:
        for listener in self._listeners:
            listener.end()

    def _require_room(self, viewer: Viewer) -> None:
        of_account = Counter(one.viewer.account for one in self._listeners)[viewer.account]
        is_full = len(self._listeners) >= self._options.most_listeners
        if self._is_ending or is_full or of_account >= self._options.most_of_account:
            raise TooManyListeners(f"{len(self._listeners)} listen, {of_account} of this account")
