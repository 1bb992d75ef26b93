"""What the kinds of rows and their columns are called on the page about a person; the templates translate."""

import re
from datetime import datetime

from web.pages.times import moment

TITLES = {
    "records": "Giấy tờ trong kho",
    "papers_naming": "Giấy tờ có ghi số của người này",
    "drafts": "Bản nháp đang kiểm tra",
    "second_entries": "Lần nhập độc lập",
    "register_rows": "Dòng trong sổ đã nhập",
    "batches": "Lô quét",
    "dossiers": "Hồ sơ thủ tục",
    "accounts": "Tài khoản",
    "linked_numbers": "Các số của cùng một người",
    "grants": "Cho phép sử dụng",
    "hand_overs": "Đã đưa vào hồ sơ",
    "looks": "Ai đã xem",
    "purposes": "Mục đích đã nói trước khi mở",
    "complaints": "Báo sai sót",
    "demands": "Yêu cầu xóa, sửa",
    "lives": "Hiệu lực của giấy tờ",
    "result_codes": "Mã kết quả",
    "holds": "Lệnh giữ lại",
    "disposals": "Đã hủy",
    "ledger": "Sổ sự kiện",
}
COLUMNS = {
    "records": ("id", "version", "title", "fields", "filed_at"),
    "papers_naming": ("id", "status", "record_id"),
    "dossiers": ("code", "agency", "procedure_title", "status", "received_at", "returned_at"),
    "linked_numbers": ("one_number", "other_number", "state", "agency", "made_at"),
    "grants": (
        "record_id",
        "agency",
        "procedure_code",
        "dossier_code",
        "given_at",
        "valid_until",
        "withdrawn_at",
    ),
    "hand_overs": ("record_id", "agency", "dossier_code", "account", "at"),
    "looks": ("at", "record_id", "account", "agency", "part", "dossier_code", "reason"),
    "complaints": ("record_id", "said", "told_at", "outcome", "answer", "answered_at"),
    "demands": ("kind", "words", "registered_at", "due_on", "outcome", "answer", "answered_at"),
    "lives": ("record_id", "state", "reason", "set_by", "set_at", "valid_until"),
    "ledger": ("seq", "at", "event", "subject", "actor"),
}
"""What fits a page that is printed; of the others all columns are shown. A program is told every column of each."""
COLUMN_TITLES = {
    "account": "Tài khoản",
    "actor": "Ai làm",
    "agency": "Cơ quan",
    "answer": "Trả lời",
    "answered_at": "Trả lời lúc",
    "at": "Lúc",
    "batch_id": "Lô quét",
    "choice": "Mục đích",
    "closed_at": "Đóng lúc",
    "code": "Mã",
    "document_id": "Mã giấy tờ",
    "dossier_code": "Mã hồ sơ",
    "due_on": "Hạn trả lời",
    "error_code": "Lỗi",
    "event": "Việc",
    "field_key": "Trường",
    "fields": "Các trường",
    "filed_at": "Vào kho",
    "given_at": "Cấp lúc",
    "id": "Mã",
    "issuer": "Đăng nhập qua",
    "kind": "Loại",
    "made_at": "Lập lúc",
    "name": "Họ tên",
    "officer": "Cán bộ",
    "one_number": "Số thứ nhất",
    "opened_at": "Mở lúc",
    "ordered_at": "Duyệt lúc",
    "other_number": "Số thứ hai",
    "outcome": "Kết quả",
    "owner_name": "Họ tên",
    "part": "Đã làm gì",
    "path": "Tệp",
    "placed_at": "Đặt lúc",
    "procedure_code": "Mã thủ tục",
    "procedure_title": "Thủ tục",
    "reason": "Lý do",
    "received_at": "Nhận lúc",
    "record_id": "Mã hồ sơ lưu",
    "registered_at": "Ghi nhận lúc",
    "removed_at": "Xóa lúc",
    "returned_at": "Trả kết quả lúc",
    "row_number": "Dòng",
    "said": "Nội dung",
    "said_at": "Nói lúc",
    "saved_at": "Lưu lúc",
    "scan_id": "Mã tệp quét",
    "seq": "Số thứ tự",
    "set_at": "Ghi lúc",
    "set_by": "Ai ghi",
    "signed_in_at": "Đăng nhập lần cuối",
    "state": "Tình trạng",
    "status": "Tình trạng",
    "subject": "Về",
    "title": "Tên",
    "told_at": "Báo lúc",
    "until": "Đến",
    "valid_until": "Đến",
    "version": "Bản thứ",
    "withdrawn_at": "Rút lại lúc",
    "words": "Nội dung",
}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?\+00:00")


def in_words(value: object) -> str:
    """A value of a row as people read it: moments in Vietnam's time, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return moment(datetime.fromisoformat(value))
    return str(value)
