"""`digitize check`: the checker's work at the command line — what needs a person and why; correct, approve, reject."""

from collections.abc import Mapping

from config.settings import Settings
from digitize.checking import corrected_fields
from digitize.errors import IllegalMove
from digitize.model import DocumentId
from digitize.reasons import explain
from digitize.rows import Document
from digitize.status import DocumentStatus
from workers.checking import editing
from workers.checking.deciding import Outcome, Said, submit, tell_workers, type_of
from workers.commands.describing import document_json, page_numbers
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table
from workers.commands.records import find_document, print_document
from workers.lock import embedded_lock
from workers.services import Services, open_services


def waiting(settings: Settings, *, as_json: bool) -> ExitCode:
    """Every document that waits for a person, with its reasons; exit 20 where there is one."""
    with open_services(settings) as services:
        documents = services.catalogue.documents(status=DocumentStatus.NEEDS_CHECK)
    if as_json:
        for document in documents:
            print_json(document_json(document))
    else:
        print_table(("Mã", "Tệp", "Trang", "Loại", "Lý do"), [_row(one) for one in documents])
    return ExitCode.NEEDS_CHECK if documents else ExitCode.OK


def show(settings: Settings, wanted: str, *, as_json: bool) -> ExitCode:
    """One document with its fields and reasons."""
    with open_services(settings) as services:
        document = find_document(services, wanted)
    if as_json:
        print_json(document_json(document))
    else:
        print_document(document)
    return ExitCode.OK


def correct(
    settings: Settings,
    wanted: str,
    *,
    values: Mapping[str, str],
    type_code: str | None,
    as_printed: bool,
) -> ExitCode:
    """Replace fields (an empty value removes one) and the type by what the person read on the paper.

    A value that breaks its format is refused unless `as_printed` says that the paper has it so.
    """
    with embedded_lock(settings), open_services(settings) as services:
        document = _waiting_document(services, wanted)
        kind = type_of(services, document, type_code)
        printed = values.keys() if as_printed else ()
        services.catalogue.correct(
            document.id,
            fields=corrected_fields(document, kind, values, as_printed=printed),
            type_code=type_code,
            version=document.version,
            actor=settings.officer,
            at=services.clock(),
        )
        print_document(services.catalogue.document(document.id))
    return ExitCode.OK


def approve(
    settings: Settings, wanted: str, *, values: Mapping[str, str], as_printed: bool
) -> ExitCode:
    """The person stands for type and fields: sealed and filed at once, or by the workers of the cluster.

    `values` are weighty fields as the second person enters them; exit 20 where another person is needed still.
    """
    with embedded_lock(settings), open_services(settings) as services:
        document = _waiting_document(services, wanted)
        said = Said(
            account=settings.officer,
            values=values,
            as_printed=values.keys() if as_printed else (),
            version=document.version,
        )
        outcome = submit(services, document.id, said)
        if outcome is not Outcome.APPROVED:
            print_document(services.catalogue.document(document.id))
            return ExitCode.NEEDS_CHECK
        go_on(services, document.id)
    return ExitCode.OK


def reject(settings: Settings, wanted: str, *, code: str) -> ExitCode:
    """The document will not be filed; its pages and bytes stay."""
    with embedded_lock(settings), open_services(settings) as services:
        document = _waiting_document(services, wanted)
        editing.reject(
            services, document.id, code, account=settings.officer, version=document.version
        )
    return ExitCode.OK


def go_on(services: Services, *document_ids: DocumentId) -> None:
    """What needs no person any more is done here and now, or by the workers of the cluster; what became of each is said."""
    if tell_workers(services, *document_ids):
        for document_id in document_ids:
            print_lines(f"{document_id}: {services.catalogue.document(document_id).status.value}")
        return
    # Loaded here, because listing what waits needs neither image libraries nor keys.
    from workers.reading_pool import build_pool
    from workers.steps import DocumentSteps

    with build_pool(services.settings) as pool:
        steps = DocumentSteps(services, pool)
        for document_id in document_ids:
            done = steps.finish(document_id)
            print_lines(f"{done.id}: {done.status.value} {done.record_id or ''}")


def _row(document: Document) -> tuple[str, ...]:
    description = document.description
    assert description is not None, "a document waits only after it was described"
    return (
        document.id,
        document.source,
        ", ".join(str(number) for number in page_numbers(document.page_indexes)),
        f"{description.verdict.type_code} ({description.verdict.confidence:.2f})",
        "\n".join(explain(reason) for reason in description.reasons),
    )


def _waiting_document(services: Services, wanted: str) -> Document:
    document = find_document(services, wanted)
    if document.status is not DocumentStatus.NEEDS_CHECK:
        raise IllegalMove(f"{document.id} is {document.status}")
    return document
