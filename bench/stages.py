"""What each stage costs: the whole job in this one process, every stage's processor time taken where it is called.

Stages call one another (a row that the layout dropped is recognised again), so the clock counts exclusively: what runs
inside a timed call is not counted for its caller. Programs that a stage starts are counted with it. What no clock sees
is custody: rows, ledger, files. Model, imports and keys are loaded before, since a day's work pays for them once.
"""

import gc
import inspect
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import Any

import digitize.pipeline
import digitize.reading
from config.settings import Settings
from digitize.intake.pdf_pages import PdfPages
from digitize.intake.raster_pages import RasterPages
from digitize.model import BatchId
from digitize.ocr.known_words import known_words
from digitize.ocr.pen_digits import load_samples
from digitize.rows import Batch
from workers.pool import ChildPool, PoolOptions
from workers.progress import PageProgress
from workers.runner import Runner
from workers.sealing import SealingDesk
from workers.services import build_services
from workers.tools import Tools, build_tools

RECOGNITION = "recognise"
CUSTODY = "custody, rows, ledger"
"""What is left of the whole when all timed stages are taken away."""

_TIMED_WITHIN = (digitize.pipeline, digitize.reading)
"""The two screens that name every stage; a function that one of them calls is a stage named for its module."""
_METHODS = (
    (PdfPages, "load", "decode"),
    (RasterPages, "load", "decode"),
    (SealingDesk, "sealed", "seal"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCosts:
    pages: int
    seconds: dict[str, float]
    """Processor seconds of each stage, dearest first."""

    @property
    def overhead_share(self) -> float:
        """Everything that is not recognition, over recognition."""
        recognition = self.seconds[RECOGNITION]
        return (sum(self.seconds.values()) - recognition) / recognition


@dataclass(slots=True)
class _Clock:
    """Exclusive processor time a stage; one thread at a time is at work, whichever it is."""

    seconds: Counter[str] = field(default_factory=Counter)
    _inside: list[float] = field(default_factory=list)

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = _cpu_seconds()
            self._inside.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                whole = _cpu_seconds() - start
                self.seconds[stage] += whole - self._inside.pop()
                if self._inside:
                    self._inside[-1] += whole

        return run


def stage_costs(files: Sequence[Path]) -> StageCosts:
    """The files through `digitize run`'s own steps, in this process."""
    with TemporaryDirectory(prefix="bench-stages-") as folder:
        settings = Settings(warehouse=Path(folder) / "kho", jobs=1)
        settings.warehouse.mkdir()
        tools = build_tools(settings)
        load_samples()
        known_words()
        gc.freeze()  # as the fork server does: no collector goes through all this for a page
        clock = _Clock()
        with (
            build_services(settings) as services,
            _Here(tools) as here,
            _all_timed(clock, tools),
        ):
            _ = services.sealing.authority
            pages = list[int]()
            progress = PageProgress(pages_found=pages.append)
            runner = Runner(services, here, batch=_batch(), progress=progress)
            start = _cpu_seconds()
            for _outcome in runner.run(files):
                pass
            whole = _cpu_seconds() - start
    seconds = clock.seconds + Counter({CUSTODY: whole - clock.seconds.total()})
    return StageCosts(pages=sum(pages), seconds=dict(seconds.most_common()))


def _batch() -> Batch:
    return Batch(id=BatchId("bench"), agency="bench", channel="folder", opened_at=datetime.now(UTC))


class _Here(ChildPool):
    """A pool whose only child is this process."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(Tools, options=PoolOptions(jobs=1))
        self._tools = tools

    def call(self, function: Callable[..., Any], _timeout: float, *args: Any, **kwargs: Any) -> Any:
        return function(self._tools, *args, **kwargs)


@contextmanager
def _all_timed(clock: _Clock, tools: Tools) -> Iterator[None]:
    engine = tools.engine
    recognitions = [(engine, name, RECOGNITION) for name in ("read", "read_line")]
    functions = [
        (module, name, _stage_of(function))
        for module in _TIMED_WITHIN
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ != module.__name__ and function.__module__.startswith("digitize.")
    ]
    with ExitStack() as undo:
        for where, name, stage in (*recognitions, *functions, *_METHODS):
            undo.callback(setattr, where, name, getattr(where, name))
            setattr(where, name, clock.timed(stage, getattr(where, name)))
        yield


def _stage_of(function: FunctionType) -> str:
    """`red_ink` for `digitize.image.red_ink`, `classify` for `digitize.classify.verdict`."""
    _, room, *rest = function.__module__.split(".")
    return room if room in ("classify", "extract") or not rest else rest[-1]


def _cpu_seconds() -> float:
    """Of this process and of the programs it has waited for."""
    programs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + programs.ru_utime + programs.ru_stime
