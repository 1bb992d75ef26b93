"""What a register says otherwise than the paper, as reasons for a person; the paper's values stay as they were read."""

from digitize.doctype import OTHER
from digitize.dossier.arrived import ArrivedFile
from digitize.model import Description, Reason
from digitize.reasons import ReasonCode
from digitize.register import compare
from storage.imports import Imports
from workers.services import Services


def register_doubts(
    services: Services, arrived: ArrivedFile, description: Description
) -> tuple[Reason, ...]:
    """None for a paper that no register names, and for one of several in a scan: the row may mean another."""
    if len(arrived.papers) > 1:
        return ()
    said = Imports(services.database).said_of(arrived.scan.id)
    if said is None:
        return ()
    kind = services.types.get(description.verdict.type_code, services.types[OTHER])
    return tuple(
        Reason(
            code=ReasonCode.REGISTER_DISAGREES,
            field_key=comparison.field.key,
            page_index=comparison.field.page_index,
        )
        for comparison in compare(said, description.fields, kind)
        if not comparison.agrees
    )
