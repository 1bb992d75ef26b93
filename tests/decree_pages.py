"""First and last pages laid out as Nghị định 30/2020/NĐ-CP asks, on A4 at 200 dpi, word by word.

    first_page(organ=["BỘ TÀI CHÍNH"], reference="Số: 06/2010/TT-BTC", dateline="Hà Nội, ngày 13 tháng 01 năm 2010")

Left column centred at 470, right column at 1130, text centred at 880; rows 40 pixels apart. With `merged` the two columns
run into one line, as engines do; words with `?` were read badly, those with `~` were written by pen.
"""

from collections.abc import Sequence
from dataclasses import replace

from factories import CHARACTER_WIDTH, LETTER_HEIGHT, PAGE_HEIGHT, PAGE_WIDTH, line, word

from digitize.model import (
    Box,
    Line,
    PageOutcome,
    PageReading,
    PageText,
    Resolution,
    TextOrigin,
    Word,
)

LEFT, RIGHT, MIDDLE = 470, 1130, 880
PITCH = 40
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
BODY = ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và các nghị định;",)


def row(text: str, *, center: int, top: int) -> Line:
    """One centred row."""
    left = center - CHARACTER_WIDTH * len(text.replace("?", "").replace("~", "")) // 2
    words = []
    for part in text.split(" "):
        words.append(_word(part, left=left, top=top))
        left = words[-1].box.right + CHARACTER_WIDTH
    return line(*words)


def first_page(
    *,
    organ: Sequence[str] = ("BỘ TÀI CHÍNH",),
    reference: str = "Số: 06/2010/TT-BTC",
    dateline: str = "Hà Nội, ngày 13 tháng 01 năm 2010",
    nation: Sequence[str] = NATION,
    heading: Sequence[str] = (),
    subject: Sequence[str] = (),
    about: Sequence[str] = (),
    addressee: str = "",
    body: Sequence[str] = BODY,
    merged: bool = False,
) -> PageReading:
    """A letterhead with what follows it; every part may be left out."""
    left = _column([*organ, reference, *about], center=LEFT)
    right = _column([*nation, *[""] * (len(organ) - len(nation)), dateline], center=RIGHT)
    top = 140 + PITCH * (3 + len(organ) + len(about))
    under = _column([*heading, *subject], center=MIDDLE, top=top)
    top += PITCH * (2 + len(heading) + len(subject))
    rest = _column([addressee, *body] if addressee else list(body), center=MIDDLE, top=top)
    letterhead = _merged(left, right) if merged else [*left, *right]
    return reading([*letterhead, *under, *rest])


def last_page(
    block: Sequence[str],
    *,
    name: str = "Nguyễn Văn An",
    recipients: Sequence[str] = ("- Như trên;", "- Lưu: VT."),
    text: Sequence[str] = ("Các cơ quan chịu trách nhiệm thi hành./.",),
    page_index: int = 1,
) -> PageReading:
    """The foot of the text with recipients left and the signature block right; 300 pixels for the signature."""
    top = 200 + PITCH * len(text)
    left = [_at(200, "Nơi nhận:", top=top)] + [
        _at(200, item, top=top + PITCH * number) for number, item in enumerate(recipients, start=1)
    ]
    right = _column(block, center=RIGHT + 60, top=top)
    signed = row(name, center=RIGHT + 60, top=top + PITCH * len(block) + 300)
    lines = [*_column(text, center=MIDDLE, top=160), *left, *right, signed]
    return reading(lines, page_index=page_index)


def reading(lines: Sequence[Line], *, page_index: int = 0) -> PageReading:
    return PageReading(
        page_index=page_index,
        outcome=PageOutcome.READ,
        width=PAGE_WIDTH,
        height=PAGE_HEIGHT,
        resolution=Resolution(dpi_x=200, dpi_y=200),
        text=PageText(lines=tuple(lines)),
        origin=TextOrigin.OCR,
    )


def _column(texts: Sequence[str], *, center: int, top: int = 140) -> list[Line]:
    return [
        row(text, center=center, top=top + PITCH * number)
        for number, text in enumerate(texts)
        if text
    ]


def _at(left: int, text: str, *, top: int) -> Line:
    return row(text, center=left + CHARACTER_WIDTH * len(text) // 2, top=top)


def _merged(left: Sequence[Line], right: Sequence[Line]) -> list[Line]:
    by_top: dict[int, list[Word]] = {}
    for part in (*left, *right):
        by_top.setdefault(part.words[-1].box.top, []).extend(part.words)
    return [line(*words) for words in by_top.values()]


def _word(text: str, *, left: int, top: int) -> Word:
    found = word(
        text.replace("?", "").replace("~", ""),
        left=left,
        top=top,
        confidence=0.4 if "?" in text else 0.96,
    )
    if "~" not in text:
        return found
    box = found.box
    tall = Box(left=box.left, top=top - LETTER_HEIGHT // 3, right=box.right, bottom=box.bottom)
    return replace(found, box=tall)
