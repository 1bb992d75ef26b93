"""Papers used again: why one is not shown or handed over, said so that the officer or the owner knows what to do."""

from digitize.errors.base import DigitizeError
from digitize.errors.warehouse import IllegalMove, NotFound


class GrantEnded(DigitizeError):
    """Quyền sử dụng giấy tờ này đã hết hạn hoặc đã được rút lại. Hãy đề nghị chủ giấy tờ cho phép lại, hoặc yêu cầu theo quy định với lý do."""

    code = "grant_ended"


class GrantForOtherUse(DigitizeError):
    """Giấy tờ này được cho phép dùng cho thủ tục hoặc hồ sơ khác. Hãy kiểm tra lại mã thủ tục, mã hồ sơ; nếu cần dùng cho việc khác thì phải có cho phép mới."""

    code = "grant_for_other_use"


class GrantTooLong(DigitizeError):
    """Thời hạn cho phép dài quá mức quy định. Hãy chọn ngày kết thúc sớm hơn."""

    code = "grant_too_long"


class PaperNotInForce(IllegalMove):
    """Giấy tờ này đã hết hạn, bị thu hồi hoặc đã được thay thế nên không dùng lại được. Hãy đề nghị người dân nộp giấy tờ còn hiệu lực."""

    code = "paper_not_in_force"


class NotPreviewed(IllegalMove):
    """Hãy xem trước giấy tờ này rồi mới đưa vào hồ sơ."""

    code = "not_previewed"


class NotForHandOver(IllegalMove):
    """Chủ giấy tờ chỉ cho phép xem để đối chiếu, không cho đưa vào hồ sơ. Hãy đề nghị cho phép dùng cho hồ sơ nếu cần."""

    code = "not_for_hand_over"


class NotHeld(NotFound):
    """Kho không có giấy tờ loại này của người đó. Hãy kiểm tra lại số định danh và loại giấy tờ, hoặc nhận giấy tờ do người dân nộp."""

    code = "not_held"


class TooManyPapers(DigitizeError):
    """Bạn đã mở nhiều giấy tờ trong thời gian ngắn. Giấy tờ chỉ được xem từng bản, theo từng hồ sơ; hãy chờ rồi tiếp tục."""

    code = "too_many_papers"
    retry = True


class AlreadyAnswered(IllegalMove):
    """Báo sai sót này đã được trả lời. Hãy tải lại trang để xem câu trả lời."""

    code = "already_answered"
