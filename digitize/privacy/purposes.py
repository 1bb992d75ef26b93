"""What a sensitive paper is opened for, as the person says before it is shown; it counts for that person, that paper and a while.

Personal data is used for the purpose that it is there for and no other (Luật 91/2025/QH15): so a choice of what agencies do by
law, and with a dossier its code, with anything else the reason in words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitize.errors import PurposeUnclear
from digitize.model import RecordId

MAX_WORDS = 500
_LEAST_WORDS = 10
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.\-]{2,63}", re.ASCII)


class PurposeChoice(StrEnum):
    DOSSIER = "dossier"
    CHECK = "check"
    OWNER = "owner"
    INSPECTION = "inspection"
    AUTHORITY = "authority"


TITLES: Mapping[PurposeChoice, str] = {
    PurposeChoice.DOSSIER: "Giải quyết một hồ sơ thủ tục hành chính",
    PurposeChoice.CHECK: "Kiểm tra, sửa sai việc số hóa giấy tờ này",
    PurposeChoice.OWNER: "Theo yêu cầu của chính người có giấy tờ",
    PurposeChoice.INSPECTION: "Thanh tra, kiểm tra, giải quyết khiếu nại, tố cáo",
    PurposeChoice.AUTHORITY: "Theo yêu cầu bằng văn bản của cơ quan có thẩm quyền",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeSaid:
    choice: PurposeChoice
    dossier_code: str = ""
    words: str = ""
    """For whoever asks later why; never in the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPurpose:
    record_id: RecordId
    account: str
    said: PurposeSaid
    said_at: datetime
    until: datetime


def require_clear(said: PurposeSaid) -> None:
    """A dossier has its code, anything else a reason that is more than a word. Raises `PurposeUnclear`."""
    if said.dossier_code and not _CODE.fullmatch(said.dossier_code):
        raise PurposeUnclear("dossier code")
    if said.choice is PurposeChoice.DOSSIER:
        if not said.dossier_code:
            raise PurposeUnclear("no dossier code")
    elif len(said.words.strip()) < _LEAST_WORDS:
        raise PurposeUnclear("no reason")
    if len(said.words) > MAX_WORDS:
        raise PurposeUnclear("long reason")
