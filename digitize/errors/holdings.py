"""What is asked of an owner's holdings and cannot be answered."""

from digitize.errors.base import DigitizeError


class NoChecklist(DigitizeError):
    """Thủ tục này chưa có danh mục thành phần hồ sơ. Hãy nêu rõ loại giấy tờ cần hỏi, hoặc báo người vận hành thêm danh mục."""

    code = "no_checklist"


class NoSuchType(DigitizeError):
    """Không có loại giấy tờ mang mã này. Hãy xem lại mã loại giấy tờ."""

    code = "no_such_type"
