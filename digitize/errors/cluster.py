"""Work that is shared out among many workers: the broker between them, and what no worker could end."""

from digitize.errors.base import DigitizeError
from digitize.errors.working import BadConfiguration


class BrokerUnavailable(DigitizeError):
    """Chưa báo được việc cho các tiến trình xử lý. Giấy tờ đã nhận vẫn an toàn và sẽ được xử lý khi bộ chia việc chạy lại."""

    code = "broker_unavailable"
    retry = True


class WorkerDied(DigitizeError):
    """Tiến trình xử lý bị dừng đột ngột mỗi lần làm đến giấy tờ này. Hãy báo người vận hành kèm mã giấy tờ."""

    code = "worker_died"


class WorkSetAside(DigitizeError):
    """Giấy tờ này nhiều lần không xử lý xong nên được để riêng. Người vận hành xem lý do, rồi chạy `digitize work --again` kèm mã."""

    code = "work_set_aside"


class ForeignKeys(BadConfiguration):
    """Khóa ký số trên máy này khác khóa mà kho đã ghi nhận. Hãy chép thư mục keys từ máy chính sang rồi chạy lại; nếu cơ quan đã đổi khóa, chạy `digitize keys --accept`."""

    code = "foreign_keys"


class KeysMissing(BadConfiguration):
    """Máy này chưa có khóa ký số của kho. Hãy chép thư mục keys từ máy chính sang, hoặc từ bản cất giữ, rồi chạy lại."""

    code = "keys_missing"
