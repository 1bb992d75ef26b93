"""Files looked at in a process of their own: a picture that crashes or hangs a decoder costs its advice, not the station.

One process, started when first needed and again when it died; `spawn`, since Windows knows no other way.
"""

import multiprocessing
from collections.abc import Iterable
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2

from digitize.errors import DigitizeError
from digitize.image.quality import find_faults
from workers.station.advice import warning
from workers.station.pictures import scanned_pages
from workers.station.rows import PageWarning

_START_SECONDS = 60.0  # importing on a cold disk with a virus scanner
_PAGE_SECONDS = 10.0  # ten times what the slowest real page took


class Inspector:
    def __init__(self) -> None:
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        """Started at once: the first file must not wait for image libraries to load."""
        self._started()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def look(self, path: Path, page_count: int) -> tuple[PageWarning, ...]:
        """What is wrong with the pages; nothing is said of a file that cannot be looked at: the server will."""
        pipe = self._started()
        try:
            pipe.send(path)
            if pipe.poll(_START_SECONDS + _PAGE_SECONDS * page_count):
                found: tuple[PageWarning, ...] = pipe.recv()
                return found
        except (EOFError, OSError):
            pass  # it died of this file
        self._end()
        return ()

    def _started(self) -> Connection:
        if self._pipe is not None and self._child is not None and self._child.is_alive():
            return self._pipe
        self._end()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._child = context.Process(target=_look_for_ever, args=(theirs,), daemon=True)
        self._child.start()
        theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
        if self._pipe is not None:
            self._pipe.close()
        self._child = self._pipe = None


def warnings_of(path: Path) -> tuple[PageWarning, ...]:
    """What an officer should do about the pages of a file. Raises a `BadInput` where it is no scan."""
    found: Iterable[Iterable[PageWarning]] = (
        [warning(fault, page_number=page.page_index + 1) for fault in find_faults(page)]
        for page in scanned_pages(path)
    )
    return tuple(chain.from_iterable(found))


def _look_for_ever(pipe: Connection) -> None:
    """The child: until its parent is gone, however it went."""
    cv2.setNumThreads(1)  # the officer works at this machine too
    while True:
        try:
            path = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(warnings_of(path))
        except DigitizeError:
            pipe.send(())
