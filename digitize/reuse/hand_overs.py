"""That a paper went into a dossier: the receipt that officer, agency and owner keep of it."""

from dataclasses import dataclass
from datetime import datetime

from digitize.model import RecordId
from digitize.reuse.grants import GrantId


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    id: str
    grant_id: GrantId
    record_id: RecordId
    record_version: int
    sha256: str
    """Of the sealed PDF that was handed over."""
    agency: str
    procedure_code: str
    dossier_code: str
    component: str
    """Code of the checklist item (thành phần hồ sơ) that it stands for; empty where none was named."""
    account: str
    at: datetime
