"""One worker process: a line to the broker of its own, one child that reads, one task at a time until it is asked to stop.

Asked to stop it takes nothing more, finishes what it holds and ends with 0; asked again, its child ends at once and what it
held is given back. It also stops when the process that started it is gone, and frees first what the one before it in its
place held when it died.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from types import FrameType

from config.settings import Settings
from digitize.errors import DigitizeError
from workers.commands.exit_codes import ExitCode, exit_code
from workers.commands.output import say_error
from workers.fixity import fixity_in_background
from workers.log import log_error
from workers.metrics_server import shown_on_a_port
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.queue.actors import Actors
from workers.queue.broker import open_broker
from workers.queue.claims import ClaimOptions, Claims
from workers.queue.hints import Hints
from workers.queue.sweeper import Sweeper
from workers.reading_pool import build_pool
from workers.scan_steps import ScanSteps
from workers.services import Services
from workers.watched import watched

LOOK_SECONDS = 0.5
"""How often it looks whether its parent is there."""
IDLE_MS = 200
"""A thread of dramatiq that waits looks so often whether it is to stop; also the longest pause between two looks at Redis."""
RENEWALS = 4
"""In the time of a lease."""


def work_until_stopped(settings: Settings, *, holder: str, is_sweeping: bool) -> ExitCode:
    """The life of a worker process; what ends it at once is said and is its exit code."""
    stop = _Stop()
    try:
        with ExitStack() as stack:
            services = stack.enter_context(_seen(settings.model_copy(update={"jobs": 1})))
            pool = stack.enter_context(build_pool(services.settings))
            stop.ends(pool)
            _work(services, pool, stop, stack, holder=holder, is_sweeping=is_sweeping)
    except DigitizeError as error:
        say_error(error)
        return exit_code(error)
    return ExitCode.OK


@contextmanager
def _seen(settings: Settings) -> Iterator[Services]:
    """The services of this process, which shows its metrics; what waits is the server's to show."""
    with (
        watched(settings, shows_what_waits=False) as house,
        shown_on_a_port(
            house.metrics,
            host=settings.metrics_host,
            first_port=settings.metrics_port,
            log=house.services.log,
        ),
    ):
        yield house.services


class _Stop:
    """SIGTERM, once or twice, or a parent that is gone. SIGINT is the parent's to hear: a terminal sends it to all."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._pool: ChildPool | None = None
        self._parent = os.getppid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self._heard)

    def ends(self, pool: ChildPool) -> None:
        """Asked a second time, this pool is closed."""
        self._pool = pool

    def rest(self, seconds: float) -> bool:
        """True once it is asked to stop."""
        return self._asked.wait(seconds)

    def wait(self) -> None:
        while not self._asked.wait(LOOK_SECONDS):
            if os.getppid() != self._parent:
                self._asked.set()

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        if self._asked.is_set() and self._pool is not None:
            self._pool.close()
        self._asked.set()


def _work(
    services: Services,
    pool: ChildPool,
    stop: _Stop,
    stack: ExitStack,
    *,
    holder: str,
    is_sweeping: bool,
) -> None:
    import dramatiq

    settings = services.settings
    broker = stack.enter_context(closing(open_broker(settings.broker.get_secret_value())))
    hints = Hints(broker)
    claims = Claims(
        services.work, services.clock, services.log, _options(settings, holder), stop.rest
    )
    steps = stack.enter_context(closing(ScanSteps(services, pool, progress=PageProgress())))
    _free_what_was_held(services, hints, holder)
    Actors(services, steps, claims=claims, hints=hints).declare(broker)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=IDLE_MS)
    worker.start()
    services.log.info("worker.started", holder=holder, pid=os.getpid())
    _now_and_then(stack, services, claims.renew, settings.work_lease_seconds / RENEWALS)
    if is_sweeping:
        _keep_sweeping(stack, services, hints)
        stack.enter_context(fixity_in_background(services))
    stop.wait()
    worker.stop(timeout=round(settings.work_drain_seconds * 1000))


def _options(settings: Settings, holder: str) -> ClaimOptions:
    return ClaimOptions(
        holder=holder,
        lease=timedelta(seconds=settings.work_lease_seconds),
        max_attempts=settings.work_attempts,
        pause=timedelta(seconds=settings.work_sweep_seconds),
    )


def _free_what_was_held(services: Services, hints: Hints, holder: str) -> None:
    """Nobody but a process that is dead can have been in this place; where the broker is away, its lease runs out."""
    try:
        hints.send(services.work.abandoned(holder, at=services.clock()))
    except DigitizeError as error:
        log_error(services.log, "worker.not_freed", error)


def _keep_sweeping(stack: ExitStack, services: Services, hints: Hints) -> None:
    settings = services.settings
    sweeper = Sweeper(
        work=services.work,
        hints=hints,
        clock=services.clock,
        log=services.log,
        patience=timedelta(seconds=settings.work_patience_seconds),
    )
    often = settings.work_sweep_seconds
    _now_and_then(stack, services, sweeper.sweep, often)
    _now_and_then(stack, services, sweeper.sweep_unsent, max(often, settings.work_patience_seconds))


def _now_and_then(
    stack: ExitStack, services: Services, act: Callable[[], object], seconds: float
) -> None:
    """In a thread, at once and then every so often, until the stack is left."""
    end = threading.Event()

    def run() -> None:
        while True:
            try:
                act()
            except DigitizeError as error:
                log_error(services.log, "worker.upkeep_failed", error)
            if end.wait(seconds):
                return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    stack.callback(thread.join)
    stack.callback(end.set)
