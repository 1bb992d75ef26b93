"""`digitize life`: how a record stands today, what an officer says became of it, links between papers that wait for a person."""

from config.settings import Settings
from digitize.errors import NotFound, ReasonMissing
from digitize.rows import Record
from digitize.warehouse.life import LifeState
from digitize.warehouse.paper_links import PaperLinkState
from storage import life_rows
from workers.commands.describing_life import life_json, life_lines
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table
from workers.commands.records import find_document
from workers.records.part_names import RecordPart
from workers.records.parts import part_of
from workers.records.reads import Purpose, note_look
from workers.services import Services, open_services
from workers.warehouse.life import paper_life, propose_again


def life(
    settings: Settings, wanted: str, *, state: LifeState | None, reason: str, as_json: bool
) -> ExitCode:
    """A record's life; with a state an officer says that first. Raises `NotFound`, `ReasonMissing`, `IllegalMove`."""
    with open_services(settings) as services:
        record = record_wanted(services, wanted)
        if state is not None:
            _mark(services, record, state, reason)
        document = services.catalogue.document(record.document_id)
        note_look(services, document, purpose=Purpose.SHOW, actor=settings.officer)
        found = paper_life(services, record)
    if as_json:
        print_json({"record": record.id, **life_json(found)})
        return ExitCode.OK
    print_lines(f"{record.id}  {record.title}", *life_lines(found))
    return ExitCode.OK


def links(settings: Settings, *, is_proposing: bool, as_json: bool) -> ExitCode:
    """What waits for a person; where asked, after the text of every record was looked through for what it says of others."""
    with open_services(settings) as services:
        records = services.catalogue.records()
        if is_proposing:
            new = sum(_proposed(services, record) for record in records)
            print_lines(f"{new} đề xuất mới trong {len(records)} hồ sơ lưu.")
        waiting = [
            link
            for record in records
            for link in paper_life(services, record).says
            if link.state is PaperLinkState.PROPOSED
        ]
    if as_json:
        for link in waiting:
            print_json(
                {
                    "link": link.id,
                    "record": link.record_id,
                    "kind": link.said.kind.value,
                    "number": link.said.number,
                    "day": link.said.day,
                    "page": link.said.page_number,
                    "sentence": link.said.sentence,
                }
            )
        return ExitCode.OK
    rows = [
        (link.record_id, link.said.kind.value, link.said.number, link.said.day, link.said.sentence)
        for link in waiting
    ]
    print_table(("Hồ sơ lưu", "Việc", "Giấy tờ kia", "Ngày", "Câu trên giấy"), rows)
    return ExitCode.OK


def record_wanted(services: Services, wanted: str) -> Record:
    """Of a record id or of a filed document's. Raises `NotFound`."""
    document = find_document(services, wanted)
    if document.record_id is None:
        raise NotFound(f"{wanted} is not filed")
    return services.catalogue.record(document.record_id)


def _mark(services: Services, record: Record, state: LifeState, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
    with services.database.writing() as connection:
        before = life_rows.life_of(connection, record.id)
        life_rows.move(
            connection,
            record.id,
            state,
            version=before.version,
            reason=reason.strip(),
            actor=services.settings.officer,
            at=services.clock(),
        )


def _proposed(services: Services, record: Record) -> int:
    document = services.catalogue.document(record.document_id)
    if services.catalogue.disposal(document.id) is not None:
        return 0
    content = part_of(services, document, RecordPart.TEXT).content
    text = content.decode() if isinstance(content, bytes) else content.read_text(encoding="utf-8")
    return propose_again(services, record, text)
