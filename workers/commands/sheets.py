"""`digitize sheets`: separator and cover sheets as a PDF to print; needs no warehouse and leaves nothing in one."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from config.document_types import load_document_types
from config.procedures import load_checklists
from config.settings import Settings
from digitize.dossier.checklist import Checklist, checklist_for
from digitize.errors import BadSheet, CannotWriteOutput
from digitize.pdf.seal_font import system_font
from digitize.sheets.payload import MAX_SHEETS, Sheet
from digitize.sheets.printing import PrintedSheet, sheets_pdf
from workers.commands.exit_codes import ExitCode
from workers.commands.output import say

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no two of them are taken for each other
_PRINT_LETTERS = 6


def print_separators(*, count: int, out: Path) -> ExitCode:
    """So many numbered sheets that part papers and say nothing else. Raises `BadSheet`, `CannotWriteOutput`."""
    print_id = _new_print_id()
    sheets = [PrintedSheet(sheet=_sheet(print_id, number, count)) for number in range(1, count + 1)]
    return _write(sheets, out)


def print_covers(
    settings: Settings,
    *,
    dossier_code: str,
    procedure_code: str,
    components: Sequence[str],
    out: Path,
) -> ExitCode:
    """One sheet for the dossier, then one for each component; without any named, for each the procedure needs."""
    if not dossier_code:
        raise BadSheet("a cover names a dossier")
    types = load_document_types(settings.types)
    checklist = checklist_for(procedure_code, load_checklists(settings.procedures, types=types))
    wanted = ["", *(components or _needed(checklist))]
    _require_known(wanted, checklist)
    print_id = _new_print_id()
    sheets = [
        PrintedSheet(
            sheet=_sheet(
                print_id,
                number,
                len(wanted),
                dossier_code=dossier_code,
                procedure_code=procedure_code,
                component=component,
            ),
            procedure_title=checklist.title if checklist is not None else "",
            component_title=_title(component, checklist),
        )
        for number, component in enumerate(wanted, start=1)
    ]
    return _write(sheets, out)


def _needed(checklist: Checklist | None) -> list[str]:
    return [item.code for item in checklist.items if item.is_needed] if checklist else []


def _require_known(components: Sequence[str], checklist: Checklist | None) -> None:
    for component in components:
        if component and checklist is not None and checklist.item(component) is None:
            known = ", ".join(item.code for item in checklist.items)
            raise BadSheet(f"{component}: {checklist.procedure_code} has {known}")


def _title(component: str, checklist: Checklist | None) -> str:
    item = checklist.item(component) if checklist is not None else None
    return item.title if item is not None else component


def _sheet(print_id: str, number: int, count: int, **codes: str) -> Sheet:
    try:
        return Sheet(print_id=print_id, sheet_number=number, sheet_count=count, **codes)
    except ValueError as fault:
        raise BadSheet(str(fault)) from fault


def _new_print_id() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_PRINT_LETTERS))


def _write(sheets: Sequence[PrintedSheet], out: Path) -> ExitCode:
    if not 1 <= len(sheets) <= MAX_SHEETS:
        raise BadSheet(f"{len(sheets)} sheets, 1 to {MAX_SHEETS} can be printed together")
    pdf = sheets_pdf(sheets, font=system_font(), at=datetime.now(UTC))
    try:
        out.write_bytes(pdf)
    except OSError as fault:
        raise CannotWriteOutput(f"{out}: {fault.strerror}") from fault
    say(f"Đã ghi {len(sheets)} tờ vào {out}. In một mặt, khổ A4, tỷ lệ 100 %.")
    return ExitCode.OK
