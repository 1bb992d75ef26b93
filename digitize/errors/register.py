"""A register of old results, and the files that its lines name."""

from digitize.errors.base import DigitizeError
from digitize.errors.incoming import BadInput


class BadRegister(BadInput):
    """Không đọc được sổ đăng ký. Hãy lưu lại sổ thành tệp .xlsx hoặc CSV (UTF-8) rồi chạy lại."""

    code = "bad_register"


class BadMapping(BadInput):
    """Tệp ánh xạ cột không hợp lệ. Hãy sửa chỗ được nêu, hoặc xóa tệp rồi chạy lại với --dry-run để được gợi ý lại."""

    code = "bad_mapping"


class BadArchive(BadInput):
    """Tệp nén không an toàn hoặc bị hỏng nên không mở. Hãy giải nén bằng tay, kiểm tra rồi đặt các tệp vào thư mục."""

    code = "bad_archive"


class FileNotNamed(DigitizeError):
    """Dòng của sổ không ghi tên tệp. Hãy ghi tên tệp vào sổ rồi chạy lại."""

    code = "file_not_named"


class FileNotFound(DigitizeError):
    """Không có tệp nào mang tên ghi trong sổ. Hãy kiểm tra tên tệp và thư mục rồi chạy lại."""

    code = "file_not_found"


class FileAmbiguous(DigitizeError):
    """Nhiều tệp cùng mang tên ghi trong sổ. Hãy ghi rõ đường dẫn trong sổ rồi chạy lại."""

    code = "file_ambiguous"


class NotInRegister(DigitizeError):
    """Tệp có trong thư mục nhưng không có trong sổ. Hãy bổ sung vào sổ, hoặc bỏ tệp ra khỏi thư mục."""

    code = "not_in_register"
