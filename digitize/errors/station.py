"""A counter's station: its spool, and its line to the server."""

from digitize.errors.base import DigitizeError
from digitize.errors.warehouse import StoreFull


class StationBusy(DigitizeError):
    """Trạm quét đã chạy trên máy này với cùng thư mục đệm. Hãy xem trang của trạm, hoặc dừng trạm kia trước."""

    code = "station_busy"
    retry = True


class SpoolFull(StoreFull):
    """Ổ đĩa của trạm quét gần đầy nên tạm dừng nhận tệp mới; tệp vẫn nằm trong thư mục quét. Hãy giải phóng ổ đĩa hoặc nối lại mạng."""

    code = "spool_full"


class ServerUnreachable(DigitizeError):
    """Chưa nối được máy chủ. Trạm sẽ tự gửi lại; cứ tiếp tục quét, không cần gửi lại bằng tay."""

    code = "server_unreachable"
    retry = True


class ServerRefused(DigitizeError):
    """Máy chủ từ chối yêu cầu của trạm. Tệp vẫn được giữ; hãy báo người vận hành kèm mã lỗi này."""

    code = "server_refused"


class ReceiptMismatch(DigitizeError):
    """Biên nhận của máy chủ không khớp tệp đã gửi. Tệp nguồn được giữ nguyên; hãy báo người vận hành."""

    code = "receipt_mismatch"
