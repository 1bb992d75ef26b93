"""An entry of the ledger into a Vietnamese sentence; what it fills in are counts and codes, never a person's data."""

from collections.abc import Callable, Mapping
from typing import Any

from digitize.rows import LedgerEntry
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
    "get.sealed": "Lấy bản đã ký số.",
    "get.original": "Lấy tệp gốc.",
    "get.text": "Lấy phần chữ.",
    "get.fields": "Lấy các trường dữ liệu.",
}
_CONSTANT: Mapping[str, str] = {
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
}
_BY_DATA: Mapping[str, Callable[[Data], str]] = {
    Event.DOCUMENT_MOVED: lambda data: _MOVED.get(data.get("to", ""), "Chuyển trạng thái."),
    Event.RECORD_READ: lambda data: _READ.get(data.get("purpose", ""), "Xem."),
    "record.verified": lambda data: (
        "Kiểm tra chữ ký: nguyên vẹn, hợp lệ."
        if data.get("intact")
        else "Kiểm tra chữ ký: KHÔNG xác nhận được."
    ),
}
_COUNTED: Mapping[str, tuple[str, Callable[[Data], int]]] = {
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
