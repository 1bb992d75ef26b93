"""`digitize purpose`, `person`, `sweep`: personal data at the command line, by whoever runs the house."""

import getpass
import json
import os
import sys
from pathlib import Path

from config.settings import Settings
from digitize.errors import CannotWriteOutput, NotFound, PurposeUnclear
from digitize.privacy.purposes import PurposeChoice, PurposeSaid
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table, say
from workers.commands.records import find_document
from workers.privacy.forgetting import forget_what_is_old
from workers.privacy.person_report import owner_asked, report_of_house
from workers.privacy.purposes import open_for
from workers.services import open_services


def purpose(settings: Settings, wanted: str, choice: str, *, dossier: str, reason: str) -> ExitCode:
    """Open a filed paper to the settings' officer for a while."""
    if choice not in set(PurposeChoice):
        raise PurposeUnclear("choice")
    said = PurposeSaid(choice=PurposeChoice(choice), dossier_code=dossier, words=reason.strip())
    with open_services(settings) as services:
        document = find_document(services, wanted)
        if document.record_id is None:
            raise NotFound(f"{document.id} is not filed")
        opened = open_for(services, document.record_id, settings.officer, said)
    print_lines(f"{opened.record_id}: mở được trong {settings.purpose_minutes} phút.")
    return ExitCode.OK


def person(settings: Settings, *, out: Path | None) -> ExitCode:
    """All that is held about the person whose number is typed unseen, or stands on stdin."""
    with open_services(settings) as services:
        report = report_of_house(services, owner_asked(_number()))
    told = {
        "report": report.id,
        "made_at": report.made_at.isoformat(),
        "numbers": list(report.numbers),
        "held": {one.name: [dict(row) for row in one.rows] for one in report.held},
    }
    if out is None:
        print_json(told)
        return ExitCode.OK
    try:
        # Nobody else on the machine reads it; what is there already is not written over.
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(told, file, ensure_ascii=False, indent=1)
    except OSError as error:
        raise CannotWriteOutput(error.strerror or "") from error
    say("Đã ghi bản kê. Hãy giao cho đúng người và xóa tệp sau khi giao.")
    return ExitCode.OK


def _number() -> str:
    """Never an argument: those stay in the shell's history, and everybody on the machine sees them."""
    if sys.stdin.isatty():
        return getpass.getpass("Số định danh, số CMND hoặc mã số doanh nghiệp: ", stream=sys.stderr)
    return sys.stdin.readline()


def sweep(settings: Settings, *, as_json: bool) -> ExitCode:
    """What goes by itself, now."""
    with open_services(settings) as services:
        gone = forget_what_is_old(services)
    if as_json:
        print_json({"forgotten": dict(gone)})
        return ExitCode.OK
    print_table(("Loại", "Đã xóa"), [(name, str(count)) for name, count in gone.items()])
    return ExitCode.OK
