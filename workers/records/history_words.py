"""An entry of the ledger into a Vietnamese sentence; what it fills in are counts and codes, never a person's data."""

from collections.abc import Callable, Mapping
from typing import Any

from digitize.privacy.purposes import TITLES
from digitize.rows import LedgerEntry
from storage.complaint_rows import ANSWERED, TOLD
from storage.hand_over_rows import HANDED_OVER
from storage.ledger import Event

Data = Mapping[str, Any]

_MOVED = {
    "separated": "Tách riêng thành một giấy tờ.",
    "read": "Đọc xong chữ trên các trang và lập bản PDF lưu trữ.",
    "described": "Xác định loại giấy tờ và các trường, không có gì nghi ngờ.",
    "needs_check": "Xác định loại giấy tờ và các trường; cần người kiểm tra.",
    "checked": "Duyệt sau khi kiểm tra.",
    "sealed": "Ký số bằng chứng thư của cơ quan.",
    "filed": "Đưa vào kho.",
    "rejected": "Từ chối giấy tờ.",
}
_READ = {
    "find": "Thấy trong kết quả tra cứu.",
    "show": "Mở xem.",
    "picture": "Xem ảnh trang.",
    "preview": "Xem trước để dùng lại cho một hồ sơ.",
    "get.sealed": "Lấy bản đã ký số.",
    "get.original": "Lấy tệp gốc.",
    "get.text": "Lấy phần chữ.",
    "get.fields": "Lấy các trường dữ liệu.",
}
_CONSTANT: Mapping[str, str] = {
    Event.RECORD_OWNED: "Xác định lại chủ giấy tờ.",
    Event.SCAN_ARRIVED_AGAIN: "Cùng tệp này được gửi thêm một lần.",
    Event.SCAN_REARRANGED: "Sắp xếp lại các trang của tệp.",
    Event.SCAN_REJECTED: "Từ chối tệp.",
    Event.DOCUMENT_ENTERED_TWICE: "Hai người nhập độc lập và trùng nhau.",
    Event.RESCAN_ASKED: "Yêu cầu quầy quét lại.",
    Event.DOCUMENT_SEALED: "Kiểm tra chữ ký sau khi ký: hợp lệ.",
    Event.DOCUMENT_DISPOSED: "Hủy theo thời hạn lưu giữ.",
    Event.HOLD_PLACED: "Giữ lại, không được hủy.",
    Event.HOLD_RELEASED: "Thôi giữ lại.",
    Event.WORK_SET_ASIDE: "Để riêng sau nhiều lần xử lý không xong.",
    Event.WORK_AGAIN: "Cho xử lý lại.",
    HANDED_OVER: "Đưa vào một hồ sơ để dùng lại.",
    TOLD: "Chủ giấy tờ báo sai sót.",
    ANSWERED: "Trả lời báo sai sót của chủ giấy tờ.",
}
_PURPOSES = {
    choice.value: f"Nói mục đích trước khi mở: {title[0].lower()}{title[1:]}."
    for choice, title in TITLES.items()
}
_LIVES = {
    "valid": "Ghi lại là còn hiệu lực.",
    "amended": "Ghi là đã được sửa đổi, bổ sung.",
    "corrected": "Ghi là đã được đính chính.",
    "superseded": "Ghi là đã bị thay thế.",
    "revoked": "Ghi là đã bị thu hồi, bãi bỏ.",
}
_LINKS = {
    "confirmed": "Xác nhận câu nói về giấy tờ khác.",
    "declined": "Bỏ đề xuất về giấy tờ khác.",
    "withdrawn": "Rút lại xác nhận về giấy tờ khác.",
}
_BY_DATA: Mapping[str, Callable[[Data], str]] = {
    Event.DOCUMENT_MOVED: lambda data: _MOVED.get(data.get("to", ""), "Chuyển trạng thái."),
    Event.LIFE_MOVED: lambda data: _LIVES.get(data.get("to", ""), "Ghi hiệu lực của giấy tờ."),
    Event.LINK_DECIDED: lambda data: _LINKS.get(data.get("to", ""), "Xem câu nói về giấy tờ khác."),
    Event.RECORD_READ: lambda data: _READ.get(data.get("purpose", ""), "Xem."),
    "purpose.said": lambda data: _PURPOSES.get(
        data.get("choice", ""), "Nói mục đích trước khi mở."
    ),
    "record.verified": lambda data: (
        "Kiểm tra chữ ký: nguyên vẹn, hợp lệ."
        if data.get("intact")
        else "Kiểm tra chữ ký: KHÔNG xác nhận được."
    ),
}
_COUNTED: Mapping[str, tuple[str, Callable[[Data], int]]] = {
    Event.LINK_PROPOSED: (
        "Thấy {count} câu nói về giấy tờ khác.",
        lambda data: len(data.get("links", ())),
    ),
    Event.SCAN_RECEIVED: ("Nhận tệp, {count} trang.", lambda data: int(data.get("pages", 0))),
    Event.SCAN_SEPARATED: (
        "Tách tệp thành {count} giấy tờ.",
        lambda data: len(data.get("documents", ())),
    ),
    Event.DOCUMENT_CORRECTED: ("Sửa {count} trường.", lambda data: len(data.get("keys", ()))),
    Event.RECORD_FILED: ("Lập hồ sơ, bản thứ {count}.", lambda data: int(data.get("version", 1))),
}
_OTHER = "Sự kiện khác."


def sentence_of(entry: LedgerEntry) -> tuple[str, int | None]:
    """What happened, and the number for its `{count}` where it has one."""
    if entry.event in _COUNTED:
        text, count = _COUNTED[entry.event]
        return text, count(entry.data)
    if entry.event in _BY_DATA:
        return _BY_DATA[entry.event](entry.data), None
    return _CONSTANT.get(entry.event, _OTHER), None
