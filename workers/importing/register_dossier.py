"""The dossier that a register names for an old result: of the paper that its row is about, and of no other in the same file."""

import re

from digitize.doctype import OTHER
from digitize.model import Description
from digitize.register import compare, has_its_number
from digitize.rows import Document
from storage.imports import Imports
from workers.services import Services

_COLUMN = "dossier_code"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
"""As systems tell them; a cell with anything else is no code but a remark."""


def dossier_in_register(services: Services, document: Document, description: Description) -> str:
    """Empty where no register names one, and for one of several papers in a scan without the row's number."""
    said = Imports(services.database).said_of(document.scan_id)
    code = "".join(said.get(_COLUMN, "").split()) if said is not None else ""
    if said is None or not _CODE.fullmatch(code):
        return ""
    if len(services.catalogue.documents(scan_id=document.scan_id)) > 1:
        kind = services.types.get(description.verdict.type_code, services.types[OTHER])
        if not has_its_number(compare(said, description.fields, kind)):
            return ""
    return code
