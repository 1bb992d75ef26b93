"""What the kinds of rows and their columns are called on the page about a person; the templates translate."""

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
    "looks": ("at", "record_id", "account", "agency", "part", "dossier_code", "reason"),
    "ledger": ("seq", "at", "event", "subject", "actor"),
}
"""Of the others all columns are shown."""
