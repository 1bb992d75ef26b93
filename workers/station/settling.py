"""The source of a file that the server holds: out of the watched folder, and only if it is the very bytes of the receipt.

It is moved first and hashed after, where no scanner writes any more: hashed first, it could be replaced before it is
moved. Other bytes than the receipt's go back to be sent themselves. Where it goes is written down before it goes.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from config.settings import AfterSending
from digitize.errors import SourceUnreadable, SourceVanished
from digitize.fault_point import reached
from workers.station import durable
from workers.station.copying import Fingerprint, fingerprint, sha256_of
from workers.station.options import StationOptions
from workers.station.rows import SourceState, SpooledFile
from workers.station.spool import Spool


def settle(
    file: SpooledFile, *, spool: Spool, options: StationOptions, at: datetime
) -> SpooledFile:
    """The file with its source in its last place. Only for a file whose receipt carries its SHA-256.

    Raises `SourceUnreadable` where it cannot be moved now (open in another program, share down): ask again later.
    """
    if file.receipt is None or file.receipt.sha256 != file.sha256:
        raise AssertionError(f"{file.id} has no receipt for its bytes")
    if file.state is SourceState.KEPT:
        file = _put_aside(file, spool=spool, options=options, at=at)
    if file.state is SourceState.ASIDE:
        file = spool.save(replace(file, state=_judged(file, options), aside=""))
    reached("station.settled")
    spool.discard_data(file.id)
    return file


def _put_aside(
    file: SpooledFile, *, spool: Spool, options: StationOptions, at: datetime
) -> SpooledFile:
    source = Path(file.source)
    try:
        if fingerprint(source) != Fingerprint(size_bytes=file.size_bytes, mtime_ns=file.mtime_ns):
            return spool.save(replace(file, state=SourceState.REPLACED))
    except SourceVanished:
        return spool.save(replace(file, state=_missing(options)))
    target = _free_place(options.sent / f"{at:%Y-%m-%d}" / file.group / source.name)
    file = spool.save(replace(file, state=SourceState.ASIDE, aside=str(target)))
    reached("station.moving")
    try:
        _move(source, target)
    except SourceUnreadable:  # the place is free again for others
        spool.save(replace(file, state=SourceState.KEPT, aside=""))
        raise
    reached("station.moved")
    return file


def _missing(options: StationOptions) -> SourceState:
    """A share that is down shows no file either; only a folder that is there can say that the file is not."""
    if not options.folder.is_dir():
        raise SourceUnreadable("watched folder is away")
    return SourceState.GONE


def _judged(file: SpooledFile, options: StationOptions) -> SourceState:
    """What became of the source, by the bytes now aside; a killed station may have come to any point of it."""
    source, aside = Path(file.source), Path(file.aside)
    if not aside.exists():
        if not source.exists():
            return _missing(options)
        _move(source, aside)
    if sha256_of(aside) != file.sha256:
        _move(aside, _free_place(source))
        return SourceState.REPLACED
    if options.after_sending is AfterSending.DELETE:
        _remove(aside)
        return SourceState.DELETED
    return SourceState.MOVED


def _move(source: Path, target: Path) -> None:
    """A rename; both places are on one disk or share, so it happens wholly or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
    except OSError as error:
        raise SourceUnreadable(type(error).__name__) from error
    durable.sync_folder(target.parent)
    durable.sync_folder(source.parent)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SourceUnreadable(type(error).__name__) from error


def _free_place(wanted: Path) -> Path:
    """The place, or with a number where another file has it: nothing that lies there is overwritten."""
    number, place = 1, wanted
    while place.exists():
        number += 1
        place = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    return place
