"""Other systems and archives: where nothing is delivered to, bags that are not what they say."""

from digitize.errors.base import DigitizeError
from digitize.errors.incoming import BadInput


class WebhookRefused(DigitizeError):
    """Không gửi thông báo tới địa chỉ này được. Hãy dùng địa chỉ https công khai, hoặc nhờ quản trị mở mạng nội bộ trong thiết lập."""

    code = "webhook_refused"


class BagDamaged(BadInput):
    """Gói lưu trữ thiếu tệp, thừa tệp hoặc có tệp khác với bản kê mã băm. Không nhập gì cả; hãy lấy lại gói từ nơi gửi."""

    code = "bag_damaged"


class BagHostile(BadInput):
    """Gói lưu trữ có tên tệp hoặc cấu trúc không an toàn. Không nhập gì cả; hãy báo người quản trị và kiểm tra nguồn gửi."""

    code = "bag_hostile"


class BagConflicts(BadInput):
    """Trong kho đã có giấy tờ cùng mã nhưng nội dung khác gói lưu trữ. Không nhập giấy tờ đó; hãy đối chiếu trước."""

    code = "bag_conflicts"
