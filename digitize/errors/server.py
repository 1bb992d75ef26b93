"""The server: requests that it refuses, batches and uploads, the keys of its stations."""

from digitize.errors.base import DigitizeError
from digitize.errors.warehouse import NotFound


class RequestInvalid(DigitizeError):
    """Yêu cầu gửi đến máy chủ không đúng quy cách. Hãy cập nhật phần mềm của trạm quét hoặc báo người vận hành."""

    code = "request_invalid"


class CannotListen(DigitizeError):
    """Không mở được cổng mạng cho máy chủ. Hãy chọn cổng khác (`--port`) hoặc dừng chương trình đang dùng cổng đó."""

    code = "cannot_listen"


class NoSuchAddress(DigitizeError):
    """Máy chủ không có địa chỉ này. Hãy kiểm tra địa chỉ máy chủ đã đặt ở trạm quét."""

    code = "no_such_address"


class UnexpectedInServer(DigitizeError):
    """Lỗi ngoài dự kiến ở máy chủ. Hãy thử lại sau; nếu lặp lại, hãy báo người vận hành."""

    code = "unexpected_in_server"
    retry = True


class RequestCutOff(DigitizeError):
    """Đường truyền đứt hoặc ngừng quá lâu. Phần đã nhận được giữ lại; hãy gửi tiếp từ chỗ dừng."""

    code = "request_cut_off"
    retry = True


class ProtocolUnsupported(DigitizeError):
    """Trạm quét dùng phiên bản giao thức tải tệp mà máy chủ không hỗ trợ. Hãy cập nhật phần mềm của trạm quét."""

    code = "protocol_unsupported"


class MediaTypeUnsupported(DigitizeError):
    """Kiểu nội dung của yêu cầu không được hỗ trợ. Hãy cập nhật phần mềm của trạm quét."""

    code = "media_type_unsupported"


class StationKeyRefused(DigitizeError):
    """Khóa của trạm quét không đúng hoặc đã bị thu hồi. Hãy báo người vận hành cấp khóa mới."""

    code = "station_key_refused"


class StationTaken(DigitizeError):
    """Mã trạm quét này đang được dùng. Hãy chọn mã khác, hoặc thu hồi khóa cũ trước."""

    code = "station_taken"


class NoSuchStation(NotFound):
    """Không có trạm quét mang mã này. Hãy xem lại bằng `digitize stations list`."""

    code = "no_such_station"


class NoSuchBatch(NotFound):
    """Không có lô quét mang mã này. Hãy mở lô mới rồi gửi lại; tệp nguồn chưa bị xóa."""

    code = "no_such_batch"


class NoSuchUpload(NotFound):
    """Không có lượt tải tệp mang mã này, hoặc đã hết hạn. Hãy gửi lại tệp từ đầu."""

    code = "no_such_upload"


class NoSuchCursor(NotFound):
    """Chỗ xem tiếp này không còn. Hãy xem lại danh sách từ đầu."""

    code = "no_such_cursor"


class IdempotencyKeyReused(DigitizeError):
    """Khóa chống gửi trùng này đã dùng cho một lô quét khác. Hãy mở lô mới với khóa mới."""

    code = "idempotency_key_reused"


class RequestUnderWay(DigitizeError):
    """Chính yêu cầu này đang được xử lý. Hãy chờ vài giây rồi thử lại."""

    code = "request_under_way"
    retry = True


class BatchClosed(DigitizeError):
    """Lô quét đã đóng nên không nhận thêm tệp. Hãy mở lô mới cho tệp này."""

    code = "batch_closed"


class UploadIncomplete(DigitizeError):
    """Tệp chưa gửi xong nên chưa có biên nhận. Hãy gửi nốt phần còn lại."""

    code = "upload_incomplete"
    retry = True


class UploadBusy(DigitizeError):
    """Một yêu cầu khác đang gửi chính tệp này. Hãy chờ vài giây rồi thử lại."""

    code = "upload_busy"
    retry = True


class OffsetMismatch(DigitizeError):
    """Phần gửi không nối tiếp phần máy chủ đang giữ. Hãy hỏi lại vị trí rồi gửi tiếp từ đó."""

    code = "offset_mismatch"
    retry = True


class ChecksumMismatch(DigitizeError):
    """Dữ liệu nhận được không khớp mã băm đã báo, nên không được nhận. Hãy gửi lại; nếu lặp lại, hãy quét lại giấy tờ."""

    code = "checksum_mismatch"


class TooManyListeners(DigitizeError):
    """Quá nhiều trang đang mở để theo dõi trực tiếp. Hãy đóng bớt trang rồi tải lại trang này."""

    code = "too_many_listeners"
    retry = True


class TooManyUploads(DigitizeError):
    """Trạm quét có quá nhiều tệp đang gửi dở. Hãy gửi xong các tệp đó trước."""

    code = "too_many_uploads"
    retry = True
