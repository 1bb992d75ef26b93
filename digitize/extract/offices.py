"""Offices that sign documents and surnames in use: closed lists that put lost tone marks back.

An office or surname outside the lists is kept as read or doubted, never replaced by a different one. What a seal left of
a word at its end may say which of a list it was: that is a proposal to a person and never more.
"""

from collections.abc import Sequence
from itertools import chain

from rapidfuzz.distance import Levenshtein

from digitize.text import fold, squeeze, trim

_OFFICES = (
    "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "CHỦ TỊCH QUỐC HỘI", "CHỦ TỊCH NƯỚC", "THỦ TƯỚNG", "PHÓ THỦ TƯỚNG",
    "BỘ TRƯỞNG", "THỨ TRƯỞNG", "BỘ TRƯỞNG, CHỦ NHIỆM", "CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "THỐNG ĐỐC",
    "PHÓ THỐNG ĐỐC", "TỔNG THANH TRA", "PHÓ TỔNG THANH TRA", "TỔNG KIỂM TOÁN NHÀ NƯỚC",
    "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC", "CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG",
    "CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG", "TỔNG CỤC TRƯỞNG", "PHÓ TỔNG CỤC TRƯỞNG", "VỤ TRƯỞNG",
    "PHÓ VỤ TRƯỞNG", "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA",
    "CHÁNH ÁN", "PHÓ CHÁNH ÁN", "VIỆN TRƯỞNG", "PHÓ VIỆN TRƯỞNG", "TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG",
    "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "BÍ THƯ", "PHÓ BÍ THƯ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "ỦY VIÊN THƯ KÝ",
    "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "TRƯỞNG KHOA", "PHÓ TRƯỞNG KHOA", "ĐỘI TRƯỞNG", "PHÓ ĐỘI TRƯỞNG",
    "TRƯỞNG CÔNG AN", "PHÓ TRƯỞNG CÔNG AN", "CHỈ HUY TRƯỞNG", "TƯ LỆNH", "CHÍNH ỦY", "TRẠM TRƯỞNG",
    "HẠT TRƯỞNG", "TỔNG BIÊN TẬP", "CHỦ TỊCH HỘI ĐỒNG QUẢN TRỊ", "KẾ TOÁN TRƯỞNG", "QUYỀN CHỦ TỊCH",
    "Q. CHỦ TỊCH", "Q. GIÁM ĐỐC", "Q. BỘ TRƯỞNG", "TỔNG BÍ THƯ", "TRƯỞNG ĐOÀN", "CHỦ TỌA", "THƯ KÝ",
)  # fmt: skip
_BY_LETTERS = {fold(office): office for office in _OFFICES}
_LETTERS_PER_ERROR = 8

_SURNAMES = (  # noqa: SIM905  # one text reads better than 200 quoted words
    "An Âu Bạch Bành Bế Biện Bùi Cà Cái Cao Cầm Châu Chu Chung Chử Cù Cung Dư Dương Đàm Đan Đào Đặng Đậu Điêu "
    "Điểu Đinh Đoàn Đồng Đỗ Đới Đường Giang Giáp Giàng Hà Hàn Hầu Hình Hoa Hoàng Hồ Hồng Hứa Huỳnh Kiều Kim "
    "Khổng Khúc Khương Khuất La Lã Lạc Lại Lâm Lăng Lâu Lầu Lê Lều Lò Lô Lộc Lục Lư Lữ Lương Lường Lưu Lý Ma Mã "
    "Mạc Mai Mạch Mẫn Mùa Nghiêm Ngô Ngụy Nguyễn Nhan Nhâm Nhữ Ninh Nông Ong Ông Phan Phạm Phó Phùng Phương Quách "
    "Quan Quản Sầm Sùng Sử Tạ Tăng Tiêu Tô Tôn Tống Tòng Từ Tường Tưởng Thạch Thái Thang Thào Thẩm Thân Thi Thiều "
    "Tiết Trà Trần Triệu Trịnh Trương Ung Ứng Uông Ưng Vàng Văn Vi Viên Võ Vũ Vừ Vương Xa Y Hạ Hán Hạng Quàng "
    "Adrơng Êban Hmok Kpă Ksor Mlô Niê Rahlan Rcom Rmah Siu"
).split()
_ENDING, _MARKED_ENDING = 3, 2
"""Letters at the end of a surname that tell it from all others: bare ones, or with a mark among them (`ần`)."""
_TORN = 2
"""A torn word has so many letters more or fewer than were printed."""
_SURNAMES_BY_LETTERS: dict[str, list[str]] = {}
for _surname in _SURNAMES:
    _SURNAMES_BY_LETTERS.setdefault(fold(_surname), []).append(_surname)


def office_in(text: str) -> str | None:
    """The office that the row names, spelled right, with what it heads (`GIÁM ĐỐC SỞ NỘI VỤ`); None where it is none."""
    read = squeeze(fold(text).strip(" .,:;-_"))
    if read in _BY_LETTERS:
        return _BY_LETTERS[read]
    near = [
        office
        for letters, office in _BY_LETTERS.items()
        if Levenshtein.distance(read, letters) <= len(letters) // _LETTERS_PER_ERROR
    ]
    return near[0] if len(near) == 1 else _with_body(text)


def _with_body(text: str) -> str | None:
    """An office followed by the body it heads, the body as read."""
    words = trim(text).split()
    for end in range(len(words) - 1, 1, -1):
        office = _BY_LETTERS.get(fold(" ".join(words[:end])))
        if office is not None:
            return " ".join([office, *words[end:]])
    return None


def with_surname(words: Sequence[str]) -> tuple[str, bool]:
    """The name with its surname's marks put back, and whether the surname is in use at all."""
    known = _SURNAMES_BY_LETTERS.get(fold(words[0]), [])
    if not known:
        return " ".join(words), False
    is_spelled = any(words[0].lower() == surname.lower() for surname in known)
    if is_spelled or len(known) > 1:
        return " ".join(words), is_spelled
    surname = known[0].upper() if words[0].isupper() else known[0]
    return " ".join([surname, *words[1:]]), True


def has_lost_marks(words: Sequence[str]) -> bool:
    """Whether a name begins with the letters of a surname in use but not with its marks (`Đồ` for `Đỗ`)."""
    known = _SURNAMES_BY_LETTERS.get(fold(words[0]), []) if words else []
    return bool(known) and all(words[0].lower() != surname.lower() for surname in known)


def surname_by_its_end(torn: str) -> str | None:
    """`rần` → `Trần`, `fguyễn` → `Nguyễn`: the one surname that ends as a word whose front a seal hides; None where several do."""
    read = torn.lower()
    ends = [read[-length:] for length in range(len(read), _MARKED_ENDING - 1, -1)]
    marked = (
        [name for name in _SURNAMES if name.lower().endswith(end)]
        for end in ends
        if not end.isascii()
    )
    plain = (
        [name for name in _SURNAMES if fold(name).endswith(fold(end))]
        for end in ends
        if len(end) >= _ENDING
    )
    # An end with its marks tells more than a longer one without them: `lần` is no `Lan`.
    found = next(filter(None, chain(marked, plain)), [])
    is_one = len(found) == 1 and abs(len(found[0]) - len(read)) <= _TORN
    return found[0] if is_one else None
