"""Answers and lives as pages say them: words to be translated and the class of their colour."""

from digitize.warehouse.holdings import Answer
from digitize.warehouse.life import LifeShown, LifeState
from digitize.warehouse.links import LinkKind
from digitize.warehouse.paper_links import PaperLinkState
from digitize.warehouse.validity import Basis

ANSWERS = {
    Answer.HELD: ("đã có, không yêu cầu nộp", "good"),
    Answer.UNCLEAR: ("đã có, cần xem lại", "doubt"),
    Answer.EXPIRED: ("đã có nhưng hết hạn ngày", "bad"),
    Answer.SUPERSEDED: ("đã có nhưng đã bị thay thế", "bad"),
    Answer.REVOKED: ("đã có nhưng đã bị thu hồi", "bad"),
    Answer.NOT_HELD: ("cần nộp", ""),
}
LIVES = {
    LifeShown.VALID: ("còn hiệu lực", "good"),
    LifeShown.AMENDED: ("đã được sửa đổi, bổ sung", "doubt"),
    LifeShown.CORRECTED: ("đã được đính chính", "doubt"),
    LifeShown.SUPERSEDED: ("đã bị thay thế", "bad"),
    LifeShown.REVOKED: ("đã bị thu hồi, bãi bỏ", "bad"),
    LifeShown.EXPIRED: ("đã hết hạn", "bad"),
    LifeShown.NOT_YET: ("chưa có hiệu lực", "doubt"),
    LifeShown.UNKNOWN: ("chưa rõ hiệu lực", ""),
}
NOTABLE = {life: said for life, said in LIVES.items() if said[1] in {"bad", "doubt"}}
"""What a list says of a paper; that one is in force, or that nobody knows, is no news in it."""
STATES = {state: LIVES[LifeShown(state.value)][0] for state in LifeState}
KINDS = {
    LinkKind.REPLACES: "thay thế",
    LinkKind.REISSUES: "cấp lại, cấp đổi",
    LinkKind.REPEALS: "bãi bỏ",
    LinkKind.WITHDRAWS: "thu hồi",
    LinkKind.AMENDS: "sửa đổi, bổ sung",
    LinkKind.CORRECTS: "đính chính",
}
LINK_STATES = {
    PaperLinkState.PROPOSED: ("chờ người xác nhận", "doubt"),
    PaperLinkState.CONFIRMED: ("đã xác nhận", "good"),
    PaperLinkState.DECLINED: ("không phải", ""),
    PaperLinkState.WITHDRAWN: ("đã rút lại", ""),
}
BASES = {
    Basis.PAPER: "theo ngày ghi trên giấy",
    Basis.LAW: "theo quy định về loại giấy tờ",
    Basis.PERSON: "theo người đã xem giấy",
    Basis.UNKNOWN: "",
}
