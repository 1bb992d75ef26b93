"""Reuse as people read it, in Vietnamese and in plain words; the templates translate."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from digitize.dossier.checklist import Checklists, checklist_for
from digitize.reuse.complaints import ComplaintOutcome
from digitize.reuse.grants import Grant, GrantBasis, GrantPurpose
from digitize.reuse.looks import LookBasis
from digitize.warehouse.life import LifeShown

STANDINGS = {
    LifeShown.VALID: "Còn hiệu lực",
    LifeShown.AMENDED: "Còn hiệu lực, đã được sửa đổi, bổ sung",
    LifeShown.CORRECTED: "Còn hiệu lực, đã được đính chính",
    LifeShown.SUPERSEDED: "Đã được thay thế",
    LifeShown.REVOKED: "Đã bị thu hồi",
    LifeShown.EXPIRED: "Đã hết hạn",
    LifeShown.NOT_YET: "Chưa đến ngày có hiệu lực",
    LifeShown.UNKNOWN: "Không ghi thời hạn",
}
STANDING_LEVELS = {
    LifeShown.VALID: "good",
    LifeShown.AMENDED: "good",
    LifeShown.CORRECTED: "good",
    LifeShown.SUPERSEDED: "bad",
    LifeShown.REVOKED: "bad",
    LifeShown.EXPIRED: "bad",
    LifeShown.NOT_YET: "doubt",
    LifeShown.UNKNOWN: "",
}
LOOKED = {
    "find": "thấy giấy tờ này trong danh sách",
    "show": "mở xem giấy tờ",
    "picture": "xem ảnh trang",
    "preview": "xem trước giấy tờ",
    "get.sealed": "tải bản đã ký số",
    "get.original": "tải tệp gốc",
    "get.text": "tải phần chữ",
    "get.fields": "tải các trường dữ liệu",
}
BASES = {
    LookBasis.AGENCY: "Cơ quan đã số hóa giấy tờ này, trong công việc của cơ quan",
    LookBasis.SELF: "Chủ giấy tờ tự xem",
    LookBasis.OWNER: "Do chủ giấy tờ cho phép",
    LookBasis.LAW: "Theo quy định của pháp luật",
    LookBasis.HOUSE: "Người vận hành hệ thống",
}
GRANT_BASES = {
    GrantBasis.OWNER: "Chủ giấy tờ cho phép",
    GrantBasis.LAW: "Cán bộ yêu cầu theo quy định của pháp luật",
}
PURPOSES = {
    GrantPurpose.DOSSIER: "Đưa vào hồ sơ, thay cho bản phải nộp",
    GrantPurpose.VERIFY: "Chỉ xem để đối chiếu",
}
OUTCOMES = {
    ComplaintOutcome.CORRECTED: "Đúng là có sai sót; đã sửa hoặc sẽ sửa",
    ComplaintOutcome.DECLINED: "Giấy tờ đúng như bản gốc, không sửa",
}
WORDS = {
    "standings": STANDINGS,
    "standing_levels": STANDING_LEVELS,
    "looked": LOOKED,
    "bases": BASES,
    "grant_bases": GRANT_BASES,
    "purposes": PURPOSES,
    "outcomes": OUTCOMES,
}


class GrantState(NamedTuple):
    words: str
    level: str


def state_of(grant: Grant, at: datetime) -> GrantState:
    if grant.withdrawn_at is not None:
        return GrantState("Đã rút lại", "bad")
    if at >= grant.valid_until:
        return GrantState("Đã hết thời hạn", "")
    if at < grant.valid_from:
        return GrantState("Chưa đến ngày", "doubt")
    return GrantState("Đang cho phép", "good")


def procedure_words(code: str, checklists: Checklists) -> str:
    """`Đăng ký khai sinh (1.001193)`, or the code alone."""
    checklist = checklist_for(code, checklists)
    return f"{checklist.title} ({code})" if checklist else code


def procedures(checklists: Checklists) -> Sequence[tuple[str, str]]:
    """Code and title of those that have a checklist, by title."""
    return sorted(((one.procedure_code, one.title) for one in checklists.values()), key=_title)


def _title(pair: tuple[str, str]) -> str:
    return pair[1]
