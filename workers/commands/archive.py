"""`digitize archive`: filed papers into a bag for the archive, a bag into this warehouse."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

from config.settings import Settings
from digitize.archive.metadata import Profile
from digitize.errors import CannotWriteOutput
from storage.archive_rows import Wanted
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, say
from workers.exchange import archive, taking_in
from workers.exchange.papers import follow_filed
from workers.services import build_services, open_services


def export(
    settings: Settings,
    folder: Path,
    *,
    dossier: str | None,
    agency: str | None,
    filed_from: date | None,
    filed_to: date | None,
    profile: Profile,
    as_json: bool,
) -> ExitCode:
    """Raises `CannotWriteOutput` where the folder is there, `NotFound` where nothing fits."""
    wanted = Wanted(dossier=dossier, agency=agency, filed_from=filed_from, filed_to=filed_to)
    with open_services(settings) as services:
        follow_filed(services)
        try:
            moved = archive.export(
                services, wanted, folder, profile=profile, actor=settings.officer
            )
        except OSError as fault:
            raise CannotWriteOutput(str(fault)) from fault
    _tell(moved, as_json=as_json)
    return ExitCode.OK


def take_in(settings: Settings, folder: Path, *, as_json: bool) -> ExitCode:
    """Raises `BagHostile`, `BagDamaged`, `BagConflicts`."""
    with build_services(settings) as services:
        moved = taking_in.take_in(services, folder, actor=settings.officer)
    _tell(moved, as_json=as_json)
    return ExitCode.OK


def _tell(moved: archive.Moved, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(moved))
    else:
        say(f"{moved.records} giấy tờ, {moved.scans} tệp quét, {moved.objects} tệp trong gói.")
