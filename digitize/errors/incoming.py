"""A file that comes in: refused for what it is, with a code and what to do about the paper, or not taken in for now."""

from digitize.errors.base import DigitizeError


class BadInput(DigitizeError):
    """Tệp không dùng được. Hãy quét lại giấy tờ và gửi tệp mới."""

    code = "bad_input"

    def __init__(self, detail: str = "", *, page_count: int = 0) -> None:
        """`page_count`: pages of the file as far as they could be counted; they are accounted for as rejected."""
        super().__init__(detail)
        self.page_count = page_count


class EmptyFile(BadInput):
    """Tệp rỗng, không có dữ liệu. Hãy quét lại giấy tờ và gửi tệp mới."""

    code = "empty_file"


class UnknownFormat(BadInput):
    """Nội dung tệp không phải PDF, TIFF, JPEG hay PNG. Hãy quét giấy tờ ra một trong các định dạng đó."""

    code = "unknown_format"


class DamagedFile(BadInput):
    """Tệp bị hỏng hoặc bị cắt ngang nên không mở được. Hãy quét lại hoặc gửi lại tệp đầy đủ."""

    code = "damaged_file"


class EncryptedFile(BadInput):
    """Tệp PDF đặt mật khẩu mở. Hãy gỡ mật khẩu rồi gửi lại."""

    code = "encrypted_file"


class NoPages(BadInput):
    """Tệp không có trang nào. Hãy quét lại giấy tờ và gửi tệp mới."""

    code = "no_pages"


class TooManyPages(BadInput):
    """Tệp có quá nhiều trang cho một lần quét. Hãy tách thành các tệp nhỏ hơn rồi gửi lại."""

    code = "too_many_pages"


class TooManyPixels(BadInput):
    """Ảnh có kích thước quá lớn, vượt giới hạn an toàn. Hãy quét lại ở 200-300 dpi."""

    code = "too_many_pixels"


class TooManyBytes(BadInput):
    """Tệp có dung lượng quá lớn, vượt giới hạn cho một lần quét. Hãy tách nhỏ hoặc quét lại ở 200-300 dpi."""

    code = "too_many_bytes"


class DynamicForm(BadInput):
    """Tệp PDF là biểu mẫu động (XFA), không có trang giấy để đọc. Hãy in ra rồi quét, hoặc lưu thành PDF thường."""

    code = "dynamic_form"


class Portfolio(BadInput):
    """Tệp PDF là một bộ sưu tập tệp đính kèm. Hãy gửi riêng từng tệp bên trong."""

    code = "portfolio"


class InfectedFile(BadInput):
    """Tệp có chứa mã độc nên đã bị cách ly, không mở. Hãy quét lại giấy tờ gốc; nếu tệp do người khác gửi, hãy báo bộ phận công nghệ thông tin."""

    code = "infected_file"


class SecretPaper(BadInput):
    """Giấy tờ có dấu độ mật (MẬT, TỐI MẬT, TUYỆT MẬT): không được số hóa. Đã dừng lại và cách ly; hãy xử lý theo quy định bảo vệ bí mật nhà nước."""

    code = "secret_paper"


class UnusableName(BadInput):
    """Tên tệp có ký tự không dùng được. Hãy đổi tên tệp."""

    code = "unusable_name"


class VirusScannerUnavailable(DigitizeError):
    """Chưa nhận được tệp vì chương trình quét mã độc không trả lời. Hãy thử lại sau ít phút; tệp nguồn chưa bị xóa."""

    code = "virus_scanner_unavailable"
    retry = True


class SourceUnreadable(DigitizeError):
    """Không đọc được tệp nguồn. Hãy kiểm tra đường dẫn và quyền truy cập rồi thử lại."""

    code = "source_unreadable"
    retry = True


class SourceVanished(SourceUnreadable):
    """Tệp biến mất trong lúc đang đọc. Hãy gửi lại tệp."""

    code = "source_vanished"


class SourceChanged(SourceUnreadable):
    """Tệp bị thay đổi trong lúc đang đọc. Hãy chờ máy quét ghi xong rồi gửi lại."""

    code = "source_changed"
