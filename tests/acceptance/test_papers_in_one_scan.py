"""A submission and the decision it led to, in one file without a sheet between them: two documents, every page in its place."""

from pathlib import Path
from random import Random

from bench.render.catalogue import render
from bench.render.damage import COUNTER, scanned
from bench.render.files import write_pdf
from tests.acceptance.conftest import Digitize


def test_papers_of_one_scan_come_apart_and_no_page_is_lost(
    digitize: Digitize, tmp_path: Path
) -> None:
    papers = [render("to_trinh", 11), render("quyet_dinh", 12)]
    sheets = [page for paper in papers for page in paper.pages]
    scan, kho = tmp_path / "scan.pdf", tmp_path / "kho"
    write_pdf(scan, [scanned(page, COUNTER, Random(5)) for page in sheets], dpi=COUNTER.dpi)
    lines = digitize("run", scan, "--warehouse", kho, "--json").lines
    first = len(papers[0].pages)
    assert [line["pages"] for line in lines] == [
        list(range(1, first + 1)),
        list(range(first + 1, len(sheets) + 1)),
    ]
    assert [line["type"]["code"] for line in lines] == ["to_trinh", "quyet_dinh"]
    again = digitize("run", scan, "--warehouse", kho, "--json").lines
    assert [line["document"] for line in again] == [line["document"] for line in lines]
    (audit,) = digitize("audit", "--warehouse", kho, "--json").lines
    assert audit["ok"]
    assert audit["pages"]["received"] == len(sheets)
