"""`digitize dossier CODE`: everything that came for a dossier, in whichever batch, and how it stands."""

import json
from collections.abc import Iterator

from config.settings import Settings
from digitize import codec
from digitize.dossier.state import DossierPaper, DossierState
from digitize.errors import NotFound
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table
from workers.dossier_state import dossier_state
from workers.services import open_services


def show(settings: Settings, code: str, *, as_json: bool) -> ExitCode:
    """The dossier as one JSON object, or for people. Raises `NotFound` where nothing came for it."""
    with open_services(settings) as services:
        state = dossier_state(services, code)
        if not state.batches and not state.files:
            raise NotFound(f"dossier {code}")
        if as_json:
            print_json(json.loads(codec.to_json(state)))
        else:
            _print(state)
    return ExitCode.OK


def _print(state: DossierState) -> None:
    print_table(
        ("Tệp", "Trang", "Giấy tờ", "Trạng thái"),
        [row for file in state.files for row in _rows(file.name, file.papers, file.error_code)],
        title=f"Hồ sơ {state.dossier_code} {state.procedure_title}".strip(),
    )
    remarks = [
        *(item.message for item in state.missing),
        *(item.message for item in state.doubled),
        *(item.message for item in state.differences),
    ]
    print_lines(*(f"- {remark}" for remark in remarks))
    if not remarks and state.has_checklist:
        print_lines("Đủ giấy tờ theo danh mục của thủ tục.")


def _rows(
    name: str, papers: tuple[DossierPaper, ...], error_code: str
) -> Iterator[tuple[str, str, str, str]]:
    if not papers:
        yield name, "", "", error_code or "đang xử lý"
    for paper in papers:
        pages = ", ".join(str(number) for number in paper.pages)
        yield name, pages, paper.title, paper.status
