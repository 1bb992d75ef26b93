"""`digitize check`: the checker's work at the command line — what needs a person and why; correct, approve, reject."""

from collections.abc import Iterator, Mapping

from config.settings import Settings
from digitize.doctype import DocumentType, FieldSpec
from digitize.errors import BadCorrection, IllegalMove, NotFound
from digitize.extract.values import normalise
from digitize.model import Box, Description, Field, FieldSource
from digitize.reasons import explain
from digitize.rows import Document, Priority
from digitize.status import DocumentStatus
from digitize.work import document_task
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
        kind = _type(services, document, type_code)
        fields = tuple(_corrected(document, kind, values, as_printed=as_printed))
        services.catalogue.correct(
            document.id,
            fields=fields,
            type_code=type_code,
            actor=settings.officer,
            at=services.clock(),
        )
        print_document(services.catalogue.document(document.id))
    return ExitCode.OK


def approve(settings: Settings, wanted: str) -> ExitCode:
    """The person stands for type and fields: sealed and filed at once, or by the workers of the cluster."""
    # Loaded here, because listing what waits needs neither image libraries nor keys.
    from workers.reading_pool import build_pool
    from workers.steps import DocumentSteps

    with embedded_lock(settings), open_services(settings) as services:
        document = _waiting_document(services, wanted)
        services.catalogue.approve(document.id, actor=settings.officer, at=services.clock())
        if services.outbox is not None:
            services.outbox.tell(document_task(document.id, Priority.COUNTER))
            print_lines(f"{document.id}: {DocumentStatus.CHECKED.value}")
            return ExitCode.OK
        with build_pool(settings) as pool:
            filed = DocumentSteps(services, pool).finish(document.id)
        print_lines(f"{filed.id}: {filed.status.value} {filed.record_id or ''}")
    return ExitCode.OK


def reject(settings: Settings, wanted: str, *, code: str) -> ExitCode:
    """The document will not be filed; its pages and bytes stay."""
    with embedded_lock(settings), open_services(settings) as services:
        document = _waiting_document(services, wanted)
        services.catalogue.reject(
            document.id, error_code=code, actor=settings.officer, at=services.clock()
        )
    return ExitCode.OK


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


def _type(services: Services, document: Document, type_code: str | None) -> DocumentType:
    code = type_code or _description(document).verdict.type_code
    if code not in services.types:
        raise BadCorrection(f"no such type: {code}")
    return services.types[code]


def _description(document: Document) -> Description:
    if document.description is None:
        raise NotFound(f"{document.id} is not described")
    return document.description


def _corrected(
    document: Document, kind: DocumentType, values: Mapping[str, str], *, as_printed: bool
) -> Iterator[Field]:
    """The fields given, as the person's; the catalogue takes an empty value as removal."""
    before = {field.key: field for field in _description(document).fields}
    for key, text in values.items():
        spec = kind.field(key)
        if spec is None:
            raise BadCorrection(f"{kind.code} has no field {key}")
        value = _checked(spec, text, as_printed=as_printed) if text else ""
        yield _typed(document, key, value, before.get(key))


def _checked(spec: FieldSpec, text: str, *, as_printed: bool) -> str:
    """The value in its normal form. Raises `BadCorrection` where it breaks the rule of its kind."""
    value = normalise(spec.kind, text)
    if value.doubts and not as_printed:
        raise BadCorrection(f"{spec.key}: {', '.join(value.doubts)}")
    return text if value.doubts else value.value


def _typed(document: Document, key: str, value: str, before: Field | None) -> Field:
    return Field(
        key=key,
        value=value,
        confidence=1.0,
        page_index=before.page_index if before else document.page_indexes[0],
        box=before.box if before else Box(left=0, top=0, right=0, bottom=0),
        how=FieldSource.PERSON,
        raw=before.raw if before else "",
    )
