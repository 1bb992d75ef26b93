"""`digitize train`: what checkers have confirmed into the model that gives types a second opinion; its score is kept."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from config.settings import Settings
from digitize.doctype import OTHER
from digitize.errors import NotFound
from digitize.model import DocumentId, PageReading
from digitize.rows import Document, LedgerEntry
from digitize.status import DocumentStatus
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table
from workers.kept_readings import each_reading
from workers.lock import warehouse_lock
from workers.services import Services, open_services
from workers.training import Example, Training, example
from workers.training import train as train_model

TRAINED = "model.trained"
MODEL = "types"
"""What the ledger's entries are about."""


def train(settings: Settings, *, as_json: bool) -> ExitCode:
    """Make the model anew from every checked paper, keep it and note its score. Raises `TooFewExamples`."""
    with warehouse_lock(settings.warehouse), open_services(settings) as services:
        training = train_model(_examples(services))
        _keep(settings.learned_types_file, training.model)
        services.catalogue.note(
            TRAINED,
            MODEL,
            actor=settings.officer,
            data=_record(training),
            at=services.clock(),
        )
        _show(services, as_json=as_json)
    return ExitCode.OK


def history(settings: Settings, *, as_json: bool) -> ExitCode:
    """Every training there was, with what it was made from and the score it reached."""
    with open_services(settings) as services:
        _show(services, as_json=as_json)
    return ExitCode.OK


def _examples(services: Services) -> Iterator[Example]:
    """Papers that a person approved, as they were corrected: their type is known, not guessed."""
    for document in _approved(services):
        description = document.description
        if description is not None and description.verdict.type_code != OTHER:
            readings = tuple(_readings(services, document))
            yield example(document.scan_id, description.verdict.type_code, readings)


def _approved(services: Services) -> Iterator[Document]:
    """Those that are still what was approved: not arranged anew since, not rejected, not disposed of."""
    moves = (entry for entry in services.catalogue.ledger() if entry.event == "document.moved")
    checked = {
        DocumentId(entry.subject): None
        for entry in moves
        if entry.data.get("to") == DocumentStatus.CHECKED
    }
    for document_id in checked:
        with suppress(NotFound):
            document = services.catalogue.document(document_id)
            is_kept = services.catalogue.disposal(document_id) is None
            if document.status in _APPROVED and is_kept:
                yield document


_APPROVED = (
    DocumentStatus.CHECKED,
    DocumentStatus.TO_SIGN,
    DocumentStatus.SEALED,
    DocumentStatus.FILED,
)


def _readings(services: Services, document: Document) -> Iterator[PageReading]:
    """The first page with words is all that is learned from."""
    for reading in each_reading(services, document):
        yield reading
        if reading.text.lines:
            return


def _keep(path: Path, model: bytes) -> None:
    """In one step, so that a reader finds the old model or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_bytes(model)
    temporary.replace(path)


def _record(training: Training) -> dict[str, object]:
    return {
        "version": training.version,
        "examples": dict(training.examples),
        "held_out": training.held_out,
        "right": training.right,
    }


def _show(services: Services, *, as_json: bool) -> None:
    trainings = tuple(services.catalogue.ledger(subject=MODEL))
    if as_json:
        for entry in trainings:
            print_json({"at": entry.at.isoformat(), **entry.data})
        return
    if not trainings:
        print_lines(
            "Chưa huấn luyện lần nào. Hãy duyệt giấy tờ bằng `digitize check` rồi chạy lại."
        )
        return
    print_table(
        ("Phiên bản", "Lúc", "Giấy tờ", "Loại", "Đúng trên tập giữ riêng"),
        [_row(entry) for entry in trainings],
    )


def _row(entry: LedgerEntry) -> tuple[str, ...]:
    examples = entry.data["examples"]
    assert isinstance(examples, dict)
    right, held_out = entry.data["right"], entry.data["held_out"]
    return (
        str(entry.data["version"]),
        f"{entry.at:%d/%m/%Y %H:%M}",
        str(sum(examples.values())),
        str(len(examples)),
        f"{right}/{held_out}" if held_out else "chưa đủ giấy tờ",
    )
