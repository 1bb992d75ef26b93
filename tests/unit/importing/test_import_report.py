"""The reconciliation as people get it: a table on the screen, a file for a spreadsheet that takes nothing for a formula."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from service_factories import memory_services
from storage_factories import a_batch

from digitize.errors import FileNotFound
from storage.imports import ImportRow, Imports
from workers.commands.import_report import print_report
from workers.importing.findings import FindingKind
from workers.importing.reconcile import Reconciliation
from workers.pool import ChildPool, PoolOptions

BATCH = replace(a_batch(batch_id="i-1"), channel="import")


def report(table: Path, *names: str, as_json: bool = False) -> int:
    """A report over rows whose files are not there; how many findings it has."""
    with memory_services() as services, ChildPool(object, options=PoolOptions(jobs=1)) as pool:
        services.catalogue.open_batch(BATCH)
        rows = Imports(services.database)
        said = [
            ImportRow(number=number, said={"file": name}, error_code=FileNotFound.code)
            for number, name in enumerate(names, 2)
        ]
        rows.begin(BATCH.id, said, about={"register": "so.csv"})
        reconciliation = Reconciliation(services, pool, rows=rows, batch_id=BATCH.id)
        counts = print_report(reconciliation, BATCH.id, table=table, as_json=as_json)
    return counts[FindingKind.NO_FILE]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1.pdf", "-1.pdf", "@SUM(A1)", "\tx"])
def test_what_somebody_typed_is_no_formula_in_a_spreadsheet(name: str, tmp_path: Path) -> None:
    report(tmp_path / "so.csv", name)
    with (tmp_path / "so.csv").open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file)
    assert row[2] == f"'{name}"


def test_the_file_has_all_findings_and_the_screen_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"{number}.pdf" for number in range(50)]
    assert report(tmp_path / "so.csv", *names) == 50
    printed = capsys.readouterr().out
    assert "19.pdf" in printed
    assert "20.pdf" not in printed
    assert len((tmp_path / "so.csv").read_text("utf-8-sig").splitlines()) == 51


def test_a_report_is_printed_even_where_its_file_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(tmp_path / "absent" / "so.csv", "1.pdf", as_json=True) == 1
    assert '"csv": null' in capsys.readouterr().out
