"""Keeping a warehouse: backups and restores, what may be disposed of and what may not."""

from digitize.errors.base import DigitizeError
from digitize.errors.warehouse import IllegalMove, WarehouseBusy
from digitize.errors.working import BadConfiguration


class NoBackup(BadConfiguration):
    """Thư mục này không có bản sao lưu hoàn chỉnh nào. Hãy kiểm tra đường dẫn, hoặc chạy `digitize backup` trước."""

    code = "no_backup"


class BackupDamaged(DigitizeError):
    """Bản sao lưu bị hỏng ở tệp được nêu, nên không phục hồi từ đó. Hãy dùng bản sao lưu khác và kiểm tra đĩa."""

    code = "backup_damaged"


class BackupFailed(DigitizeError):
    """Không ghi hay đọc được thư mục sao lưu. Hãy kiểm tra đĩa, dung lượng và quyền rồi chạy lại; phần đã sao không mất."""

    code = "backup_failed"
    retry = True


class BackupBusy(WarehouseBusy):
    """Một tiến trình khác đang sao lưu vào thư mục này. Hãy chờ nó xong rồi thử lại."""

    code = "backup_busy"


class TargetNotEmpty(BadConfiguration):
    """Kho đích đã có dữ liệu nên không phục hồi đè lên. Hãy chọn kho trống, hoặc tự dọn kho cũ sau khi chắc chắn."""

    code = "target_not_empty"


class RestoreUnfinished(BadConfiguration):
    """Kho này đang phục hồi dở. Hãy chạy lại đúng lệnh `digitize restore` đó để làm nốt."""

    code = "restore_unfinished"


class WrongPassphrase(BadConfiguration):
    """Không mở được phần khóa của bản sao lưu. Hãy kiểm tra cụm mật khẩu `DIGITIZE_BACKUP_PASSPHRASE`."""

    code = "wrong_passphrase"


class OfficerNotNamed(DigitizeError):
    """Việc này phải có tên người ra lệnh. Hãy đặt `--officer` hoặc `DIGITIZE_OFFICER`."""

    code = "officer_not_named"


class ReasonMissing(DigitizeError):
    """Việc này phải có lý do. Hãy ghi lý do sau `--reason`."""

    code = "reason_missing"


class UnderHold(IllegalMove):
    """Giấy tờ đang được giữ theo yêu cầu pháp lý nên không hủy được. Hãy xem `digitize hold`; chỉ hủy sau khi thôi giữ."""

    code = "under_hold"


class StillToBeKept(IllegalMove):
    """Giấy tờ chưa hết thời hạn lưu giữ nên không hủy được. Hãy xem `digitize retention`."""

    code = "still_to_be_kept"


class CannotDispose(IllegalMove):
    """Kho lưu trữ này không cho hủy bản gốc. Hãy hỏi người vận hành dịch vụ lưu trữ."""

    code = "cannot_dispose"


class Disposed(DigitizeError):
    """Giấy tờ này đã được hủy theo thời hạn lưu giữ; sổ cái ghi người hủy, ngày và lý do. Hãy hỏi người vận hành nếu cần biết."""

    code = "disposed"
