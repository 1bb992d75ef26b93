"""What happens to a document once it is separated, up to its record: each a move, harmless when made twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from digitize.codec import to_json
from digitize.desk import RescanRequest
from digitize.errors import BadArrangement, IllegalMove, LostRace, Rescan
from digitize.model import Description, DocumentId, Field, Reason
from digitize.rows import Document, NewRecord, PageState, Record, StoredFile
from digitize.status import DocumentStatus, is_final
from storage import (
    desk_rows,
    document_rows,
    ledger,
    link_rows,
    number_links,
    page_rows,
    record_rows,
    result_code_rows,
)
from storage.document_rows import description_digest
from storage.ledger import Event
from storage.turns import take_turns_at_paper, take_turns_at_record


def freeze(
    connection: Connection,
    document_id: DocumentId,
    searchable: StoredFile | None,
    *,
    text: StoredFile | None = None,
    version: int | None = None,
    at: datetime,
) -> Document:
    """`separated → read`; of the text beside it the ledger keeps the hash. The document as it then stands."""
    moved = _move_once(
        connection,
        document_id,
        DocumentStatus.READ,
        from_statuses={DocumentStatus.SEPARATED},
        changes=_file_columns("searchable", searchable),
        data={"searchable": _file_data(searchable), **ledger.files_data(text)},
        at=at,
        version=version,
    )
    return moved or document_rows.get_document(connection, document_id)


def describe(
    connection: Connection,
    document_id: DocumentId,
    description: Description,
    *,
    version: int | None = None,
    at: datetime,
) -> Document:
    """`read → described`, or `→ needs_check`. The document as it then stands."""
    after = DocumentStatus.NEEDS_CHECK if description.needs_person else DocumentStatus.DESCRIBED
    moved = _move_once(
        connection,
        document_id,
        after,
        from_statuses={DocumentStatus.READ},
        changes={"description": to_json(description).decode()},
        data={
            "description": description_digest(description),
            "type": description.verdict.type_code,
            "reasons": sorted({reason.code for reason in description.reasons}),
        },
        at=at,
        version=version,
    )
    return moved or document_rows.get_document(connection, document_id)


def correct(
    connection: Connection,
    document_id: DocumentId,
    *,
    fields: Sequence[Field],
    type_code: str | None,
    reasons: Sequence[Reason] = (),
    version: int | None = None,
    actor: str,
    at: datetime,
) -> int:
    """A checker's words in place of the machine's, and the version that the document has with them; raises `IllegalMove` unless the document waits for a person."""
    take_turns_at_paper(connection, document_id)
    document = document_rows.get_document(connection, document_id)
    if document.description is None:
        raise IllegalMove(f"{document_id} is {document.status}: there is nothing to correct yet")
    corrected = _corrected(document.description, fields, type_code, reasons)
    if corrected == document.description:
        return document.version
    if document.status is not DocumentStatus.NEEDS_CHECK:
        raise IllegalMove(f"{document_id} is {document.status}, not waiting for a person")
    _require_version(document, version)
    document_rows.replace_description(connection, document, corrected)
    data = {
        "keys": sorted({field.key for field in fields}),
        "type": type_code,
        "version": document.version + 1,
        "description": description_digest(corrected),
    }
    ledger.append(connection, Event.DOCUMENT_CORRECTED, document_id, data=data, actor=actor, at=at)
    return document.version + 1


def approve(
    connection: Connection,
    document_id: DocumentId,
    *,
    version: int | None = None,
    actor: str,
    at: datetime,
) -> None:
    """`needs_check → checked`."""
    _move_once(
        connection,
        document_id,
        DocumentStatus.CHECKED,
        from_statuses={DocumentStatus.NEEDS_CHECK},
        changes={},
        data={},
        at=at,
        version=version,
        actor=actor,
    )


def await_signer(
    connection: Connection, document_id: DocumentId, *, version: int | None = None, at: datetime
) -> None:
    """`checked → to_sign`."""
    _move_once(
        connection,
        document_id,
        DocumentStatus.TO_SIGN,
        from_statuses={DocumentStatus.CHECKED},
        changes={},
        data={},
        at=at,
        version=version,
    )


def send_back(
    connection: Connection,
    document_id: DocumentId,
    reason: Reason,
    *,
    version: int | None = None,
    actor: str,
    at: datetime,
) -> None:
    """`to_sign → needs_check`, for the reason that the signer gives."""
    take_turns_at_paper(connection, document_id)
    document = document_rows.get_document(connection, document_id)
    if document.description is None:
        raise IllegalMove(f"{document_id} is {document.status}: there is nothing to sign")
    description = _corrected(document.description, (), None, (reason,))
    _move_once(
        connection,
        document_id,
        DocumentStatus.NEEDS_CHECK,
        from_statuses={DocumentStatus.TO_SIGN},
        changes={"description": to_json(description).decode()},
        data={
            "description": description_digest(description),
            "reasons": sorted({one.code for one in description.reasons}),
        },
        at=at,
        version=version,
        actor=actor,
    )


def reject(
    connection: Connection,
    document_id: DocumentId,
    *,
    error_code: str,
    version: int | None = None,
    actor: str,
    at: datetime,
) -> bool:
    """Any status before `sealed` → `rejected`, and its pages with it; True where this call did it."""
    moved = _move_once(
        connection,
        document_id,
        DocumentStatus.REJECTED,
        from_statuses={
            status
            for status in DocumentStatus
            if not is_final(status) and status is not DocumentStatus.SEALED
        },
        changes={"error_code": error_code},
        data={"code": error_code},
        at=at,
        version=version,
        actor=actor,
    )
    if moved:
        page_rows.set_states_of_document(connection, moved, PageState.REJECTED)
    return moved is not None


def ask_rescan(connection: Connection, asked: RescanRequest, *, version: int | None = None) -> None:
    """As `reject`, and the counter is told which pages and why; the ledger has the pages, not the checker's words."""
    document = document_rows.get_document(connection, asked.document_id)
    if not set(asked.page_indexes) <= set(document.page_indexes):
        raise BadArrangement(f"{asked.document_id} has not all of these pages")
    if not reject(
        connection,
        asked.document_id,
        error_code=Rescan.code,
        version=version,
        actor=asked.asked_by,
        at=asked.asked_at,
    ):
        return
    desk_rows.insert_rescan(connection, asked)
    ledger.append(
        connection,
        Event.RESCAN_ASKED,
        asked.document_id,
        data={"pages": list(asked.page_indexes)},
        at=asked.asked_at,
        actor=asked.asked_by,
    )


def seal(
    connection: Connection,
    document_id: DocumentId,
    sealed: StoredFile,
    *,
    data: Mapping[str, object],
    version: int | None = None,
    actor: str = ledger.SYSTEM,
    at: datetime,
) -> None:
    """`described`, `checked` or `to_sign` → `sealed`; `data` says of the signature what the ledger shall keep."""
    moved = _move_once(
        connection,
        document_id,
        DocumentStatus.SEALED,
        from_statuses={
            DocumentStatus.DESCRIBED,
            DocumentStatus.CHECKED,
            DocumentStatus.TO_SIGN,
        },
        changes=_file_columns("sealed", sealed),
        data={"sealed": _file_data(sealed)},
        at=at,
        version=version,
        actor=actor,
    )
    if moved:
        ledger.append(connection, Event.DOCUMENT_SEALED, document_id, data=data, at=at, actor=actor)


def file(connection: Connection, new: NewRecord, *, at: datetime) -> Record:
    """`sealed → filed` with the record, its words and its pages."""
    take_turns_at_paper(connection, new.document_id)
    take_turns_at_record(connection, new.id)
    digest = record_rows.content_digest(new)
    moved = _move_once(
        connection,
        new.document_id,
        DocumentStatus.FILED,
        from_statuses={DocumentStatus.SEALED},
        changes={"record_id": new.id},
        data={"record": new.id, "content": digest},
        at=at,
    )
    if not moved:
        return record_rows.get_record(connection, new.id)
    page_rows.set_states_of_document(connection, moved, PageState.FILED)
    record = record_rows.insert_record(connection, new, at=at)
    data = {
        "document": new.document_id,
        "version": record.version,
        "content": digest,
        **ledger.files_data(new.pdf, *new.files),
    }
    ledger.append(connection, Event.RECORD_FILED, new.id, data=data, at=at)
    link_rows.propose(connection, new.id, new.links, at=at)
    number_links.propose(connection, new.id, new.pairs, at=at)
    if new.codes is not None:
        result_code_rows.give(
            connection,
            new.id,
            version=record.version,
            owner=record.owner,
            type_code=record.type_code,
            plan=new.codes,
            at=at,
        )
    return record


def _move_once(
    connection: Connection,
    document_id: DocumentId,
    after: DocumentStatus,
    *,
    from_statuses: set[DocumentStatus],
    changes: Mapping[str, object],
    data: Mapping[str, object],
    at: datetime,
    version: int | None = None,
    actor: str = ledger.SYSTEM,
) -> Document | None:
    """Make a move: the document as it then stands; or find that it was made before: None; or raise `IllegalMove`, `LostRace`."""
    move = partial(
        document_rows.move_from,
        connection,
        document_id,
        after=after,
        changes=changes,
        data=data,
        at=at,
        actor=actor,
    )
    if version is not None and len(from_statuses) == 1:
        (before,) = from_statuses
        if moved := move(before, version=version):
            return moved
    take_turns_at_paper(connection, document_id)
    document = document_rows.get_document(connection, document_id)
    if document.status not in from_statuses:
        document_rows.require_same_move(connection, document, after, data)
        return None
    _require_version(document, version)
    moved = move(document.status, version=document.version)
    if moved is None:
        raise LostRace(f"{document_id} is no longer version {document.version}")
    return moved


def _require_version(document: Document, version: int | None) -> None:
    """Whoever says what was looked at is told where it changed since."""
    if version is not None and document.version != version:
        raise LostRace(f"{document.id} is version {document.version}, not {version}")


def _corrected(
    description: Description,
    fields: Sequence[Field],
    type_code: str | None,
    reasons: Sequence[Reason],
) -> Description:
    """Fields that are not named stay; one with an empty value is taken away: absent, not invented."""
    given = {field.key: field for field in fields}
    kept = [given.pop(field.key, field) for field in description.fields]
    verdict = description.verdict
    if type_code is not None and type_code != verdict.type_code:
        verdict = replace(verdict, type_code=type_code, confidence=1.0, marks=(_BY_PERSON,))
    return replace(
        description,
        verdict=verdict,
        fields=tuple(field for field in (*kept, *given.values()) if field.value),
        reasons=tuple(dict.fromkeys((*description.reasons, *reasons))),
    )


_BY_PERSON = "person"


def _file_columns(name: str, file: StoredFile | None) -> dict[str, object]:
    return {
        f"{name}_key": None if file is None else file.key,
        f"{name}_sha256": None if file is None else file.sha256,
    }


def _file_data(file: StoredFile | None) -> dict[str, str] | None:
    return None if file is None else {"key": file.key, "sha256": file.sha256}
