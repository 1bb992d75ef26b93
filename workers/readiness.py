"""Whether what a process stands on answers: catalogue, store and, where one is set, broker; each by name, each in time.

A dependency that hangs is asked by one thread at a time and no more, however often somebody wants to know.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from digitize.errors import DigitizeError, StoreReadOnly, StoreUnavailable
from digitize.model import ScanId
from digitize.rows import Priority
from storage import keys
from storage.disk_faults import disk_faults
from workers.services import Services

ANSWER_SECONDS = 3.0
"""An orchestrator asks every ten seconds and gives up after a few."""

_NO_SCAN = ScanId("0" * 64)

Answers = Mapping[str, DigitizeError | None]
"""By dependency what is wrong with it, or None."""


@dataclass(slots=True)
class _Asking:
    """One question under way; its thread ends with the answer, whoever still waits for it."""

    question: Callable[[], None]
    answered: threading.Event = field(default_factory=threading.Event)
    error: DigitizeError | None = field(default_factory=lambda: StoreUnavailable("broke down"))
    """Until it is known that all is well."""

    def run(self) -> None:
        try:
            self.question()
            self.error = None
        except DigitizeError as error:
            self.error = error
        finally:
            self.answered.set()


class Readiness:
    """Asks what the services stand on. Thread-safe."""

    def __init__(
        self,
        questions: Mapping[str, Callable[[], None]],
        *,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """`questions` by name; each returns where all is well and raises one of our errors where not."""
        self._questions = questions
        self._answer_seconds = answer_seconds
        self._lock = threading.Lock()
        self._under_way: dict[str, _Asking] = {}

    def ask(self) -> Answers:
        """What each says, within `answer_seconds` for all of them; who says nothing is unavailable."""
        deadline = time.monotonic() + self._answer_seconds
        asked = {name: self._asking(name) for name in self._questions}
        return {name: self._answer(asking, deadline) for name, asking in asked.items()}

    def _asking(self, name: str) -> _Asking:
        with self._lock:
            asking = self._under_way.get(name)
            if asking is None or asking.answered.is_set():
                asking = self._under_way[name] = _Asking(self._questions[name])
                threading.Thread(target=asking.run, name=f"ready-{name}", daemon=True).start()
            return asking

    def _answer(self, asking: _Asking, deadline: float) -> DigitizeError | None:
        if asking.answered.wait(max(0.0, deadline - time.monotonic())):
            return asking.error
        return StoreUnavailable(f"no answer within {self._answer_seconds:.0f} s")


def readiness_of(services: Services) -> Readiness:
    """What these services stand on."""
    questions: dict[str, Callable[[], None]] = {
        "catalogue": lambda: _ask_catalogue(services),
        "store": lambda: _ask_store(services),
    }
    if services.settings.broker:
        questions["broker"] = lambda: _ask_broker(services)
    return Readiness(questions)


def _ask_catalogue(services: Services) -> None:
    services.catalogue.ledger_head()


def _ask_broker(services: Services) -> None:
    """By a line of its own, as the next worker will make one."""
    from workers.queue.broker import messages_waiting, open_broker
    from workers.queue.hints import queue_name

    with closing(open_broker(services.settings.broker.get_secret_value())) as broker:
        messages_waiting(broker, queue_name(Priority.COUNTER))


def _ask_store(services: Services) -> None:
    """That it says what it has not, and, where it is a folder, that it can be written to."""
    services.store.exists(keys.original(_NO_SCAN))
    if services.settings.bucket:
        return
    warehouse = services.settings.warehouse
    with disk_faults("warehouse"):
        if not os.access(warehouse, os.W_OK) or os.statvfs(warehouse).f_flag & os.ST_RDONLY:
            raise StoreReadOnly("warehouse")
