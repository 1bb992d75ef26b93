"""A register's row about a file in which two papers were found: it is held against the paper it means, and no other."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from service_factories import memory_services
from storage_factories import NOW, a_batch, a_description, a_field, read_pages, receive

from digitize.model import DocumentId, Separation
from digitize.rows import Priority
from storage import keys
from storage.imports import ImportRow, Imports
from workers.importing.doubts import register_doubts
from workers.importing.findings import Finding, FindingKind
from workers.importing.reconcile import Reconciliation
from workers.pool import ChildPool, PoolOptions
from workers.services import Services

BATCH = replace(a_batch(batch_id="i-1"), channel="import", priority=Priority.BACKFILL)
SAID = {"file": "12.pdf", "reference": "12/QĐ-UBND", "issued_date": "05/03/2019"}
DECISION = {"reference": "12/QĐ-UBND", "issued_date": "2019-03-05"}
OTHER_DAY = {**DECISION, "issued_date": "2019-03-06"}
MINUTES = {"reference": "15/BB-UBND", "issued_date": "2019-02-27"}
FORM = {"issued_date": "2019-02-27"}


@pytest.fixture
def services() -> Iterator[Services]:
    with memory_services() as opened:
        opened.catalogue.open_batch(BATCH)
        yield opened


def split(services: Services, *papers: Mapping[str, str], content: str = "a") -> list[DocumentId]:
    """A scan of so many one-page papers, described."""
    scan_id = receive(services.catalogue, content=content, page_count=len(papers), batch=BATCH)
    read_pages(services.catalogue, scan_id)
    separation = Separation(documents=tuple((index,) for index in range(len(papers))))
    documents = [one.id for one in services.catalogue.separate(scan_id, separation, at=NOW)]
    for document_id, paper in zip(documents, papers, strict=True):
        services.catalogue.freeze(document_id, None, at=NOW)
        services.store.put(keys.text(document_id), b"")
        fields = [a_field(key, value) for key, value in paper.items()]
        described = a_description(*fields, reasons=("type_unsure",))
        services.catalogue.describe(document_id, described, at=NOW)
    return documents


def name_file(services: Services, said: Mapping[str, str], document_id: DocumentId) -> Imports:
    scan_id = services.catalogue.document(document_id).scan_id
    imports = Imports(services.database)
    imports.begin(BATCH.id, [ImportRow(number=2, said=said)], about={"register": "so.csv"})
    imports.note(BATCH.id, 2, path="12.pdf", scan_id=scan_id)
    return imports


def asked(services: Services, document_id: DocumentId) -> list[str | None]:
    """The fields about which the register makes a person be asked."""
    document = services.catalogue.document(document_id)
    assert document.description is not None
    doubts = register_doubts(services, document.scan_id, document.description)
    return [reason.field_key for reason in doubts]


def findings(services: Services, imports: Imports) -> list[Finding]:
    with ChildPool(object, options=PoolOptions(jobs=1)) as pool:
        found = Reconciliation(services, pool, rows=imports, batch_id=BATCH.id)
        return list(found.findings())


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        pytest.param((DECISION, MINUTES), [[], []], id="the first is meant"),
        pytest.param((MINUTES, DECISION), [[], []], id="the second is meant"),
        pytest.param((OTHER_DAY, MINUTES), [["issued_date"], []], id="the one meant differs"),
        pytest.param((MINUTES, FORM), [[], []], id="none has its number"),
    ],
)
def test_only_the_paper_with_the_rows_number_is_asked_about(
    papers: tuple[Mapping[str, str], ...], expected: list[list[str]], services: Services
) -> None:
    documents = split(services, *papers)
    name_file(services, SAID, documents[0])
    assert [asked(services, document_id) for document_id in documents] == expected


def test_the_other_paper_cannot_agree_in_place_of_the_one_meant(services: Services) -> None:
    documents = split(services, OTHER_DAY, {**MINUTES, "issued_date": "2019-03-05"})
    (finding,) = findings(services, name_file(services, SAID, documents[0]))
    assert (finding.field, finding.paper) == ("issued_date", "2019-03-06")


def test_a_row_that_none_of_the_papers_has_the_number_of_is_reported(services: Services) -> None:
    documents = split(services, MINUTES, FORM)
    found = findings(services, name_file(services, SAID, documents[0]))
    assert [finding.field for finding in found] == ["reference", "issued_date"]


def test_forms_behind_two_papers_of_one_number_are_not_taken_for_one(services: Services) -> None:
    rows = []
    for number, content in ((2, "a"), (3, "b")):
        first, _ = split(services, DECISION, FORM, content=content)
        scan_id = services.catalogue.document(first).scan_id
        said = {**SAID, "file": f"{content}.pdf"}
        rows.append(ImportRow(number=number, said=said, path=said["file"], scan_id=scan_id))
    imports = Imports(services.database)
    imports.begin(BATCH.id, rows, about={"register": "so.csv"})
    (finding,) = findings(services, imports)
    assert (finding.kind, finding.row, finding.other_row) == (FindingKind.SAME_NUMBER, 3, 2)
