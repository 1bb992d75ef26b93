"""Work that is shared out among many workers: the broker between them, and what no worker could end."""

from digitize.errors.base import DigitizeError


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
