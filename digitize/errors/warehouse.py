"""The warehouse: its store and ledger, what is not in it, and moves that it does not allow."""

from digitize.errors.base import DigitizeError
from digitize.errors.working import BadConfiguration


class StoreUnavailable(DigitizeError):
    """Kho lưu trữ tạm thời không dùng được. Hãy thử lại sau ít phút; tệp nguồn chưa bị xóa."""

    code = "store_unavailable"
    retry = True


class StoreFull(StoreUnavailable):
    """Kho lưu trữ đã đầy. Hãy báo người vận hành thêm dung lượng rồi thử lại; tệp nguồn chưa bị xóa."""

    code = "store_full"


class StoreReadOnly(StoreUnavailable):
    """Kho lưu trữ chỉ cho đọc. Hãy báo người vận hành kiểm tra quyền ghi rồi thử lại; tệp nguồn chưa bị xóa."""

    code = "store_read_only"


class StoreCorrupt(DigitizeError):
    """Dữ liệu đọc lại từ kho không khớp mã băm. Hãy dừng và báo người vận hành kiểm tra thiết bị lưu trữ."""

    code = "store_corrupt"


class NotInStore(DigitizeError):
    """Không tìm thấy dữ liệu trong kho. Hãy chạy `digitize audit` để kiểm tra."""

    code = "not_in_store"


class WarehouseBusy(DigitizeError):
    """Một tiến trình khác đang làm việc với kho này. Hãy chờ nó xong rồi thử lại."""

    code = "warehouse_busy"
    retry = True


class NotFound(DigitizeError):
    """Không có giấy tờ hay hồ sơ lưu mang mã này. Hãy xem lại mã, hoặc tìm theo nội dung."""

    code = "not_found"


class IllegalMove(DigitizeError):
    """Trạng thái của giấy tờ không cho phép thao tác này. Hãy xem lại bằng `digitize show`."""

    code = "illegal_move"


class LostRace(DigitizeError):
    """Giấy tờ vừa được người hoặc tiến trình khác thay đổi. Hãy xem lại rồi làm lại thao tác."""

    code = "lost_race"
    retry = True


class LedgerMismatch(DigitizeError):
    """Sổ cái không khớp: chuỗi băm bị đứt hoặc dữ liệu đã bị sửa. Hãy dừng và báo người vận hành."""

    code = "ledger_mismatch"


class NoWarehouse(BadConfiguration):
    """Chưa có kho ở thư mục này. Hãy kiểm tra `--warehouse`, hoặc chạy `digitize run` để tạo kho."""

    code = "no_warehouse"
