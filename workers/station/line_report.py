"""What the pushing thread learns of the line, kept for those who look; written when it changes, progress twice a second."""

import time
from dataclasses import replace
from pathlib import Path

from digitize.errors import DigitizeError
from digitize.ports import Clock
from workers.station.pushing import problem_of
from workers.station.reports import LineReport, write_line_report

_PROGRESS_SECONDS = 0.5


class LineReporter:
    def __init__(self, spool: Path, *, clock: Clock) -> None:
        self._spool = spool
        self._clock = clock
        self._report = LineReport(at=clock())
        self._written = -_PROGRESS_SECONDS

    def up(self) -> None:
        self._set(replace(self._turned(is_up=True), problem=None, sending="", sent_bytes=0))

    def down(self, error: DigitizeError) -> None:
        problem = problem_of(error)
        self._set(replace(self._turned(is_up=False), problem=problem, sending="", sent_bytes=0))

    def sending(self, file_id: str, sent_bytes: int) -> None:
        """Bytes went through: the line is up."""
        report = replace(
            self._turned(is_up=True), problem=None, sending=file_id, sent_bytes=sent_bytes
        )
        if time.monotonic() - self._written >= _PROGRESS_SECONDS:
            self._set(report)

    def _turned(self, *, is_up: bool) -> LineReport:
        at = self._clock()
        since = self._report.since if self._report.is_up is is_up else at
        return replace(self._report, at=at, is_up=is_up, since=since)

    def _set(self, report: LineReport) -> None:
        self._report = report
        self._written = time.monotonic()
        write_line_report(self._spool, report)
