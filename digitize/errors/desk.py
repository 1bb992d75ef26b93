"""The checking desk: who is at a document already, what two people entered, how pages may be arranged, why a paper is sent back."""

from digitize.errors.base import DigitizeError
from digitize.errors.warehouse import IllegalMove


class ClaimedByAnother(DigitizeError):
    """Người khác đang kiểm tra giấy tờ này. Hãy làm giấy tờ khác, hoặc chờ người đó xong rồi mở lại."""

    code = "claimed_by_another"
    retry = True


class SecondEntryNeeded(IllegalMove):
    """Giấy tờ có trường quan trọng, cần một người khác nhập lại độc lập rồi mới duyệt được. Phần bạn nhập đã được giữ."""

    code = "second_entry_needed"


class SecondEntriesDiffer(IllegalMove):
    """Hai người nhập trường quan trọng khác nhau. Hãy so cả hai giá trị với ảnh rồi chọn giá trị đúng."""

    code = "second_entries_differ"


class BadArrangement(IllegalMove):
    """Không sắp xếp trang như vậy được. Hãy tải lại trang này để xem các trang đang nằm ở giấy tờ nào."""

    code = "bad_arrangement"


class SignedStaysWhole(IllegalMove):
    """Tệp này đã có chữ ký số khi nộp nên phải giữ nguyên, không tách, ghép hay xoay trang. Hãy yêu cầu quét lại nếu cần."""

    code = "signed_stays_whole"


class Rescan(DigitizeError):
    """Người kiểm tra yêu cầu quét lại giấy tờ này. Hãy xem trang nào và lý do, quét lại rồi nộp như một lô mới."""

    code = "rescan"


class NotOurs(DigitizeError):
    """Giấy tờ này không thuộc thẩm quyền số hóa của đơn vị. Hãy trả lại nơi nộp."""

    code = "not_ours"


class Duplicate(DigitizeError):
    """Giấy tờ này đã có trong kho. Không cần nộp lại."""

    code = "duplicate"
