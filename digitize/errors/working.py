"""The machine at work: child processes, the engine, what must be installed and how it is set up."""

from digitize.errors.base import DigitizeError


class ChildFailed(DigitizeError):
    """Tiến trình xử lý bị dừng đột ngột. Trang gây lỗi đã được đánh dấu; hãy xem lại trang đó."""

    code = "child_failed"
    retry = True


class ChildTimedOut(ChildFailed):
    """Trang xử lý quá lâu nên đã bị dừng. Trang gây lỗi đã được đánh dấu; hãy quét lại trang đó."""

    code = "child_timed_out"


class ChildDisturbed(DigitizeError):
    """Tiến trình xử lý bị máy ngắt giữa chừng. Hệ thống sẽ tự thử lại; nếu lặp lại nhiều lần, hãy báo người vận hành."""

    # Not a `ChildFailed`: whatever it was at is not to blame.
    code = "child_disturbed"
    retry = True


class ChildNotStarted(ChildDisturbed):
    """Chưa khởi động được tiến trình xử lý. Hệ thống sẽ tự thử lại; nếu lặp lại nhiều lần, hãy báo người vận hành."""

    code = "child_not_started"


class Interrupted(DigitizeError):
    """Đã dừng theo yêu cầu. Chạy lại cùng lệnh để làm tiếp phần còn lại."""

    code = "interrupted"
    retry = True


class UnexpectedInChild(DigitizeError):
    """Lỗi ngoài dự kiến trong tiến trình xử lý. Hãy báo cho người vận hành kèm nhật ký."""

    code = "unexpected"


class EngineFailed(DigitizeError):
    """Bộ nhận dạng chữ không chạy được. Hãy chạy `digitize doctor` để kiểm tra."""

    code = "engine_failed"


class MissingDependency(DigitizeError):
    """Thiếu chương trình hoặc dữ liệu cần thiết. Hãy chạy `digitize doctor` để biết thiếu gì."""

    code = "missing_dependency"


class BadConfiguration(DigitizeError):
    """Cấu hình không hợp lệ. Hãy sửa thiết lập được nêu rồi chạy lại."""

    code = "bad_configuration"
