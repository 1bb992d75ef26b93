"""The `-KQn` code of a paper that turned out to be a dossier's result after it was filed: by what its system tells."""

from sqlalchemy import Connection

from digitize.model import RecordId
from digitize.warehouse.result_codes import CodeKind
from storage.record_rows import get_record
from storage.result_code_rows import codes_of, give
from storage.turns import take_turns_at_record
from workers.services import Services
from workers.warehouse.owning import code_plan


def give_dossier_code(services: Services, record_id: RecordId, dossier_code: str) -> None:
    """Once; a paper that ended a dossier before keeps that code. Raises `NotFound`."""
    with services.database.asking() as connection:
        if _has_one(connection, record_id):
            return
    with services.database.writing() as connection:
        take_turns_at_record(connection, record_id)
        if _has_one(connection, record_id):
            return
        record = get_record(connection, record_id)
        give(
            connection,
            record_id,
            version=record.version,
            owner=record.owner,
            type_code=record.type_code,
            plan=code_plan(services, dossier_code=dossier_code),
            at=services.clock(),
            kinds=(CodeKind.DOSSIER,),
        )


def _has_one(connection: Connection, record_id: RecordId) -> bool:
    found = codes_of(connection, [record_id]).get(record_id)
    return found is not None and bool(found.dossier)
