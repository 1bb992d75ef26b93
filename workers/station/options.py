"""Settings into what the station works by; a choice that would loop, lose files or send them in clear is refused at start."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from config.settings import AfterSending, Settings
from digitize.errors import BadConfiguration

_SENT_FOLDER = "_da_gui"
_MEGABYTE = 1024**2
_KEY = re.compile(r"dgz_(?P<station>.+)_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StationOptions:
    server: str
    key: str = field(repr=False)
    """Never logged, never shown."""
    station: str
    """Its id, as the key says."""
    authority: Path | None
    folder: Path
    spool: Path
    sent: Path
    after_sending: AfterSending
    quiet_seconds: float
    stable_seconds: float
    poll_seconds: float
    free_bytes: int
    history_days: int
    dossier: re.Pattern[str]
    procedure_code: str
    page_port: int


def station_options(settings: Settings) -> StationOptions:
    """Raises `BadConfiguration` naming the setting at fault."""
    if settings.station_folder is None:
        raise BadConfiguration("DIGITIZE_STATION_FOLDER is not set")
    folder, spool = settings.station_folder.absolute(), settings.station_spool.absolute()
    sent = (settings.station_sent or folder / _SENT_FOLDER).absolute()
    _require_apart(folder=folder, spool=spool, sent=sent)
    key = settings.station_key.get_secret_value()
    return StationOptions(
        server=_server(settings.station_server),
        key=key,
        station=_station(key),
        authority=settings.station_ca,
        folder=folder,
        spool=spool,
        sent=sent,
        after_sending=settings.station_after_sending,
        quiet_seconds=settings.station_quiet_seconds,
        stable_seconds=settings.station_stable_seconds,
        poll_seconds=settings.station_poll_seconds,
        free_bytes=settings.station_free_mb * _MEGABYTE,
        history_days=settings.station_history_days,
        dossier=_pattern(settings.station_dossier_pattern),
        procedure_code=settings.station_procedure_code,
        page_port=settings.station_page_port,
    )


def is_loopback(host: str) -> bool:
    """Whether the name in a URL or a Host header means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _server(url: str) -> str:
    if not url:
        raise BadConfiguration("DIGITIZE_STATION_SERVER is not set")
    parts = urlsplit(url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise BadConfiguration("DIGITIZE_STATION_SERVER: papers travel by https only")
    return url.rstrip("/")


def _station(key: str) -> str:
    found = _KEY.fullmatch(key)
    if found is None:
        raise BadConfiguration("DIGITIZE_STATION_KEY is not a station key (dgz_...)")
    return found["station"]


def _pattern(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise BadConfiguration(f"DIGITIZE_STATION_DOSSIER_PATTERN: {error}") from error


def _require_apart(*, folder: Path, spool: Path, sent: Path) -> None:
    """What the station writes must never look like what the scanner wrote."""
    if _is_in(folder, spool) or _is_in(spool, folder):
        raise BadConfiguration("DIGITIZE_STATION_SPOOL and DIGITIZE_STATION_FOLDER lie in another")
    if _is_in(folder, sent) or _is_in(sent, spool) or _is_in(spool, sent):
        raise BadConfiguration("DIGITIZE_STATION_SENT must not hold the folder or touch the spool")


def _is_in(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())
