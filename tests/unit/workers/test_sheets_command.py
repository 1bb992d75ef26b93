"""`digitize sheets` prints what was asked for, and refuses codes that could not be read back."""

from pathlib import Path

import numpy as np
import pytest
from pdf2image import convert_from_path

from config.settings import Settings
from digitize.errors import BadSheet, CannotWriteOutput
from digitize.intake.barcodes import find_barcodes
from digitize.model import PageImage, Resolution
from digitize.sheets.payload import Sheet, read_payload
from workers.commands.sheets import print_covers, print_separators

DOSSIER = "000.00.19.H46-231225-0001"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "sheets.pdf"


def printed(out: Path) -> list[Sheet]:
    """What the first code of each page says."""
    sheets = []
    for page in convert_from_path(out, dpi=100):
        image = PageImage(
            page_index=0,
            gray=np.asarray(page.convert("L")),
            colour=None,
            resolution=Resolution(dpi_x=100, dpi_y=100),
        )
        said = read_payload(find_barcodes(image)[0].text)
        assert isinstance(said, Sheet)
        sheets.append(said)
    return sheets


def cover(out: Path, *components: str, dossier: str = DOSSIER, procedure: str = "") -> list[Sheet]:
    print_covers(
        Settings(), dossier_code=dossier, procedure_code=procedure, components=components, out=out
    )
    return printed(out)


def test_separators_are_numbered_within_their_print(out: Path) -> None:
    print_separators(count=3, out=out)
    sheets = printed(out)
    assert [(sheet.sheet_number, sheet.sheet_count) for sheet in sheets] == [(1, 3), (2, 3), (3, 3)]
    assert len({sheet.print_id for sheet in sheets}) == 1
    assert {sheet.dossier_code for sheet in sheets} == {""}


def test_two_prints_are_told_apart(out: Path) -> None:
    first, second = cover(out), cover(out)
    assert first[0].print_id != second[0].print_id


def test_a_dossier_has_a_sheet_of_its_own_and_one_for_each_component(out: Path) -> None:
    sheets = cover(out, "to_khai", "can_cuoc", procedure="1.001193")
    assert [sheet.component for sheet in sheets] == ["", "to_khai", "can_cuoc"]
    assert {(sheet.dossier_code, sheet.procedure_code) for sheet in sheets} == {
        (DOSSIER, "1.001193")
    }


def test_without_components_the_procedures_needed_ones_are_printed(out: Path) -> None:
    sheets = cover(out, procedure="1.001193.H46")
    assert [sheet.component for sheet in sheets] == ["", "to_khai", "giay_chung_sinh"]


@pytest.mark.parametrize(
    ("components", "dossier", "procedure"),
    [
        (("tờ_khai",), DOSSIER, ""),
        (("unheard_of",), DOSSIER, "1.001193"),
        ((), "H46:1", ""),
        ((), "", "1.001193"),
    ],
)
def test_what_could_not_be_read_back_is_not_printed(
    out: Path, components: tuple[str, ...], dossier: str, procedure: str
) -> None:
    with pytest.raises(BadSheet):
        cover(out, *components, dossier=dossier, procedure=procedure)
    assert not out.exists()


def test_a_folder_that_is_not_there_is_an_error_of_the_output(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteOutput):
        print_separators(count=1, out=tmp_path / "none" / "sheets.pdf")
