"""Old results by their register, with real reading: a wrong row sends its paper to a person, a paper scanned twice is told."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook

from bench.demo import CLEAN
from bench.render import files
from bench.render.catalogue import render
from bench.render.damage import scanned
from tests.acceptance.conftest import Digitize

PAPER = render("quyet_dinh", 19)
NUMBER, DAY = PAPER.fields["reference"], PAPER.fields["issued_date"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """One decision scanned twice; the first row has another day, the second is right."""
    (tmp_path / "files").mkdir()
    for name, skew in (("mot", 0.2), ("hai", -0.5)):
        wear = replace(CLEAN, skew_degrees=skew)
        pages = [scanned(page, wear, Random(name)) for page in PAPER.pages]
        files.write_pdf(tmp_path / "files" / f"{name}.pdf", pages, dpi=wear.dpi)
    book = Workbook()
    book.active.append(["SỔ KẾT QUẢ NĂM 2023"])
    book.active.append(["Số, ký hiệu", "Ngày ban hành", "Tên tệp"])
    book.active.append([NUMBER, "01/01/1999", "mot.pdf"])
    book.active.append([NUMBER, DAY, "hai.pdf"])
    book.save(tmp_path / "so.xlsx")
    return tmp_path


@pytest.mark.slow
def test_papers_win_over_the_register_and_doubles_are_told(
    digitize: Digitize, office: Path
) -> None:
    warehouse = ("--warehouse", office / "kho")
    done = digitize("import", office / "so.xlsx", "--files", office / "files", *warehouse, "--json")
    *findings, total = done.lines
    assert [(found["finding"], found["row"]) for found in findings] == [
        ("disagrees", 3),
        ("same_paper", 4),
    ]
    wrong = findings[0]
    assert (wrong["field"], wrong["said"], wrong["paper"], wrong["page"]) == (
        "issued_date",
        "01/01/1999",
        DAY,
        1,
    )
    assert (total["compared"], total["agreed"]) == (4, 3)
    waiting = digitize("check", *warehouse, "--json").lines
    doubted = [one["source"] for one in waiting if "register_disagrees" in json.dumps(one)]
    assert [Path(source).name for source in doubted] == ["mot.pdf"]
    (audit,) = digitize("audit", *warehouse, "--json").lines
    assert (audit["ok"], sum(audit["documents"].values())) == (True, 2)
