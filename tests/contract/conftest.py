"""The adapters of a port that more than one contract is held to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.catalogue import SqlCatalogue
from storage.database import open_database, open_memory_database, open_postgres


@pytest.fixture(params=["file", "memory", "postgres"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlCatalogue]:
    if request.param == "postgres":
        database = open_postgres(request.getfixturevalue("postgres_url"))
    elif request.param == "file":
        database = open_database(tmp_path / "catalogue.db")
    else:
        database = open_memory_database()
    opened = SqlCatalogue(database)
    yield opened
    opened.close()
