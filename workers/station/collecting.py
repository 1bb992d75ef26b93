"""One round of the watched folder: what has come to rest into the spool, looked at, and what came together into a batch."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from digitize.errors import (
    BadInput,
    DamagedFile,
    DigitizeError,
    SourceChanged,
    SourceUnreadable,
    SourceVanished,
    SpoolFull,
    StoreUnavailable,
)
from digitize.fault_point import reached
from digitize.ports import Clock
from workers.station.composing import compose, dossier_code
from workers.station.options import StationOptions
from workers.station.pushing import problem_of
from workers.station.reports import FolderReport, HeldFile
from workers.station.rows import PageWarning, Problem, SourceState, SpooledFile
from workers.station.spool import Spool
from workers.station.taking import safe_name, take
from workers.station.watch import Round, SeenFile, Watch

_GROWING_SECONDS = 60.0  # a file that is not whole after this will not become so by itself
_FIRST_RETRY_SECONDS, _LAST_RETRY_SECONDS = 2.0, 60.0
_LOOKS = 2  # a file that ended the process that looked at it so often is sent without
_MAX_BATCH_FILES = 200  # a day's feed of an office; more is a folder of old papers

Inspect = Callable[[SpooledFile], tuple[PageWarning, ...]]


@dataclass(slots=True)
class _Held:
    """A file that cannot be taken as it is now, and when to try again."""

    error: DigitizeError
    since: float
    next_try: float
    pause: float = _FIRST_RETRY_SECONDS

    def is_waiting(self, now: float) -> bool:
        """Whether it may still become whole or readable by itself."""
        may_change = isinstance(self.error, DamagedFile | SourceUnreadable)
        return may_change and now - self.since < _GROWING_SECONDS

    def failed_again(self, error: DigitizeError, now: float) -> None:
        self.error = error
        self.pause = min(_LAST_RETRY_SECONDS, self.pause * 2)
        self.next_try = now + self.pause


class Collector:
    def __init__(
        self, spool: Spool, *, options: StationOptions, clock: Clock, inspect: Inspect
    ) -> None:
        self._spool = spool
        self._options = options
        self._clock = clock
        self._inspect = inspect
        self._watch = Watch(
            options.folder,
            apart=(options.sent,),
            stable_seconds=options.stable_seconds,
        )
        self._held: dict[SeenFile, _Held] = {}
        self._active_at: dict[str, float] = {}

    def round(self, now: float) -> FolderReport:
        """Look once, take what is ready, compose what is quiet; `now` in seconds of a clock that never goes back."""
        try:
            self._look_again()
            seen = self._watch.look(now)
            problem = self._take_all(seen, now)
            self._compose_quiet(seen, now)
        except (SourceUnreadable, StoreUnavailable) as error:
            return FolderReport(at=self._clock(), problem=problem_of(error))
        return self._report(seen, problem, now)

    # -- taking
    def _take_all(self, seen: Round, now: float) -> Problem | None:
        """Everything at rest that the spool does not have yet; why it had to stop, if it had to."""
        for file in seen.moving:
            self._active_at[file.group] = now
        self._held = {file: held for file, held in self._held.items() if file in seen.resting}
        known = {_mark(file): file for file in self._spool.files()}
        for file in seen.resting:
            if spooled := known.get((str(file.path), file.mark.size_bytes, file.mark.mtime_ns)):
                self._put_back(spooled)
                continue
            if file in self._held and now < self._held[file].next_try:
                continue
            try:
                self._take(file, now)
            except SpoolFull as error:
                return problem_of(error)
        return None

    def _take(self, seen: SeenFile, now: float) -> None:
        try:
            file = take(
                seen,
                spool=self._spool,
                free_bytes=self._options.free_bytes,
                at=self._clock(),
            )
        except (SourceVanished, SourceChanged):
            self._active_at[seen.group] = now  # the next round sees it as it then is
        except (BadInput, SourceUnreadable) as error:
            self._hold(seen, error, now)
        else:
            self._held.pop(seen, None)
            self._active_at[seen.group] = now
            self._look(file)

    def _hold(self, seen: SeenFile, error: DigitizeError, now: float) -> None:
        if seen in self._held:
            self._held[seen].failed_again(error, now)
        else:
            self._held[seen] = _Held(error=error, since=now, next_try=now + _FIRST_RETRY_SECONDS)

    def _put_back(self, file: SpooledFile) -> None:
        """Its source lies in the folder again although it was settled: it is settled once more, not sent once more."""
        is_back = file.state in (SourceState.MOVED, SourceState.DELETED, SourceState.GONE)
        if is_back and file.receipt is not None:
            self._spool.save(replace(file, state=SourceState.KEPT))

    # -- looking
    def _look(self, file: SpooledFile) -> None:
        """Counted before it is done: a file that brings the process down is not looked at for ever."""
        if file.warnings is None and file.looks < _LOOKS:
            file = self._spool.save(replace(file, looks=file.looks + 1))
            self._spool.save(replace(file, warnings=self._inspect(file)))
            reached("station.looked")
        elif file.warnings is None:
            self._spool.save(replace(file, warnings=()))

    def _look_again(self) -> None:
        """Files that a killed station had taken but not looked at."""
        for file in self._spool.loose_files():
            self._look(file)

    # -- composing
    def _compose_quiet(self, seen: Round, now: float) -> None:
        groups: defaultdict[str, list[SpooledFile]] = defaultdict(list)
        for file in self._spool.loose_files():
            groups[file.group].append(file)
        busy = {file.group for file in seen.moving} | {
            file.group for file, held in self._held.items() if held.is_waiting(now)
        }
        for group, files in groups.items():
            since = self._active_at.setdefault(group, now)
            if group not in busy and now - since >= self._options.quiet_seconds:
                self._compose(files)

    def _compose(self, files: list[SpooledFile]) -> None:
        for start in range(0, len(files), _MAX_BATCH_FILES):
            some = files[start : start + _MAX_BATCH_FILES]
            batch = compose(
                some,
                code=dossier_code(some[0].group, pattern=self._options.dossier),
                procedure_code=self._options.procedure_code,
                station=self._options.station,
                at=self._clock(),
            )
            self._spool.save_batch(batch)
            reached("station.composed")

    # -- telling
    def _report(self, seen: Round, problem: Problem | None, now: float) -> FolderReport:
        return FolderReport(
            at=self._clock(),
            moving=_names(seen.moving),
            held=tuple(
                HeldFile(
                    name=safe_name(file.path.name),
                    group=safe_name(file.group),
                    problem=problem_of(held.error),
                    is_waiting=held.is_waiting(now),
                )
                for file, held in self._held.items()
            ),
            problem=problem,
        )


def _mark(file: SpooledFile) -> tuple[str, int, int]:
    return file.source, file.size_bytes, file.mtime_ns


def _names(files: Iterable[SeenFile]) -> tuple[str, ...]:
    return tuple(sorted(safe_name(file.path.name) for file in files))
