"""What we make: PDFs that fail their check, seals, sheets, files that cannot be written."""

from digitize.errors.base import DigitizeError


class CannotWriteOutput(DigitizeError):
    """Không ghi được tệp kết quả. Hãy kiểm tra thư mục đích và quyền ghi rồi thử lại."""

    code = "cannot_write_output"


class BadSheet(DigitizeError):
    """Không in được tờ này. Mã hồ sơ, mã thủ tục, mã thành phần chỉ gồm tối đa 40 chữ không dấu, số và . _ -; thành phần phải có trong danh mục của thủ tục."""

    code = "bad_sheet"


class InvalidOutput(DigitizeError):
    """Tệp PDF tạo ra không đạt kiểm tra nên không được lưu. Hãy báo người vận hành."""

    code = "invalid_output"


class ArchiveProfileFailed(InvalidOutput):
    """Tệp PDF tạo ra không đạt chuẩn lưu trữ PDF/A-2b nên không được lưu. Hãy báo người vận hành."""

    code = "archive_profile_failed"


class CannotArchive(DigitizeError):
    """Giấy tờ có trang không đọc được nên không tạo được bản lưu đầy đủ. Hãy loại giấy tờ này và quét lại."""

    code = "cannot_archive"


class SealFailed(DigitizeError):
    """Không ký số được. Hãy kiểm tra chứng thư và dịch vụ dấu thời gian rồi thử lại."""

    code = "seal_failed"
    retry = True
