"""The issuing organ and its superior out of the rows of ô 2, and how the organ's initials stand in its numbers.

A row opens a new name where it begins with a word that opens one (`SỞ`, `TRƯỜNG`); `TỈNH QUẢNG BÌNH` under `ỦY BAN
NHÂN DÂN` goes on with the same name. The last name issues, those above are its superiors, except in a joint document,
where all issue and are joined by ` - `.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.extract.administrative_fields import placed_field, words_of
from digitize.extract.organ_words import (
    JOINT_SYMBOL,
    OPENING_WORDS,
    WHOLE_NAMES,
    is_cut,
    is_half_mended,
    respaced,
    restored,
)
from digitize.extract.places import Province
from digitize.extract.plausibility import has_misread, is_whole_agency
from digitize.extract.values import LOW_CONFIDENCE
from digitize.layout import Segment
from digitize.model import Field
from digitize.text import fold, trim


@dataclass(frozen=True, slots=True, kw_only=True)
class Organs:
    issuing: Field | None = None
    superior: Field | None = None


def read_organs(
    rows: Sequence[Segment],
    *,
    symbol: str,
    provinces: Sequence[Province],
    page_index: int,
    is_cut: bool = False,
) -> Organs:
    """`is_cut` where the name may go on below; `symbol` is the printed part of the reference; a joint one (`TTLT-…`, `CTPH-…`) makes every name issue."""
    names = _names(rows)
    if not names:
        return Organs()
    is_joint = bool(JOINT_SYMBOL.match(symbol)) or any(_is_open(name) for name in names[:-1])
    groups = [tuple(row for name in names for row in name)] if is_joint else list(names)
    texts = [[restored(_text(name), provinces) for name in names]] if is_joint else None
    issuing = " - ".join(texts[0]) if texts else restored(_text(names[-1]), provinces)
    superior = [restored(_text(name), provinces) for name in names[:-1]] if not is_joint else []
    is_all = not is_joint or len(names) >= symbol.count("-")  # a joint symbol names every issuer
    is_sure = is_all and not is_cut and _is_whole(names[-1]) and not has_misread(issuing)
    is_sure = is_sure and not _has_speck(issuing) and not _is_tight(names[-1], provinces)
    is_sure = is_sure and (is_joint or is_whole_agency(issuing))
    issuers = names if is_joint else names[-1:]
    is_sure = is_sure and not any(is_half_mended(_text(name), provinces) for name in issuers)
    doubts = () if is_sure else (LOW_CONFIDENCE,)
    return Organs(
        issuing=placed_field(
            "organ_name", issuing, words_of(groups[-1]), page_index=page_index, doubts=doubts
        ),
        superior=placed_field(
            "parent_organ_name", superior[-1], words_of(groups[-2]), page_index=page_index
        )
        if superior
        else None,
    )


def has_initials_of(abbreviation: str, organ: str) -> bool:
    """`UBND` of `ỦY BAN NHÂN DÂN TỈNH X`: its capitals come in order among the first letters of the words."""
    wanted = [fold(letter) for letter in abbreviation.replace("W", "U") if letter.isupper()]
    initials = iter(word[0] for word in re.findall(r"\w+", fold(organ)))
    return bool(wanted) and all(letter in initials for letter in wanted)


def has_lost_stroke(symbol: str, organ: str) -> bool:
    """Whether a `D` of the symbol stands for the `Đ` of the organ's name: `DHBT` of `TRƯỜNG ĐẠI HỌC …`."""
    name = "".join(word[0] for word in re.findall(r"\w+", organ.upper()))
    parts = (part for part in re.split(r"[-/]", symbol) if "D" in part and part not in name)
    return any(part.replace("D", "Đ") in name for part in parts)


def _names(rows: Sequence[Segment]) -> list[list[Segment]]:
    names: list[list[Segment]] = []
    for row in rows:
        if names and not (_opens_name(row) and _is_whole(names[-1])):
            names[-1].append(row)
        else:
            names.append([row])
    return names


def _opens_name(row: Segment) -> bool:
    text = re.sub(r"^[\W_]+", "", fold(row.text))
    return any(re.match(rf"{words}\b", text) for words in OPENING_WORDS)


def _is_whole(name: Sequence[Segment]) -> bool:
    """Not cut after `VÀ`, a comma, the bare word that opens a name, or in the midst of a name of the closed lists."""
    text = fold(_text(name)).strip()
    is_bare = any(re.fullmatch(words, text) for words in OPENING_WORDS)
    return text in WHOLE_NAMES or not (text.endswith((",", " va")) or is_bare or is_cut(text))


def _has_speck(name: str) -> bool:
    """A stop in a name is dirt, a hyphen before a place, or a comma in one that is not a list of fields (`VĂN HÓA, THỂ THAO VÀ DU LỊCH`)."""
    is_dirty = re.search(r"[^\W\d_]{2}[.:;]|- (?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG)\b", name)
    return bool(is_dirty) or ("," in name and " VÀ " not in name)


def _is_tight(name: Sequence[Segment], provinces: Sequence[Province]) -> bool:
    """Whether words stand so close that blanks or hyphens between them cannot be told: `HỌC BẾN-TRĂNG`, `NGHỆCẦN THƠ`."""
    read = [word.text for row in name for word in row.words]
    is_hyphened = any(re.search(r"\w[-–—]\w", text) for text in read)
    return is_hyphened or respaced(read, provinces) != read


def _open_end(row: Segment) -> str:
    """A hyphen or comma at the end of a row says that the name goes on."""
    end = re.search(r"\s?[-–—,]$", row.text.rstrip())
    return end.group() if end else ""


def _is_open(name: Sequence[Segment]) -> bool:
    return name[-1].text.rstrip().endswith(("-", "–", "—"))


def _text(name: Sequence[Segment]) -> str:
    """One line; a hyphen between two words of a name has a blank on both sides (`KỸ THUẬT - CÔNG NGHỆ`)."""
    text = trim(" ".join(trim(row.text) + _open_end(row) for row in name))
    text = re.sub(r"^[\W_ˆ]+", "", text)
    spaced = re.sub(r"(?<=\w{2})\s*[-–—]\s*(?=\w{2})", " - ", text)
    return spaced + ("," if name[-1].text.endswith(",") else "")
