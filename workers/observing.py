"""What the seams of the work tell of themselves to whoever observes: metrics, traces, the log; nobody, by default.

A seam says what is at work on what (`with stage(Stage.SEAL, document=...)`) and what came of it. It knows neither Prometheus
nor OpenTelemetry: those are observers that a long-running process adds, and a process without one pays a call. The ids said
by the stages around a line of the log stand in that line (`workers/log.py`), so that nobody passes them along.
"""

import contextvars
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from enum import StrEnum
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Ids = Mapping[str, str | int]
"""`batch`, `scan`, `document`, `page` (from 1), `station`: never a name, a text or a number of anybody."""


class Stage(StrEnum):
    """What is timed and traced; the first holds those behind it, but for `receive`, which comes before."""

    RECEIVE = "receive"  # a file into custody
    SCAN = "scan"  # a scan from custody to its documents' end, as far as no person is needed
    READ_PAGE = "read_page"  # one page through its child process, and its reading kept
    SEPARATE = "separate"  # readings into documents
    ARCHIVE = "archive"  # the searchable PDF made and frozen
    DESCRIBE = "describe"  # type, fields, reasons for a person
    SEAL = "seal"  # signed and verified after writing
    FILE = "file"  # the record, found by search from then on


class Observer:
    """Hooks that do nothing; an observer overrides what it wants to hear. They are called in many threads and must not fail."""

    def stage(self, stage: Stage, ids: Ids) -> AbstractContextManager[object]:  # noqa: ARG002
        """Entered when the stage begins, left when it ends, with the error that ended it."""
        return nullcontext()

    def page_begun(self) -> None:
        """An attempt at a page was counted."""

    def page_done(self, outcome: str) -> None:
        """A page was read for the first time, with this `PageOutcome`."""

    def document_moved(self, status: str) -> None:
        """A step brought a document to this `DocumentStatus`."""

    def work_begun(self, kind: str) -> None:
        """A worker of a cluster took up work of this `WorkKind`; counted as an attempt."""

    def work_ended(self, kind: str, outcome: str) -> None:
        """It is `done`, has `failed` and is tried again later, was `given_back`, or is `set_aside` for an operator."""

    def store_called(
        self, operation: str, seconds: float, *, size_bytes: int = 0, error_code: str = ""
    ) -> None:
        """The store answered, or failed; `size_bytes` of what was put or got."""

    def transaction_done(self, kind: str, seconds: float, *, error_code: str = "") -> None:
        """A transaction of the catalogue ended, waiting for its turn and for the disk included; `kind`: `read`, `write`."""

    def child_started(self) -> None:
        """A child process was started."""

    def child_ended(self, cause: str) -> None:
        """A child process was ended: the code of the error it ended with, or `worn` or `closed`."""

    def error_logged(self, event: str, code: str) -> None:
        """A line with an error's code was written to the log."""


_observers: list[Observer] = []
"""Of this process; set when it starts and left alone while it works."""

_ids: contextvars.ContextVar[Ids] = contextvars.ContextVar("ids", default={})  # noqa: B039 - never changed in place


@contextmanager
def observed_by(*observers: Observer) -> Iterator[None]:
    """For the block they hear of everything that this process does."""
    _observers.extend(observers)
    try:
        yield
    finally:
        for observer in observers:
            _observers.remove(observer)


def tell(hook: Callable[Concatenate[Observer, P], None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Every observer's hook of this name, as in `tell(Observer.page_begun)`."""
    for observer in _observers:
        getattr(observer, hook.__name__)(*args, **kwargs)


@contextmanager
def stage(stage: Stage, **ids: str | int) -> Iterator[None]:
    """The block is this stage's work on these ids; they hold for what it calls, together with those around it."""
    with about(**ids), ExitStack() as stack:
        for observer in _observers:
            stack.enter_context(observer.stage(stage, _ids.get()))
        yield


@contextmanager
def about(**ids: str | int) -> Iterator[None]:
    """The block is about these ids."""
    token = _ids.set({**_ids.get(), **ids})
    try:
        yield
    finally:
        _ids.reset(token)


def ids_at_work() -> Ids:
    """What this thread is at work on."""
    return _ids.get()


def carried(function: Callable[P, R]) -> Callable[P, R]:
    """The function as work on what the caller is at work on, in whichever threads it will run."""
    surroundings = contextvars.copy_context()

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return surroundings.copy().run(function, *args, **kwargs)

    return call
