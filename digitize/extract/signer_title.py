"""The office that a signer bears, also where a seal hides part of it: what the form and the law leave it to be.

Under `KT. BỘ TRƯỞNG` a deputy signs; where nobody is signed for, the head of the organ in the letterhead does (Nghị định
30/2020/NĐ-CP, Điều 13). Either is proposed only with the end of the office still legible, and doubted.
"""

import re
from collections.abc import Iterable, Sequence

from digitize.extract.administrative_fields import placed_field
from digitize.extract.offices import office_in
from digitize.extract.values import LOW_CONFIDENCE
from digitize.layout import Segment
from digitize.model import Field
from digitize.text import fold, trim

BESIDE = 0.12
"""Share of the page width by which rows of one block may be off each other's middle."""
ROW_PITCH = 2.4
_FOR_HEAD = re.compile(r"\W*K[TI]\W+")
_LIKE_FOR_HEAD = re.compile(r"\W*(?!T[MLUQ])\w{1,2}\W+")
"""`KT.` as engines misread it; `TM.`, `TL.` and `TUQ.` have nobody's deputy under them."""
_DEPUTIES = {
    "bo truong": "THỨ TRƯỞNG",
    "thu tuong": "PHÓ THỦ TƯỚNG",
    "chu tich": "PHÓ CHỦ TỊCH",
    "giam doc": "PHÓ GIÁM ĐỐC",
    "hieu truong": "PHÓ HIỆU TRƯỞNG",
    "cuc truong": "PHÓ CỤC TRƯỞNG",
    "bo truong, chu nhiem": "PHÓ CHỦ NHIỆM",
}
"""Who signs for a head, where there is one title of deputies (Nghị định 30/2020, Điều 13 and Phụ lục I)."""
_HEADS = (
    (r"van phong chinh phu", "BỘ TRƯỞNG, CHỦ NHIỆM"),
    (r"(?:thu tuong )?chinh phu", "THỦ TƯỚNG"),
    (r"bo ", "BỘ TRƯỞNG"),
    (r"(?:uy ban|hoi dong) nhan dan ", "CHỦ TỊCH"),
    (r"so ", "GIÁM ĐỐC"),
    (r"truong (?:dai hoc|cao dang|trung hoc|tieu hoc|mam non)", "HIỆU TRƯỞNG"),
    (r"cuc ", "CỤC TRƯỞNG"),
)
"""How an organ's name begins → its head, by the laws on the organisation of government and of schools."""
_TORN = 2
"""A torn office has so many letters more or fewer than the printed one."""
_LEVEL = 4.0
"""The block begins so many heights of a row above or below `Nơi nhận` at most."""


def read_title(titles: Sequence[Segment], *, page_index: int) -> Field | None:
    """The last office of the block, spelled as the closed list has it."""
    if not titles:
        return None
    row = titles[-1]
    value = office_in(row.text) or trim(row.text)
    return placed_field("signer_title", value, row.words, page_index=page_index)


def deputy_title(
    column: Sequence[Segment],
    authority: Sequence[Segment],
    *,
    page_index: int,
    page_width: int,
) -> Field | None:
    """`KT. BỘ TRƯỞNG` over a row that ends in `… TRƯỞNG`: a seal hides the rest of the one office that can stand there."""
    head, named = _signed_for(authority)
    deputy = _DEPUTIES.get(named)
    if head is None or deputy is None:
        return None
    below = [
        row
        for row in column
        if 0 < row.center_y - head.center_y < ROW_PITCH * head.height
        and abs(row.center_x - head.center_x) < BESIDE * page_width
    ]
    last = fold(deputy).split()[-1]
    words = [word for row in below for word in row.words if fold(word.text).strip(".,:;") == last]
    if not words:
        return None
    return placed_field(
        "signer_title", deputy, words, page_index=page_index, doubts=(LOW_CONFIDENCE,)
    )


def title_of_torn_deputy(
    titles: Sequence[Segment], stack: Sequence[Segment], *, page_index: int
) -> Field | None:
    """`THỦ TƯỚNG` over `1Ù TƯỚNG`: nobody writes an office twice, so `KT.` was lost and a deputy signs."""
    if not titles:
        return None
    deputy = _DEPUTIES.get(fold(office_in(titles[-1].text) or trim(titles[-1].text)))
    below = stack[list(stack).index(titles[-1]) + 1 :]
    torn = [
        row for row in below if deputy and fold(row.text).split()[-1:] == fold(deputy).split()[-1:]
    ]
    if not deputy or not torn:
        return None
    return placed_field(
        "signer_title", deputy, torn[0].words, page_index=page_index, doubts=(LOW_CONFIDENCE,)
    )


def _signed_for(authority: Sequence[Segment]) -> tuple[Segment | None, str]:
    """The row of `KT.` and the head it names; a row that begins like it only where no row has it."""
    for mark in (_FOR_HEAD, _LIKE_FOR_HEAD):
        for row in reversed(authority):
            if mark.match(row.text):
                return row, fold(mark.sub("", row.text, count=1).strip(" .,:;"))
    return None, ""


def head_of(organ: str) -> str | None:
    """`BỘ CÔNG AN` → `BỘ TRƯỞNG`; None for organs whose heads have no one title."""
    name = fold(organ)
    return next((head for opening, head in _HEADS if re.match(opening, name)), None)


def head_title(
    column: Iterable[Segment], head: str, *, level: float, page_index: int
) -> tuple[Field, Segment] | None:
    """`3Q TRƯỞNG` level with the recipients: as long as the head's office and ending with its last word; with its row."""
    wanted = fold(head)
    for row in column:
        read = fold(trim(row.text))
        is_beside = abs(row.center_y - level) < _LEVEL * row.height
        is_alike = read.split()[-1:] == wanted.split()[-1:] and len(read.split()) > 1
        if is_beside and is_alike and row.is_capitals and abs(len(read) - len(wanted)) <= _TORN:
            field = placed_field(
                "signer_title", head, row.words, page_index=page_index, doubts=(LOW_CONFIDENCE,)
            )
            return field, row
    return None
