"""`digitize seal`: the signer's work at the command line — what waits for a signer, sealed by its ids."""

from collections.abc import Sequence

from config.settings import Settings
from digitize.errors import IllegalMove
from digitize.rows import Document
from digitize.status import DocumentStatus
from workers.commands.check import go_on
from workers.commands.describing import document_json, page_numbers
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_table
from workers.commands.records import find_document
from workers.lock import embedded_lock
from workers.services import Services, open_services


def waiting(settings: Settings, *, as_json: bool) -> ExitCode:
    """Every checked document that waits for a signer; exit 20 where there is one."""
    with open_services(settings) as services:
        documents = services.catalogue.documents(status=DocumentStatus.TO_SIGN)
    if as_json:
        for document in documents:
            print_json(document_json(document))
    else:
        print_table(("Mã", "Tệp", "Trang", "Loại"), [_row(one) for one in documents])
    return ExitCode.NEEDS_CHECK if documents else ExitCode.OK


def seal(settings: Settings, wanted: Sequence[str]) -> ExitCode:
    """Seal these documents; they are filed at once, or by the workers of the cluster."""
    from workers.signing import seal_document  # pyHanko takes longer to load than a list to show

    with embedded_lock(settings), open_services(settings) as services:
        documents = [_to_sign(services, one) for one in wanted]
        for document in documents:
            seal_document(services, document, actor=settings.officer)
        go_on(services, *(document.id for document in documents))
    return ExitCode.OK


def _to_sign(services: Services, wanted: str) -> Document:
    document = find_document(services, wanted)
    if document.status is not DocumentStatus.TO_SIGN:
        raise IllegalMove(f"{document.id} is {document.status}")
    return document


def _row(document: Document) -> tuple[str, ...]:
    assert document.description is not None, "a document is signed after it was checked"
    return (
        document.id,
        document.source,
        ", ".join(str(number) for number in page_numbers(document.page_indexes)),
        document.description.verdict.type_code,
    )
