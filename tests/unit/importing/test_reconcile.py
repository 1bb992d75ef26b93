"""Everything that register, folder and papers disagree on is found, each once; what agrees is not."""

from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest
from service_factories import memory_services
from sqlalchemy import event
from storage_factories import NOW, a_batch, a_description, a_field, a_scan_id, read_pages, receive

from digitize.errors import FileNotFound, NotInRegister, UnknownFormat
from digitize.model import PageOutcome, Separation
from digitize.rows import Batch, Priority
from digitize.status import DocumentStatus
from storage import keys
from storage.imports import ImportRow, Imports
from workers.importing.doubts import register_doubts
from workers.importing.findings import Finding, FindingKind
from workers.importing.reconcile import Reconciliation
from workers.pool import ChildPool, PoolOptions
from workers.services import Services

BATCH = replace(a_batch(batch_id="i-1"), channel="import", priority=Priority.BACKFILL)
PAPER = {"reference": "12/QĐ-UBND", "issued_date": "2019-03-05", "organ_name": "UBND xã An Ninh"}
SAID = {"file": "12.pdf", "reference": "12/QĐ-UBND", "issued_date": "05/03/2019"}


@pytest.fixture
def services() -> Iterator[Services]:
    with memory_services() as opened:
        opened.catalogue.open_batch(BATCH)
        yield opened


def register(services: Services, *rows: ImportRow) -> Imports:
    imports = Imports(services.database)
    imports.begin(BATCH.id, rows, about={"register": "so.csv"})
    for row in rows:
        imports.note(
            BATCH.id, row.number, path=row.path, scan_id=row.scan_id, error_code=row.error_code
        )
    return imports


def a_row(services: Services, number: int, content: str, said: dict[str, str]) -> ImportRow:
    """A row whose file was found and came into custody, and is described as `content` says."""
    return ImportRow(
        number=number, said=said, path=f"{content}.pdf", scan_id=receive_again(services, content)
    )


def receive_again(services: Services, content: str) -> str:
    return receive(services.catalogue, content=content, page_count=1, batch=BATCH)


def describe(
    services: Services, content: str, paper: dict[str, str], *, text: str = "", batch: Batch = BATCH
) -> None:
    scan_id = receive(services.catalogue, content=content, page_count=1, batch=batch)
    read_pages(services.catalogue, scan_id)
    separation = Separation(documents=((0,),))
    document_id = services.catalogue.separate(scan_id, separation, at=NOW)[0].id
    services.catalogue.freeze(document_id, None, at=NOW)
    services.store.put(keys.text(document_id), text.encode())
    fields = [a_field(key, value) for key, value in paper.items()]
    description = a_description(*fields, reasons=("type_unsure",))
    services.catalogue.describe(document_id, description, at=NOW)


def findings(services: Services, imports: Imports) -> list[Finding]:
    with ChildPool(object, options=PoolOptions(jobs=1)) as pool:
        reconciliation = Reconciliation(services, pool, rows=imports, batch_id=BATCH.id)
        return list(reconciliation.findings())


def test_a_row_that_agrees_gives_no_finding(services: Services) -> None:
    describe(services, "a", PAPER)
    assert findings(services, register(services, a_row(services, 2, "a", SAID))) == []


def test_a_value_that_differs_is_told_with_row_field_both_values_and_page(
    services: Services,
) -> None:
    describe(services, "a", PAPER)
    row = a_row(services, 7, "a", {**SAID, "issued_date": "06/03/2019"})
    (finding,) = findings(services, register(services, row))
    assert finding == Finding(
        kind=FindingKind.DISAGREES,
        row=7,
        file="a.pdf",
        field="issued_date",
        said="06/03/2019",
        paper="2019-03-05",
        page=1,
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [(FileNotFound.code, FindingKind.NO_FILE), (UnknownFormat.code, FindingKind.REFUSED)],
)
def test_a_row_without_scan_is_told_with_its_error(
    code: str, kind: FindingKind, services: Services
) -> None:
    row = ImportRow(number=3, said=SAID, error_code=code)
    (finding,) = findings(services, register(services, row))
    assert (finding.kind, finding.row, finding.code) == (kind, 3, code)


def test_files_that_no_row_names_are_told(services: Services) -> None:
    imports = register(services)
    imports.note_unnamed(BATCH.id, [("b.pdf", NotInRegister.code), ("a.pdf", NotInRegister.code)])
    found = findings(services, imports)
    assert [finding.file for finding in found] == ["a.pdf", "b.pdf"]
    assert {finding.kind for finding in found} == {FindingKind.NOT_IN_REGISTER}


def test_a_scan_still_to_be_read_is_unfinished(services: Services) -> None:
    (finding,) = findings(services, register(services, a_row(services, 2, "a", SAID)))
    assert finding.kind is FindingKind.UNFINISHED


def test_a_file_of_blank_pages_is_told(services: Services) -> None:
    row = a_row(services, 2, "a", SAID)
    read_pages(services.catalogue, a_scan_id("a"))
    blank = Separation(documents=(), set_aside=((0, PageOutcome.BLANK),))
    services.catalogue.separate(a_scan_id("a"), blank, at=NOW)
    (finding,) = findings(services, register(services, row))
    assert finding.kind is FindingKind.NO_PAPER


def test_the_same_bytes_in_two_rows_are_told_once(services: Services) -> None:
    describe(services, "a", PAPER)
    rows = [a_row(services, number, "a", SAID) for number in (2, 5)]
    (finding,) = findings(services, register(services, *rows))
    assert (finding.kind, finding.row, finding.other_row) == (FindingKind.SAME_BYTES, 5, 2)


def test_the_same_bytes_are_found_without_a_walk_for_every_row(services: Services) -> None:
    """A hundred thousand rows, each looking through all the others, take hours."""
    asked: list[tuple[str, object]] = []
    with services.database.reading() as connection:
        engine = connection.engine
    listener = (
        "before_cursor_execute",
        lambda _c, _cursor, query, values, *_: asked.append((query, values)),
    )
    event.listen(engine, *listener)
    list(Imports(services.database).same_bytes(BATCH.id))
    event.remove(engine, *listener)
    with services.database.reading() as connection:
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all())
            for query, values in asked
            if query.startswith("SELECT")
        ]
    assert plans
    assert not any("CORRELATED" in plan for plan in plans)


def test_bytes_held_before_are_told_with_their_batch(services: Services) -> None:
    describe(services, "a", PAPER, batch=a_batch(batch_id="counter-1"))
    (finding,) = findings(services, register(services, a_row(services, 2, "a", SAID)))
    assert (finding.kind, finding.other) == (FindingKind.SAME_BYTES, "counter-1")


@pytest.mark.parametrize(
    ("paper", "kinds"),
    [
        pytest.param(PAPER, [FindingKind.SAME_NUMBER], id="same number, date, agency"),
        pytest.param({**PAPER, "organ_name": "UBND xã Vạn Ninh"}, [], id="another agency"),
        pytest.param({**PAPER, "issued_date": "2019-03-06"}, [], id="another day"),
    ],
)
def test_one_number_of_two_papers_is_told(
    paper: dict[str, str], kinds: list[FindingKind], services: Services
) -> None:
    describe(services, "a", PAPER)
    describe(services, "b", paper)
    rows = [a_row(services, number, name, {"file": name}) for number, name in ((2, "a"), (3, "b"))]
    assert [finding.kind for finding in findings(services, register(services, *rows))] == kinds


def test_one_paper_read_twice_is_told_by_its_text(services: Services) -> None:
    text = "Số 12/QĐ-UBND ngày 05/03/2019 giao 1.250 m2 đất thửa 318 tờ bản đồ 27 cho ông Lê Văn An"
    describe(services, "a", {}, text=text)
    describe(services, "b", {}, text=text.replace("giao", "glao").replace("bản đồ", "bàn dồ"))
    rows = [a_row(services, number, name, {"file": name}) for number, name in ((2, "a"), (3, "b"))]
    (finding,) = findings(services, register(services, *rows))
    assert (finding.kind, finding.row, finding.other_row) == (FindingKind.SAME_PAPER, 3, 2)


def test_a_disagreement_asks_for_a_person(services: Services) -> None:
    describe(services, "a", PAPER)
    row = a_row(services, 2, "a", {**SAID, "reference": "13/QĐ-UBND"})
    register(services, row)
    (document,) = services.catalogue.documents(status=DocumentStatus.NEEDS_CHECK)
    assert document.description is not None
    (reason,) = register_doubts(services, document.scan_id, document.description)
    assert asdict(reason) == {
        "code": "register_disagrees",
        "field_key": "reference",
        "page_index": 0,
    }


def test_a_file_named_by_two_rows_is_held_against_neither(services: Services) -> None:
    describe(services, "a", PAPER)
    register(services, *(a_row(services, number, "a", {"reference": "1/X"}) for number in (2, 3)))
    (document,) = services.catalogue.documents(status=DocumentStatus.NEEDS_CHECK)
    assert document.description is not None
    assert register_doubts(services, document.scan_id, document.description) == ()
