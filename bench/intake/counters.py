"""Counters that push batches at once, by the station's own line: what each batch took until its receipt.

They run in processes of their own, some counters in each, so that the measured server shares no interpreter with them.
"""

import hashlib
import json
import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import httpx

from config.settings import Settings
from digitize.errors import DigitizeError, ServerUnreachable
from workers.station.line import ServerLine
from workers.station.options import StationOptions, station_options
from workers.station.rows import SpooledFile
from workers.station.upload import ChunkSize, send

_T = TypeVar("_T")
_PROCESSES = 3
_TRIES = 5
_PAUSE_SECONDS = 0.2
_AT_ONCE_SECONDS = 0.3  # by then every process has its share


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchToPush:
    key: str
    """Of the station."""
    name: str
    folder: Path
    """Its files, in the order of their names."""
    page_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedBatch:
    name: str
    seconds: float
    """From opening the batch to its receipt."""
    receipt_seconds: float
    """From the last byte of its last file leaving the counter to the batch's receipt in its hands; see README.md."""
    file_count: int
    errors: tuple[str, ...]
    """What went wrong, tried again or not."""


@dataclass(slots=True)
class _Clock:
    """When the last byte left."""

    last_byte_at: float = 0.0
    errors: list[str] = field(default_factory=list)


class _TimedLine(ServerLine):
    """The station's line, which also notes when the last byte of a file's piece had been given to the network."""

    def __init__(self, options: StationOptions) -> None:
        super().__init__(options)
        self.clock = _Clock()
        self._http.event_hooks = {"request": [self._watch]}

    def _watch(self, request: httpx.Request) -> None:
        if request.method == "PATCH":
            request.extensions = {**request.extensions, "trace": self._note}

    def _note(self, event: str, _about: object) -> None:
        if event == "http11.send_request_body.complete":
            self.clock.last_byte_at = time.monotonic()


def write_batch(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


class Counters:
    """Processes ready to push; open for the time of a measurement."""

    def __init__(self, url: str, *, processes: int = _PROCESSES) -> None:
        self._url = url
        self._count = processes
        context = multiprocessing.get_context("spawn")
        self._processes = ProcessPoolExecutor(processes, mp_context=context)

    def __enter__(self) -> Self:
        list(self._processes.map(_load, range(self._count)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._processes.shutdown()

    def push_at_once(self, batches: Sequence[BatchToPush]) -> list[PushedBatch]:
        """Every batch by a counter of its own, all begun at the same moment."""
        start_at = time.monotonic() + _AT_ONCE_SECONDS
        shares = [batches[number :: self._count] for number in range(self._count)]
        done = [
            self._processes.submit(_push_share, self._url, share, start_at)
            for share in shares
            if share
        ]
        return [pushed for share in done for pushed in share.result()]


def push(url: str, batch: BatchToPush) -> PushedBatch:
    """One batch, by this process."""
    folder = batch.folder.parent
    options = station_options(
        Settings(
            station_server=url,
            station_key=batch.key,  # type: ignore[arg-type]
            station_folder=folder / "quet",
            station_spool=folder / "tram",
        )
    )
    files = [_spooled(path) for path in sorted(batch.folder.iterdir())]
    start = time.monotonic()
    with _TimedLine(options) as line:
        clock = line.clock
        try:
            _push(line, batch, files)
        except DigitizeError as error:
            clock.errors.append(f"{error.code}: {error.detail}")
    end = time.monotonic()
    return PushedBatch(
        name=batch.name,
        seconds=end - start,
        receipt_seconds=end - clock.last_byte_at,
        file_count=len(files),
        errors=tuple(clock.errors),
    )


def _push(line: _TimedLine, batch: BatchToPush, files: list[SpooledFile]) -> None:
    body = json.dumps({"files": [{"name": f.name, "sha256": f.sha256} for f in files]})
    server_batch = _asked(line, lambda: line.open_batch(key=batch.name, body=body))
    chunk = ChunkSize()  # like the station's own, kept from file to file; cold for every batch
    for file in files:
        _send(line, file, batch.folder / file.name, server_batch=server_batch, chunk=chunk)
    receipt = json.loads(_asked(line, lambda: line.close_batch(server_batch, key=batch.name)))
    if receipt["pages"]["received"] != batch.page_count or len(receipt["files"]) != len(files):
        line.clock.errors.append(f"receipt of {receipt['pages']['received']} pages")


def _send(
    line: _TimedLine, file: SpooledFile, data: Path, *, server_batch: str, chunk: ChunkSize
) -> None:
    """The file until its receipt."""
    begun = _asked(line, lambda: line.create_upload(file, batch=server_batch, name=file.name))
    sent = replace(file, upload=begun.path)
    offsets = iter([begun.offset])  # asked for anew when it is tried again
    _asked(
        line,
        lambda: send(
            line, sent, data, chunk=chunk, progress=lambda _sent: None, offset=next(offsets, None)
        ),
    )
    receipt = _asked(line, lambda: line.receipt(sent.upload, sha256=file.sha256))
    if receipt.error is not None:
        line.clock.errors.append(f"{file.name}: {receipt.error.code}")


def _asked(line: _TimedLine, ask: Callable[[], _T]) -> _T:
    """The answer, asked for again where the server was in trouble; each trouble is an error of the measurement."""
    for _ in range(_TRIES):
        try:
            return ask()
        except ServerUnreachable as error:
            line.clock.errors.append(f"{error.code}: {error.detail}")
            time.sleep(_PAUSE_SECONDS)
    return ask()


def _spooled(path: Path) -> SpooledFile:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    about = path.stat()
    return SpooledFile(
        id=path.name,
        source=str(path),
        group="",
        name=path.name,
        size_bytes=about.st_size,
        mtime_ns=about.st_mtime_ns,
        sha256=sha256,
        page_count=0,
        taken_at=datetime.now(UTC),
    )


def _load(_number: int) -> None:
    """Called in the process: what it needs is imported as it arrives there, before anything is measured."""
    time.sleep(0.2)  # so that each process gets one call


def _push_share(url: str, batches: Sequence[BatchToPush], start_at: float) -> list[PushedBatch]:
    with ThreadPoolExecutor(len(batches)) as counters:
        time.sleep(max(0.0, start_at - time.monotonic()))
        return list(counters.map(lambda batch: push(url, batch), batches))
