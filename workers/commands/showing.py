"""`digitize show`: a record, document or scan: what it is, what happened to it, what it waits for; a look at a record is in the ledger."""

from collections.abc import Mapping

from config.settings import Settings
from digitize.model import ScanId
from digitize.rows import Document, Scan
from storage.ids import is_scan_id
from workers.commands.describing import document_json
from workers.commands.describing_life import life_json, life_lines
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines
from workers.commands.records import find_document, print_document
from workers.records.reads import Purpose, note_look
from workers.records.waiting import waits_for
from workers.services import Services, open_services
from workers.warehouse.deciding_owners import result_codes
from workers.warehouse.life import PaperLife, paper_life
from workers.why_waiting import Answer, moment


def show(settings: Settings, wanted: str, *, as_json: bool) -> ExitCode:
    """Of a scan all its documents. Raises `NotFound`."""
    with open_services(settings) as services:
        if is_scan_id(wanted):
            return _show_scan(services, ScanId(wanted), as_json=as_json)
        return _show_document(services, find_document(services, wanted), as_json=as_json)


def _show_document(services: Services, document: Document, *, as_json: bool) -> ExitCode:
    _note(services, document)
    answer = waits_for(services, services.catalogue.scan(document.scan_id), document)
    history = _history(services, document)
    life = _life(services, document)
    codes = _codes(services, document)
    if as_json:
        said = {"waiting": waiting_json(answer), "history": history, **codes}
        print_json(document_json(document) | said | {"life": life_json(life) if life else None})
        return ExitCode.OK
    print_document(document)
    _print_codes(codes)
    if life is not None:
        print_lines(*life_lines(life))
    _print_answer(answer)
    print_lines("Lịch sử:", *(f"  {step['at']}  {step['event']}" for step in history))
    return ExitCode.OK


def _show_scan(services: Services, scan_id: ScanId, *, as_json: bool) -> ExitCode:
    scan = services.catalogue.scan(scan_id)
    documents = services.catalogue.documents(scan_id=scan_id)
    for document in documents:
        _note(services, document)
    answers = [(one, waits_for(services, scan, one)) for one in documents]
    own = None if documents else waits_for(services, scan, None)
    if as_json:
        print_json(_scan_json(scan, answers, own))
        return ExitCode.OK
    print_lines(f"{scan.id}", f"Tệp: {scan.source}, {scan.page_count} trang, lô {scan.batch_id}")
    for document, answer in answers:
        print_document(document)
        _print_answer(answer)
    if own is not None:
        _print_answer(own)
    return ExitCode.OK


def waiting_json(answer: Answer) -> dict[str, object]:
    """The answer for programs."""
    return {
        "for": answer.waits_for.value,
        "since": answer.since.isoformat(),
        "sentences": list(answer.sentences),
        **answer.details,
    }


def _scan_json(
    scan: Scan, answers: list[tuple[Document, Answer]], own: Answer | None
) -> Mapping[str, object]:
    return {
        "scan": scan.id,
        "batch": scan.batch_id,
        "source": scan.source,
        "page_count": scan.page_count,
        "state": scan.state.value,
        "received_at": scan.received_at.isoformat(),
        "documents": [
            document_json(document) | {"waiting": waiting_json(answer)}
            for document, answer in answers
        ],
        "waiting": waiting_json(own) if own else None,
    }


def _print_answer(answer: Answer) -> None:
    print_lines(f"Từ {moment(answer.since)}:", *(f"  {said}" for said in answer.sentences))


def _note(services: Services, document: Document) -> None:
    note_look(services, document, purpose=Purpose.SHOW, actor=services.settings.officer)


def _codes(services: Services, document: Document) -> Mapping[str, str]:
    """What a filed paper is called by; empty where it has no such code."""
    if document.record_id is None:
        return {}
    codes = result_codes(services, document.record_id)
    return {"result_code": codes.digitised, "dossier_result_code": codes.dossier}


def _print_codes(codes: Mapping[str, str]) -> None:
    if codes.get("result_code"):
        print_lines(f"Mã kết quả số hóa: {codes['result_code']}")
    if codes.get("dossier_result_code"):
        print_lines(f"Mã kết quả hồ sơ: {codes['dossier_result_code']}")


def _life(services: Services, document: Document) -> PaperLife | None:
    if document.record_id is None:
        return None
    return paper_life(services, services.catalogue.record(document.record_id))


def _history(services: Services, document: Document) -> list[dict[str, str]]:
    """What happened to the document and to its record, in order."""
    entries = [*services.catalogue.ledger(subject=document.id)]
    if document.record_id is not None:
        entries += services.catalogue.ledger(subject=document.record_id)
    entries.sort(key=lambda entry: entry.seq)
    return [
        {"at": entry.at.isoformat(timespec="seconds"), "event": entry.event} for entry in entries
    ]
