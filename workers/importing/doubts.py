"""What a register says otherwise than the paper, as reasons for a person; the paper's values stay as they were read."""

from digitize.doctype import OTHER
from digitize.model import Description, Reason, ScanId
from digitize.reasons import ReasonCode
from digitize.register import compare, has_its_number
from storage.imports import Imports
from workers.services import Services


def register_doubts(
    services: Services, scan_id: ScanId, description: Description
) -> tuple[Reason, ...]:
    """None for a paper that no register names, and for one of several in a scan without the row's number: it may mean another."""
    said = Imports(services.database).said_of(scan_id)
    if said is None:
        return ()
    kind = services.types.get(description.verdict.type_code, services.types[OTHER])
    comparisons = compare(said, description.fields, kind)
    if not has_its_number(comparisons) and len(services.catalogue.documents(scan_id=scan_id)) > 1:
        return ()
    return tuple(
        Reason(
            code=ReasonCode.REGISTER_DISAGREES,
            field_key=comparison.field.key,
            page_index=comparison.field.page_index,
        )
        for comparison in comparisons
        if not comparison.agrees
    )
