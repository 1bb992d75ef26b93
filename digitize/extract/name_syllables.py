"""Syllables that people are usually named with: what a lost or gained mark makes of a name can be told by them.

An engine is as sure of `Chỉ` as of `Chi`; only usage knows that people are named the second. A name is doubted where a
syllable is not usual, or where the usual one it was read as could be another usual one that lost a mark on its way
(`Tân` from `Tấn`), since nothing on the page says which. Where just one usual syllable could have been read so, it is
proposed to the person who is asked; a usual one is never exchanged.
"""

from collections import defaultdict
from collections.abc import Sequence
from unicodedata import normalize

from digitize.text import fold, modern_tone

_USUAL = (  # noqa: SIM905  # one text reads better than 600 quoted words
    "ái an anh ánh ân ấn âu ba bá bách bạch bàng bảng bành bằng bảo bắc bân bé bích bình biên biểu bính bông bổng "
    "ca cao cảnh cẩm cầm cần cẩn cầu châu chánh chí chi chiến chiểu chín chinh chính chung chuẩn chuyên chuyền chúc chức "
    "chương chước công cúc cung cương cường cử cự danh dân dậu dần di diễm diên diễn diện diệp diệu dinh dĩnh doan doãn "
    "doanh du dục duệ dung dũng dụng duy duyên duyệt dư dự dương dưỡng đa đài đại đàm đàn đán đang đảng đạo đào đạt đắc "
    "đăng đặng đẳng đê đệ đích điểm điền điển điệp đinh đình đính đĩnh định đoan đoàn đoài đồng đông đô độ đôn đống đức đường đương "
    "gấm gia giai giác giang giao giáp giới hà hạ hai hải hàm hàn hán hãn hạnh hành hào hảo hạo hằng hân hậu hiền hiển "
    "hiến hiện hiệp hiếu hiệu hinh hiệt hòa hóa hoa hoài hoan hoàn hoán hoàng hoạch hoành hoạt hoằng hồ hồng hội hợi hợp "
    "huân huấn huề huệ hùng huy huyên huyền huyện huỳnh hưng hướng hường hương hữu hỷ ích kế kha khả khai khải khang khanh khánh "
    "khắc khâm khiêm khiết khiển khoa khoan khoát khoái khoáng khôi khởi khuê khuyên khuyến khương kiểm kiên kiến kiệt kiều kiệm kim "
    "kính kỳ kỷ lai lam lan lãm lành lanh lãnh lạng lăng lập lâm lân lê lễ lệ liêm liên liễu liệu linh lĩnh lịch loan lộc long lợi "
    "luân luận luật lục lương lượng lưu lựu luyến luyện lực ly lý mai mại mạnh mạo mão mậu mẫn miên miền minh mơ mùi mười muôn mừng my "
    "mỹ na nam năm năng nga ngà ngãi ngạn ngân nghi nghị nghĩa nghiêm nghiệp ngoan ngoãn ngọ ngọc ngôn nguyên nguyện nguyệt "
    "ngữ nhã nhạc nham nhan nhàn nhạn nhân nhẫn nhậm nhâm nhất nhật nhi nhĩ nhị nhiên nhiệm nhiều nho nhuận nhung như nhường nhựt ninh nở oanh "
    "phan phán phát phi phiên phong phòng phổ phố phú phúc phùng phụng phước phương phường phượng quan quán quảng quang quân "
    "quận quế quốc quy quý quỳ quỳnh quyên quyền quyết quyến quyển quyện sa sách san sáng sang sanh sắc sâm sen sĩ siêu sinh soạn song sơn sổ sỹ sửu sự sương "
    "tá tài tại tám tam tâm tân tấn tất tăng tập tạo tảo thạc thạch thái thám thành thanh thảnh thao thảo thắm thăng thắng thân thận "
    "thậm thập thâm thế thể thêm thi thị thìn thích thiên thiềm thiện thiệp thiết thiệu thiều thịnh thoa thoại thoan thoát thỏa thọ thơ thơm "
    "thông thống thời thu thuần thuấn thuận thuật thục thúy thùy thủy thụy thuyên thuyết thuyền thừa thức thực thư thứ thường thương "
    "thượng thưởng thước tích tiên tiến tiệp tiền tín tính tình tịnh tĩnh tỉnh toàn toán toản toan toại tòng tô tố tôn tông trà trác "
    "trạch trang tráng trâm trân trấn trí tri trị triển triết triệu trinh trình trịnh trọng trúc trung trụ trực trừ trường trưởng trương "
    "truyền trước trữ tuân tuấn tuất tuệ tùng tụng tuy tuyên tuyến tuyển tuyền tuyết tú tư từ tự tường tưởng tượng tươi tước uẩn "
    "uy uyên uyển út vạn vân văn vấn vận vi vị vĩ viên viện viễn việt viết vinh vĩnh vịnh võ vọng vũ vui vượng xinh xu xuân xuyên xuyến xương "
    "xứng yên yến ý y khuê thụ thủ khởi hạp lụa lài đào nương hằng bưởi"
).split()
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_HOOK = "\u0309"
_ACUTE = "\u0301"
_HORN = "\u031b"
_STACKED = {"\u0302", "\u0306"}
"""Circumflex and breve: a tone over one of them is the smallest mark of print."""

_BY_LETTERS: dict[str, set[str]] = defaultdict(set)
for _syllable in _USUAL:
    _BY_LETTERS[fold(_syllable)].add(_syllable)


def is_usual_name(given: Sequence[str]) -> bool:
    """Whether the syllables after the surname are usual and none could be another usual one that lost a mark."""
    return all(_is_safe(modern_tone(syllable.lower())) for syllable in given)


def likely_name(given: Sequence[str]) -> list[str]:
    """The syllables, unusual ones as the one usual syllable that engines read so (`Uyến` → `Uyển`, `Chỉ` → `Chi`)."""
    return [_likely(syllable) for syllable in given]


def _likely(syllable: str) -> str:
    read = modern_tone(syllable.lower())
    known = _BY_LETTERS.get(fold(read), set())
    if read in known:
        return syllable
    near = [other for other in known if _may_be_lost_from(read, other) or _has_gained(read, other)]
    if len(near) != 1 or len(near[0]) != len(syllable):
        return syllable
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(syllable, near[0], strict=True)
    )


def _has_gained(read: str, other: str) -> bool:
    """Measured ways of engines: the dot of an i is read as a hook, a hook over a horn as an acute."""
    marks, others = set(normalize("NFD", read)), set(normalize("NFD", other))
    if _without_tone(read) != _without_tone(other):
        return False
    is_dot = "ỉ" in read and not others & _TONES
    return is_dot or (_HORN in marks and _ACUTE in marks and _HOOK in others)


def _is_safe(syllable: str) -> bool:
    known = _BY_LETTERS.get(fold(syllable), set())
    return syllable in known and not any(
        _may_be_lost_from(syllable, other) for other in known - {syllable}
    )


def _may_be_lost_from(read: str, other: str) -> bool:
    """Measured ways of engines: the tone over a circumflex or breve is lost, or a hook there is read as an acute."""
    if _without_tone(read) != _without_tone(other):
        return False
    marks, others = set(normalize("NFD", read)), set(normalize("NFD", other))
    if not marks & _STACKED:
        return False
    is_bare = not marks & _TONES
    return is_bare or (_ACUTE in marks and _HOOK in others)


def _without_tone(syllable: str) -> str:
    return "".join(sign for sign in normalize("NFD", syllable) if sign not in _TONES)
