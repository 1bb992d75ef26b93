"""Personal data: what has to be said before a paper is opened, and what may not be deleted."""

from digitize.errors.base import DigitizeError
from digitize.errors.warehouse import IllegalMove


class PurposeNeeded(DigitizeError):
    """Giấy tờ này có dữ liệu cá nhân nhạy cảm. Hãy cho biết mục đích sử dụng rồi mở lại."""

    code = "purpose_needed"

    def __init__(self, record_id: str = "") -> None:
        super().__init__(record_id)
        self.record_id = record_id


class PurposeUnclear(DigitizeError):
    """Mục đích chưa đủ rõ. Giải quyết hồ sơ thì cần mã hồ sơ; việc khác thì cần ghi lý do, ít nhất mười chữ cái."""

    code = "purpose_unclear"


class SamePerson(IllegalMove):
    """Danh mục hủy phải do một người khác duyệt, không phải người lập danh mục. Hãy chuyển cho người có thẩm quyền."""

    code = "same_person"


class AlreadyDecided(IllegalMove):
    """Việc này đã được quyết định rồi. Hãy tải lại trang để xem kết quả."""

    code = "already_decided"


class NothingDue(IllegalMove):
    """Chưa có giấy tờ nào hết thời hạn lưu giữ, không có gì để lập danh mục hủy."""

    code = "nothing_due"


class SecondPersonNeeded(IllegalMove):
    """Ở đây việc hủy cần hai người: một người lập danh mục, một người duyệt. Hãy lập danh mục hủy ở trang Hủy giấy tờ."""

    code = "second_person_needed"
