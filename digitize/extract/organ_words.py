"""Words that state bodies are named with: what opens a name, and names whose lost tone marks can be put back.

Engines lose tone marks on capitals (`THÀNH PHÓ CÀN THƠ`). A name from the closed lists of ministries, courts, kinds
of bodies and provinces has one spelling for its letters; any other word is left as read.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import combinations, dropwhile

from rapidfuzz.distance import Levenshtein

from digitize.extract.places import Province
from digitize.intake.syllables import is_syllable
from digitize.text import fold, modern_tone

JOINT_SYMBOL = re.compile(r"(?:TTLT|NQLT|CTLT|CTPH|QCPH|KHPH|KHLT|QCLT|HDLT|TBLT)\b")
"""Joint circulars, resolutions, programmes, plans and rules (Luật 80/2015/QH13 and practice)."""

OPENING_WORDS = (
    r"bo(?! phan)", r"so", r"cuc", r"chi cuc", r"tong cuc", r"vu", r"van phong", r"uy ban", r"ubnd",
    r"hoi dong", r"hdnd", r"truong", r"trung tam", r"phong", r"ban", r"cong ty", r"tong cong ty",
    r"tap doan", r"dai hoc", r"hoc vien", r"vien", r"benh vien", r"toa an", r"vien kiem sat", r"cong an",
    r"thanh tra", r"kiem toan", r"hoi", r"lien doan", r"lien hiep", r"doan", r"tinh uy", r"huyen uy",
    r"thanh uy", r"thi uy", r"quan uy", r"dang uy", r"dang bo", r"chi bo", r"tinh doan", r"huyen doan",
    r"thanh doan", r"kho bac", r"ngan hang", r"bao hiem xa hoi", r"chinh phu", r"thu tuong", r"quoc hoi",
    r"chu tich nuoc", r"mat tran", r"uy ban mttq", r"chi nhanh", r"khoa(?! hoc)", r"to cong tac", r"doi",
    r"tram", r"hat kiem lam", r"quy", r"bao tang", r"thu vien", r"nha", r"dai phat thanh",
    r"lien minh", r"bo chi huy", r"bo tu lenh", r"quan khu", r"xi nghiep", r"hop tac xa",
)  # fmt: skip
"""What opens the name of a body, folded; the bare word alone is not yet a name (`TRƯỜNG` / `ĐẠI HỌC …`)."""

WHOLE_NAMES = frozenset({"chinh phu", "quoc hoi", "chu tich nuoc", "van phong"})
"""Names that are whole although they are what others begin with."""

_CLOSED = (
    "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "TÒA ÁN NHÂN DÂN TỐI CAO", "TÒA ÁN NHÂN DÂN",
    "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO", "VIỆN KIỂM SÁT NHÂN DÂN", "KIỂM TOÁN NHÀ NƯỚC", "THANH TRA CHÍNH PHỦ",
    "CHÍNH PHỦ", "THỦ TƯỚNG CHÍNH PHỦ", "VĂN PHÒNG CHÍNH PHỦ", "QUỐC HỘI", "ỦY BAN THƯỜNG VỤ QUỐC HỘI",
    "VĂN PHÒNG QUỐC HỘI", "CHỦ TỊCH NƯỚC", "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", "ỦY BAN DÂN TỘC",
    "BẢO HIỂM XÃ HỘI VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "BAN CHẤP HÀNH TRUNG ƯƠNG",
    "BỘ CÔNG AN", "BỘ CÔNG THƯƠNG", "BỘ DÂN TỘC VÀ TÔN GIÁO", "BỘ GIÁO DỤC VÀ ĐÀO TẠO",
    "BỘ GIAO THÔNG VẬN TẢI", "BỘ KẾ HOẠCH VÀ ĐẦU TƯ", "BỘ KHOA HỌC VÀ CÔNG NGHỆ",
    "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "BỘ NGOẠI GIAO", "BỘ NỘI VỤ",
    "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "BỘ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "BỘ QUỐC PHÒNG",
    "BỘ TÀI CHÍNH", "BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "BỘ THÔNG TIN VÀ TRUYỀN THÔNG", "BỘ TƯ PHÁP",
    "BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "BỘ XÂY DỰNG", "BỘ Y TẾ",
    "SỞ CÔNG THƯƠNG", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SỞ GIAO THÔNG VẬN TẢI", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ",
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "SỞ NỘI VỤ", "SỞ NGOẠI VỤ",
    "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "SỞ TÀI CHÍNH",
    "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "SỞ TƯ PHÁP",
    "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "SỞ VĂN HÓA VÀ THỂ THAO", "SỞ DU LỊCH", "SỞ XÂY DỰNG", "SỞ Y TẾ",
    "SỞ QUY HOẠCH - KIẾN TRÚC", "SỞ DÂN TỘC VÀ TÔN GIÁO", "SỞ AN TOÀN THỰC PHẨM", "PHÒNG ĐĂNG KÝ KINH DOANH",
    # Departments of a district (Nghị định 37/2014/NĐ-CP), and bodies that every province has under one name.
    "PHÒNG NỘI VỤ", "PHÒNG TƯ PHÁP", "PHÒNG TÀI CHÍNH - KẾ HOẠCH", "PHÒNG TÀI NGUYÊN VÀ MÔI TRƯỜNG",
    "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "PHÒNG VĂN HÓA VÀ THÔNG TIN", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
    "PHÒNG Y TẾ", "PHÒNG KINH TẾ VÀ HẠ TẦNG", "PHÒNG QUẢN LÝ ĐÔ THỊ",
    "PHÒNG NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "CHI CỤC AN TOÀN VỆ SINH THỰC PHẨM",
    "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", "CHI NHÁNH VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", "BỆNH VIỆN ĐA KHOA",
    "VĂN PHÒNG ỦY BAN NHÂN DÂN", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "LIÊN ĐOÀN LAO ĐỘNG",
    "TRƯỜNG ĐẠI HỌC", "TRƯỜNG CAO ĐẲNG", "TRƯỜNG TRUNG CẤP", "TRƯỜNG TRUNG HỌC PHỔ THÔNG", "TRƯỜNG TRUNG HỌC CƠ SỞ",
    "TRƯỜNG TIỂU HỌC", "CÔNG AN", "BỘ CHỈ HUY QUÂN SỰ", "CÔNG TY CỔ PHẦN",
    "CÔNG TY TRÁCH NHIỆM HỮU HẠN", "TỈNH ỦY", "THÀNH ỦY", "HUYỆN ỦY", "ĐẢNG ỦY",
)  # fmt: skip
_AROUND = "'\"_.,:;-–—"
_LEVELS = ("TỈNH", "THÀNH PHỐ")
_LETTERS_PER_ERROR = 8
_LONG_WORD = 3


_LOWER_LEVELS = frozenset({"xa", "phuong", "tran", "huyen", "quan", "thon"})
"""A commune may bear letters of a province with other marks; its name is left as read."""


def restored(name: str, provinces: Sequence[Province]) -> str:
    """The name with the tone marks of the closed lists where its letters are theirs, in new tone placement."""
    words, _ = _settled(name, provinces)
    return modern_tone(" ".join(words))


def unlisted(name: str, provinces: Sequence[Province]) -> list[str]:
    """Its words from the first on that no closed list spells, levels before a place left out: `ĐẠI HẠC` of `UBND XÃ ĐẠI HẠC`."""
    words, settled = _settled(name, provinces)
    pairs = zip(words, settled, strict=True)
    tail = dropwhile(lambda pair: pair[1] or not re.search(r"\w", pair[0]), pairs)
    return list(dropwhile(lambda word: fold(word) in _LOWER_LEVELS, (word for word, _ in tail)))


def is_half_mended(name: str, provinces: Sequence[Province]) -> bool:
    """Whether a list had to mend words of a name that has others which no list spells: what tore those tore these, and they stay as read."""
    words, settled = _settled(name, provinces)
    read = modern_tone(name.upper()).split()
    pairs = zip(modern_tone(" ".join(words)).upper().split(), read, settled, strict=False)
    is_mended = len(words) == len(read) and any(
        is_listed and word != own.strip(_AROUND) for word, own, is_listed in pairs
    )
    return is_mended and bool(unlisted(name, provinces))


def _settled(name: str, provinces: Sequence[Province]) -> tuple[list[str], list[bool]]:
    """The words as the closed lists spell them, and which of them a list has."""
    words = respaced(name.split(), provinces)
    settled = [False] * len(words)
    phrases = _phrases(tuple(province.name for province in provinces))
    bare = _bare_names(provinces)
    long_phrases = [phrase for phrase in phrases if " ".join(phrase) not in bare]
    for is_same, known in ((str.__eq__, phrases), (_is_nearly, long_phrases)):
        for start in range(len(words)):
            phrase = _phrase_at(start, words, settled, known, is_same)
            if phrase is not None:
                end = start + len(phrase)
                words[start:end] = _with_tail(words[end - 1], phrase)
                settled[start:end] = [True] * len(phrase)
    return words, settled


def respaced(words: Sequence[str], provinces: Sequence[Province]) -> list[str]:
    """Blanks as a closed name has them: `V À` → `VÀ`, `NGHỆCẦN THƠ` → `NGHỆ CẦN THƠ`; only about words that are no syllables."""
    found = list(words)
    if not any(map(_is_odd, found)):
        return found
    for phrase in _phrases(tuple(province.name for province in provinces)):
        found = _with_blanks_of(phrase, found) if len(phrase) > 1 else found
    return found


def _with_blanks_of(phrase: Sequence[str], words: list[str]) -> list[str]:
    """The first stretch of the words that has the phrase's letters and an odd word gets the phrase's blanks."""
    wanted = "".join(map(fold, phrase))
    if wanted not in fold("".join(words)):
        return words
    for start, end in combinations(range(len(words) + 1), 2):
        if not any(map(_is_odd, words[start:end])):
            continue
        text = "".join(words[start:end])
        before = text[: len(text) - len(wanted)]
        if len(before) < len(words[start]) and fold(text[len(before) :]) == wanted:
            if before and not is_syllable(before):
                continue
            return [*words[:start], *([before] if before else []), *phrase, *words[end:]]
    return words


def _is_odd(word: str) -> bool:
    """Neither a syllable nor a sign: a piece of a word, or two that stand tight."""
    letters = word.strip(",.-–—")
    return bool(letters) and not is_syllable(letters)


def is_cut(name: str) -> bool:
    """Whether it is but the beginning of a name of the closed lists: `SỞ TÀI NGUYÊN`, `ỦY BAN THƯỜNG VỤ QUỐC`."""
    read = fold(name)
    known = [fold(phrase) for phrase in _CLOSED]
    return read not in known and any(phrase.startswith(f"{read} ") for phrase in known)


def is_no_department(name: str) -> bool:
    """Whether it opens as a ministry or department does and is none by law: `SỞ TÀI VÀ MÔI TRƯỜNG` lost a word.

    Departments are those of Nghị định 24/2014/NĐ-CP and 45/2025/NĐ-CP.
    """
    read = fold(name)
    if not re.match(r"(?:so|bo)\s(?!phan\b|chi huy\b|tu lenh\b)", read):
        return False
    return not any(re.match(rf"{re.escape(fold(phrase))}\b", read) for phrase in _CLOSED)


def _bare_names(provinces: Sequence[Province]) -> frozenset[str]:
    """Without `TỈNH` before it, `THÁI NGUYÊN` is too near to other words (`TÀI NGUYÊN`)."""
    return frozenset(province.name.upper() for province in provinces)


@cache
def _phrases(provinces: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Longest first, so that `THÀNH PHỐ HÀ NỘI` is tried before `HÀ NỘI`."""
    bare = [name.upper() for name in provinces]
    places = [f"{level} {name}" for level in _LEVELS for name in bare]
    known = sorted({*_CLOSED, *places, *bare, *_LEVELS}, key=lambda text: (-len(text), text))
    return tuple(tuple(phrase.split()) for phrase in known)


def _phrase_at(
    start: int,
    words: Sequence[str],
    settled: Sequence[bool],
    phrases: Iterable[Sequence[str]],
    is_same: Callable[[str, str], bool],
) -> Sequence[str] | None:
    """The longest phrase that unsettled words from `start` on spell; None where two of one length could be meant."""
    if start > 0 and fold(words[start - 1]) in _LOWER_LEVELS:
        return None
    found: list[Sequence[str]] = []
    for phrase in phrases:
        end = start + len(phrase)
        if end > len(words) or any(settled[start:end]):
            continue
        read = fold(" ".join(words[start:end])).rstrip(",- ")
        if is_same(read, fold(" ".join(phrase))):
            found.append(phrase)
    longest = [phrase for phrase in found if len(phrase) == len(found[0])]
    return longest[0] if len(longest) == 1 else None


def _is_nearly(read: str, wanted: str) -> bool:
    """Alike, but for letters of longer words: `HUYỆN MỸ …` is not `HUYỆN ỦY`, `QUẬN BÌNH …` not `QUẢNG BÌNH`."""
    if read.partition(" ")[0] in _LOWER_LEVELS:
        return False
    allowed = len(wanted) // _LETTERS_PER_ERROR
    pairs = zip(read.split(), wanted.split(), strict=False)
    if any(one != other and len(other) < _LONG_WORD for one, other in pairs):
        return False
    return read[:1] == wanted[:1] and 0 < Levenshtein.distance(read, wanted) <= min(allowed, 2)


def _with_tail(last: str, phrase: Sequence[str]) -> list[str]:
    """The phrase with the comma or hyphen that follows its last word."""
    return [*phrase[:-1], phrase[-1] + last[len(last.rstrip(",-")) :]]
