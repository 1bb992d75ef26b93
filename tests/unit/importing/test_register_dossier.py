"""A register names the dossier that an old result ended: of that paper, and of no other in its file."""

from dataclasses import replace

import pytest
from service_factories import memory_services
from storage_factories import NOW, a_batch, a_description, a_field, a_scan_id, read_pages, receive

from digitize.model import DocumentId, Separation
from digitize.rows import StoredFile
from storage import keys
from storage.imports import ImportRow, Imports
from workers.services import Services
from workers.warehouse.owning import dossier_it_ends

CODE = "H46.12-190302-0007"


def papers(
    services: Services, said: dict[str, str], *numbers: str, channel: str = "import"
) -> list[DocumentId]:
    """Of one file that the register has one row for; each has a number on it."""
    batch = replace(a_batch(), channel=channel)
    scan_id = receive(services.catalogue, page_count=len(numbers), batch=batch)
    imports = Imports(services.database)
    imports.begin(batch.id, [ImportRow(number=4, said=said)], about={"register": "so.csv"})
    imports.note(batch.id, 4, path="1.pdf", scan_id=scan_id)
    read_pages(services.catalogue, scan_id)
    parts = Separation(documents=tuple((index,) for index in range(len(numbers))))
    documents = [
        document.id for document in services.catalogue.separate(a_scan_id(), parts, at=NOW)
    ]
    for document_id, number in zip(documents, numbers, strict=True):
        file = StoredFile(key=keys.searchable(document_id), sha256="1" * 64)
        services.catalogue.freeze(document_id, file, at=NOW)
        described = a_description(a_field("reference", number))
        services.catalogue.describe(document_id, described, at=NOW)
    return documents


def dossiers(services: Services, found: list[DocumentId]) -> list[str]:
    return [dossier_it_ends(services, services.catalogue.document(one)) for one in found]


def test_the_row_of_a_paper_names_its_dossier() -> None:
    services = memory_services()
    found = papers(services, {"dossier_code": f" {CODE} ", "reference": "9/QĐ"}, "12/QĐ-UBND")
    assert dossiers(services, found) == [CODE]


def test_of_several_papers_in_a_file_the_row_means_the_one_with_its_number() -> None:
    services = memory_services()
    said = {"dossier_code": CODE, "reference": "12/QĐ-UBND"}
    found = papers(services, said, "11/QĐ-UBND", "12/QĐ-UBND")
    assert dossiers(services, found) == ["", CODE]


@pytest.mark.parametrize("said", [{}, {"dossier_code": ""}, {"dossier_code": "thất lạc, xem sổ"}])
def test_what_is_no_code_names_none(said: dict[str, str]) -> None:
    services = memory_services()
    assert dossiers(services, papers(services, said, "12/QĐ-UBND")) == [""]


def test_only_an_import_has_a_register() -> None:
    services = memory_services()
    found = papers(services, {"dossier_code": CODE}, "12/QĐ-UBND", channel="upload")
    assert dossiers(services, found) == [""]
