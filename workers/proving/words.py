"""What is found out about a paper or a file, in the words of a counter; pages translate these same sentences."""

from collections.abc import Mapping

from digitize.proof.agreement import Agreement, Doubt, PageComparison
from digitize.proof.findings import FileVerdict
from digitize.warehouse.life import LifeShown

IN_FORCE: Mapping[LifeShown, str] = {
    LifeShown.VALID: "còn hiệu lực",
    LifeShown.AMENDED: "còn hiệu lực, đã được sửa đổi, bổ sung",
    LifeShown.CORRECTED: "còn hiệu lực, đã được đính chính",
    LifeShown.SUPERSEDED: "đã được thay thế",
    LifeShown.REVOKED: "đã bị thu hồi hoặc hủy bỏ",
    LifeShown.EXPIRED: "đã hết hiệu lực",
    LifeShown.NOT_YET: "chưa có hiệu lực",
    LifeShown.UNKNOWN: "chưa xác định được thời hạn hiệu lực",
}
VERDICTS: Mapping[FileVerdict, str] = {
    FileVerdict.SAME: "Tệp giống hệt bản trong kho.",
    FileVerdict.ALTERED: "Tệp mang mã tra cứu của kho nhưng đã bị thay đổi, không còn là bản trong kho.",
    FileVerdict.AGREES: "Bản in khớp với hình ảnh trong kho.",
    FileVerdict.DIFFERS: "Bản in KHÁC với hình ảnh trong kho.",
    FileVerdict.UNCLEAR: "Không kết luận được bản in có khớp với hình ảnh trong kho hay không.",
    FileVerdict.OTHER: "Không tìm thấy bản nào của kho ứng với tệp này.",
}
DOUBTS: Mapping[Doubt, str] = {
    Doubt.NOT_FOUND: "không đặt chồng được lên hình ảnh trong kho; hãy quét lại thẳng, rõ, đủ trang",
    Doubt.CUT_OFF: "một phần nội dung không có trên bản chụp; hãy quét lại đủ trang",
    Doubt.COARSE: "bản chụp quá mờ hoặc quá thô để nhận ra một chữ số bị sửa; hãy quét lại ở 200 dpi trở lên",
    Doubt.SLIGHT: "có chỗ không rõ là vết bẩn hay là chỗ sửa; hãy quét lại hoặc so bằng mắt",
}


def doubt_words(found: PageComparison) -> str:
    """One page's outcome in a few words."""
    if found.agreement is Agreement.AGREES:
        return "khớp"
    if found.agreement is Agreement.DIFFERS:
        return f"khác ở {len(found.places)} chỗ"
    return f"không kết luận được: {DOUBTS[found.doubt]}" if found.doubt else "không kết luận được"
