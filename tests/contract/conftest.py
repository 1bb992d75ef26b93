"""The adapters of a port that more than one contract is held to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.ports import Catalogue
from storage.catalogue import SqlCatalogue


@pytest.fixture(params=["file", "memory"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    opened = (
        SqlCatalogue.open(tmp_path / "catalogue.db")
        if request.param == "file"
        else SqlCatalogue.in_memory()
    )
    yield opened
    opened.close()
