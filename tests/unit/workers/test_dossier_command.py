"""`digitize dossier CODE` tells people and programs how a dossier stands."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from storage_factories import a_batch, described, receive

from config.settings import Settings
from digitize.errors import NotFound, NoWarehouse
from digitize.model import BatchId
from workers.commands.dossiers import show
from workers.services import build_services

DOSSIER = "H46.12.34-240105-0012"


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A dossier of a described paper and a file that was only received."""
    made = Settings(warehouse=tmp_path / "kho")
    with build_services(made) as services:
        batch = replace(a_batch(), dossier_code=DOSSIER, procedure_code="1.001193")
        services.catalogue.open_batch(batch)
        described(services.catalogue, content="read")
        receive(services.catalogue, content="new", batch=batch)
        services.catalogue.open_batch(
            replace(batch, id=BatchId("batch-2"), dossier_code="H46.12.34-240105-0099")
        )
    return made


def test_people_see_papers_and_what_is_missing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    show(settings, DOSSIER, as_json=False)
    printed = capsys.readouterr().out
    assert f"Hồ sơ {DOSSIER} Đăng ký khai sinh" in printed
    assert "quét/new.pdf" in printed
    assert "Quyết định" in printed
    assert "Chưa thấy “Giấy chứng sinh”" in printed.replace("\n", " ")


def test_programs_get_one_object(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show(settings, DOSSIER, as_json=True)
    state = json.loads(capsys.readouterr().out)
    assert state["batches"] == ["batch-1"]
    assert [file["name"] for file in state["files"]] == ["quét/new.pdf", "quét/read.pdf"]
    assert state["known_by"] == "declared"


def test_a_dossier_that_nothing_came_for_is_not_found(settings: Settings) -> None:
    with pytest.raises(NotFound):
        show(settings, "H46.12.34-240105-0001", as_json=True)


def test_looking_makes_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouse):
        show(Settings(warehouse=tmp_path / "none"), DOSSIER, as_json=True)
    assert not (tmp_path / "none").exists()
