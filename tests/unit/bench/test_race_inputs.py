"""Both sides of the race get the same pages; runs where OCRmyPDF is installed (the `bench` extra)."""

from pathlib import Path
from random import Random

import pytest

from bench.render.catalogue import render
from bench.render.damage import Wear, scanned
from bench.render.files import write_pdf

pytest.importorskip("ocrmypdf")


def test_both_sides_get_the_same_pages_by_ink(tmp_path: Path) -> None:
    from bench.inputs import Ink, speed_set

    page, dpi = render("khac", 1).pages[0], 100
    for name, mode in (("a", "colour"), ("b", "bilevel"), ("c", "bilevel")):
        image = scanned(page, Wear(dpi=dpi, mode=mode), Random(1))
        write_pdf(tmp_path / f"{name}.pdf", [image, image], dpi=dpi)
    target = tmp_path / "inputs"
    target.mkdir()
    made = speed_set(sorted(tmp_path.glob("*.pdf")), target, rounds=2, pages_at_most=3)
    pages = [(each.ink, each.pages, len(each.ours)) for each in made.rounds]
    assert pages == [(Ink.COLOUR, 2, 1), (Ink.BILEVEL, 2, 1)]  # a second file would be too much
    assert not any(each.needs_force for each in made.rounds)
