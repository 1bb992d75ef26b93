"""`digitize keys`: which sealing keys the house knows and which this machine has, an officer's word that they were changed; and the
keys with which agencies' papers are encrypted."""

from collections.abc import Mapping, Sequence

from config.settings import Settings
from digitize.errors import OfficerNotNamed, ReasonMissing
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_table
from workers.disposal import NOBODY
from workers.encrypting.keyring import keys_here
from workers.services import open_services


def keys(settings: Settings, *, as_json: bool) -> ExitCode:
    """Fingerprints side by side; `BAD_CONFIGURATION` where they differ. Of agencies' keys the ids, the newest last."""
    with open_services(settings) as services:
        own, known = services.house_keys.own(), services.house_keys.known.now()
        agencies = {
            agency: [key.id for key in found] for agency, found in keys_here(services).items()
        }
    names = sorted(own.keys() | (known or {}).keys())
    is_same = known is None or own == known
    if as_json:
        print_json({"ok": is_same, "own": dict(own), "known": known, "agencies": agencies})
    else:
        rows = [(name, own.get(name, "-"), (known or {}).get(name, "-")) for name in names]
        print_table(("Chứng thư", "Trên máy này", "Kho đã ghi nhận"), rows)
        if agencies:
            _print_agencies(agencies)
    return ExitCode.OK if is_same else ExitCode.BAD_CONFIGURATION


def _print_agencies(agencies: Mapping[str, Sequence[str]]) -> None:
    rows = [
        (agency, found[-1] if found else "-", ", ".join(found[:-1]))
        for agency, found in agencies.items()
    ]
    print_table(("Cơ quan", "Khóa để ghi", "Khóa cũ, để đọc"), rows)


def accept(settings: Settings, *, officer: str, reason: str, as_json: bool) -> ExitCode:
    """The keys of this machine are the house's from now on; where it has none they are made.

    Raises `OfficerNotNamed`, `ReasonMissing`.
    """
    if not officer.strip() or officer == NOBODY:
        raise OfficerNotNamed
    if not reason.strip():
        raise ReasonMissing
    with open_services(settings) as services:
        services.sealing.made_keys()
        house = services.house_keys
        house.known.change(house.own(), officer=officer, reason=reason, at=services.clock())
    return keys(settings, as_json=as_json)
