"""The register in the catalogue: written down once however often it is begun, walked in pages, noted row by row."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from storage_factories import LATER, a_batch, a_scan_id, described, receive

from digitize.errors import NotFound
from digitize.model import BatchId
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_memory_database, open_postgres
from storage.imports import PAGE, ImportRow, Imports

BATCH = a_batch()
ABOUT = {"register": "so.csv", "columns": "file"}


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    is_server = request.param == "postgres"
    opened = (
        open_postgres(request.getfixturevalue("postgres_url"))
        if is_server
        else open_memory_database()
    )
    SqlCatalogue(opened).open_batch(BATCH)
    yield opened
    opened.close()


def rows(count: int) -> list[ImportRow]:
    return [
        ImportRow(number=number, said={"file": f"{number}.pdf"}) for number in range(4, 4 + count)
    ]


def test_a_register_of_many_pages_is_walked_in_order(database: Database) -> None:
    imports = Imports(database)
    assert imports.begin(BATCH.id, rows(PAGE * 2 + 3), about=ABOUT) == PAGE * 2 + 3
    assert list(imports.rows(BATCH.id)) == rows(PAGE * 2 + 3)


def test_a_register_begun_again_after_a_stop_is_there_once(database: Database) -> None:
    def stopped() -> Iterator[ImportRow]:
        yield from rows(PAGE + 1)
        raise KeyboardInterrupt

    imports = Imports(database)
    with pytest.raises(KeyboardInterrupt):
        imports.begin(BATCH.id, stopped(), about=ABOUT)
    imports.begin(BATCH.id, rows(PAGE * 2), about=ABOUT)
    assert list(imports.rows(BATCH.id)) == rows(PAGE * 2)


def test_columns_understood_otherwise_write_the_register_anew(database: Database) -> None:
    imports = Imports(database)
    imports.begin(BATCH.id, rows(3), about=ABOUT)
    imports.begin(BATCH.id, rows(2), about={**ABOUT, "columns": "other"})
    assert imports.count(BATCH.id) == 2


def test_a_row_is_to_do_until_its_scan_needs_no_machine(database: Database) -> None:
    imports, catalogue = Imports(database), SqlCatalogue(database)
    imports.begin(BATCH.id, rows(3), about=ABOUT)
    receive(catalogue, content="received")
    described(catalogue, content="waits for a person", reasons=["type_unsure"])
    imports.note(BATCH.id, 4, scan_id=a_scan_id("received"))
    imports.note(BATCH.id, 5, scan_id=a_scan_id("waits for a person"))
    imports.note(BATCH.id, 6, scan_id=a_scan_id("noted, then stopped"))
    assert [row.number for row in imports.to_do(BATCH.id)] == [4, 6]
    assert imports.unread(BATCH.id) == 1


def test_as_many_rows_are_left_as_there_are_to_do(database: Database) -> None:
    imports = Imports(database)
    imports.begin(BATCH.id, rows(3), about=ABOUT)
    imports.note_unnamed(BATCH.id, [("thừa.pdf", "not_in_register")])
    assert imports.left(BATCH.id) == len(list(imports.to_do(BATCH.id))) == 3


def test_unnamed_files_take_the_place_of_those_noted_before(database: Database) -> None:
    imports = Imports(database)
    imports.begin(BATCH.id, rows(1), about=ABOUT)
    names = [f"{number:04}.pdf" for number in range(PAGE + 2)]
    for found in (names[:5], names):
        imports.note_unnamed(BATCH.id, ((name, "not_in_register") for name in found))
    assert [row.path for row in imports.unnamed(BATCH.id)] == names
    assert imports.count(BATCH.id) == 1


def test_the_newest_register_speaks_for_a_scan(database: Database) -> None:
    imports, catalogue = Imports(database), SqlCatalogue(database)
    later = replace(a_batch(batch_id="batch-2"), opened_at=LATER)
    catalogue.open_batch(later)
    for batch, said in ((BATCH, "old"), (later, "new")):
        row = ImportRow(number=2, said={"reference": said})
        imports.begin(batch.id, [row], about=ABOUT)
        imports.note(batch.id, 2, scan_id=a_scan_id())
    assert imports.said_of(a_scan_id()) == {"reference": "new"}
    assert imports.said_of(a_scan_id("another")) is None


def test_a_batch_that_is_no_import_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        Imports(database).about(BatchId("batch-1"))
