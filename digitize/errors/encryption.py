"""Keys of agencies, with which their papers are encrypted before they leave the process: missing, wrong, or lying open."""

from digitize.errors.warehouse import IllegalMove, StoreUnavailable
from digitize.errors.working import BadConfiguration


class AgencyKeyMissing(StoreUnavailable):
    """Máy này thiếu khóa mã hóa của cơ quan được nêu nên không ghi hay đọc được giấy tờ của cơ quan đó. Hãy xem `digitize keys`; chép khóa về thư mục `DIGITIZE_AGENCY_KEYS`, hoặc tạo khóa bằng `digitize keys make`."""

    # The paper is not to blame, and its giver keeps it: once the key is there all goes on.
    code = "agency_key_missing"


class AgencyKeysUnusable(AgencyKeyMissing):
    """Không dùng được tệp khóa mã hóa được nêu: sai nội dung, hoặc người khác trên máy đọc được. Hãy chép lại tệp từ bản cất giữ, và đặt quyền 0600."""

    code = "agency_keys_unusable"


class AgencyKeyThere(BadConfiguration):
    """Cơ quan này đã có khóa mã hóa. Muốn thay khóa, hãy thêm `--rotate`; khóa cũ vẫn được giữ để đọc."""

    code = "agency_key_there"


class KeptAsItLies(IllegalMove):
    """Dịch vụ lưu trữ đang giữ nguyên tệp này nên chưa mã hóa lại được. Hãy chạy lại `digitize keys apply` khi hết hạn giữ."""

    code = "kept_as_it_lies"
