"""The keys of the checking desk: one list that the help shows, the buttons name and the script obeys.

With Alt they work while somebody types; outside of a text field the letter alone will do. None is one that Vietnamese input
methods take (Ctrl+Shift, Alt+Z) or that a browser keeps for itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskKey:
    action: str
    """As the script calls it; empty where the browser or the form itself does it."""
    keys: tuple[str, ...]
    """As people read them: `Alt+L`."""
    title: str
    """In Vietnamese."""


KEYS = (
    DeskKey(
        action="", keys=("Enter",), title="Nhận giá trị của trường và sang trường cần xem tiếp"
    ),
    DeskKey(action="", keys=("Tab", "Shift+Tab"), title="Sang trường sau, về trường trước"),
    DeskKey(action="", keys=("Alt+1 … Alt+5",), title="Lấy giá trị gợi ý số 1 … 5"),
    DeskKey(action="approve", keys=("Ctrl+Enter",), title="Duyệt và sang giấy tờ tiếp"),
    DeskKey(action="skip", keys=("Alt+N",), title="Để lại, sang giấy tờ tiếp"),
    DeskKey(action="type", keys=("Alt+L",), title="Chọn loại giấy tờ"),
    DeskKey(action="unfold", keys=("Alt+M",), title="Mở, gập các trường máy đọc chắc chắn"),
    DeskKey(action="page-next", keys=("PageDown",), title="Trang sau"),
    DeskKey(action="page-previous", keys=("PageUp",), title="Trang trước"),
    DeskKey(action="whole", keys=("Alt+W",), title="Xem cả trang"),
    DeskKey(action="spot", keys=("Alt+V",), title="Về vùng của trường đang xem"),
    DeskKey(action="zoom-in", keys=("Alt+=",), title="Phóng to"),
    DeskKey(action="zoom-out", keys=("Alt+-",), title="Thu nhỏ"),
    DeskKey(action="turn", keys=("Alt+X",), title="Xoay trang đang xem"),
    DeskKey(action="set-aside", keys=("Alt+B",), title="Để riêng trang đang xem"),
    DeskKey(action="take-back", keys=("Alt+U",), title="Lấy lại một trang đã để riêng"),
    DeskKey(action="split", keys=("Alt+T",), title="Tách: giấy tờ khác bắt đầu từ trang đang xem"),
    DeskKey(action="merge", keys=("Alt+G",), title="Ghép với giấy tờ liền trước hoặc liền sau"),
    DeskKey(action="rescan", keys=("Alt+Q",), title="Yêu cầu quét lại"),
    DeskKey(action="reject", keys=("Alt+R",), title="Từ chối giấy tờ"),
    DeskKey(
        action="leave-field",
        keys=("Esc",),
        title="Rời ô nhập; khi đó các phím chữ dùng không cần Alt",
    ),
    DeskKey(action="help", keys=("F1", "?"), title="Mở, đóng bảng phím này"),
)
BY_ACTION = {key.action: key for key in KEYS if key.action}


def bindings() -> dict[str, str]:
    """Keys → action, for the script."""
    return {keys: key.action for key in KEYS if key.action for keys in key.keys}
