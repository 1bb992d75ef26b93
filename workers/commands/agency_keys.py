"""`digitize keys make` and `keys apply`: a key for an agency's papers, and the keys brought to papers stored before."""

from dataclasses import asdict

from config.settings import Settings
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_table
from workers.encrypting.applying import Applied, apply_keys
from workers.encrypting.keyring import make_agency_key
from workers.services import build_services, open_services

_ROWS = (
    ("encrypted", "Vừa mã hóa"),
    ("keyed_anew", "Vừa đổi sang khóa mới"),
    ("unchanged", "Đã đúng từ trước"),
    ("without_key", "Thiếu khóa của cơ quan"),
    ("kept", "Đang bị giữ nguyên, hoặc đang hủy"),
    ("unclaimed", "Chưa rõ của cơ quan nào"),
)


def make(settings: Settings, agency: str, *, is_rotation: bool, as_json: bool) -> ExitCode:
    """Make it and say its id; the secret is in the file alone. Raises what `make_agency_key` raises."""
    with build_services(settings) as services:
        key = make_agency_key(services, agency, is_rotation=is_rotation)
    if as_json:
        print_json({"agency": agency, "id": key.id, "fingerprint": key.fingerprint})
    else:
        print_table(("Cơ quan", "Khóa"), [(agency, key.id)])
    return ExitCode.OK


def apply(settings: Settings, *, as_json: bool) -> ExitCode:
    """`BAD_CONFIGURATION` where objects are left for want of a key or of leave, `LEDGER_MISMATCH` where some cannot be read."""
    with open_services(settings) as services:
        applied = apply_keys(services)
    if as_json:
        print_json({"complete": applied.is_complete, **asdict(applied)})
    else:
        counts = asdict(applied)
        rows = [(title, str(counts[name])) for name, title in _ROWS]
        rows += [("Không đọc được", key) for key in applied.damaged]
        print_table(("Tệp trong kho", ""), rows)
    return _exit_code(applied)


def _exit_code(applied: Applied) -> ExitCode:
    if applied.damaged:
        return ExitCode.LEDGER_MISMATCH
    return ExitCode.OK if applied.is_complete else ExitCode.BAD_CONFIGURATION
