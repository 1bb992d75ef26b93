"""`digitize stations`: which counters may push; a key is shown once, when it is made."""

from config.settings import Settings
from storage.station_keys import key_sha256, new_key
from storage.stations import Station, Stations
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table, say
from workers.services import build_services, open_services


def add(settings: Settings, station_id: str, *, name: str, as_json: bool) -> ExitCode:
    """Register a station of the settings' agency and print its key. Raises `StationTaken`, `BadConfiguration`."""
    key = new_key(station_id)
    with build_services(settings) as services:
        station = Station(
            id=station_id,
            agency=settings.agency_code,
            name=name or station_id,
            key_sha256=key_sha256(key),
            registered_at=services.clock(),
        )
        Stations(services.database).register(station, actor=settings.officer)
    if as_json:
        print_json({**_json(station), "key": key})
    else:
        say("Khóa của trạm quét, chỉ hiện một lần; hãy đặt vào DIGITIZE_STATION_KEY ở trạm:")
        print_lines(key)
    return ExitCode.OK


def list_all(settings: Settings, *, as_json: bool) -> ExitCode:
    with open_services(settings) as services:
        stations = Stations(services.database).all()
    if as_json:
        for station in stations:
            print_json(_json(station))
    else:
        print_table(("Mã", "Tên", "Cơ quan", "Thấy lần cuối", "Khóa"), [*map(_row, stations)])
    return ExitCode.OK


def revoke(settings: Settings, station_id: str) -> ExitCode:
    """Its key opens nothing from now on. Raises `NoSuchStation`."""
    with open_services(settings) as services:
        Stations(services.database).revoke(station_id, actor=settings.officer, at=services.clock())
    say(f"Đã thu hồi khóa của trạm {station_id}.")
    return ExitCode.OK


def _json(station: Station) -> dict[str, object]:
    return {
        "station": station.id,
        "name": station.name,
        "agency": station.agency,
        "registered_at": station.registered_at.isoformat(),
        "revoked_at": station.revoked_at and station.revoked_at.isoformat(),
        "seen_at": station.seen_at and station.seen_at.isoformat(),
    }


def _row(station: Station) -> tuple[str, ...]:
    seen = f"{station.seen_at.astimezone():%d/%m/%Y %H:%M}" if station.seen_at else ""
    key = "đã thu hồi" if station.revoked_at else "đang dùng"
    return station.id, station.name, station.agency, seen, key
