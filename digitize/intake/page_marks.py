"""What one page says of its place in a paper: its printed number, an annex's or an attestation's title, an end of the text.

Nghị định 30/2020/NĐ-CP, Phụ lục I: the first page bears no number, the next ones theirs in the middle of the top margin; an
annex has its title above its text; a copy's attestation stands on the copy or behind it (Nghị định 23/2015/NĐ-CP).
"""

import re

from digitize.extract.signature_block import read_signature
from digitize.intake.possible_starts import head_of
from digitize.model import Box, PageReading
from digitize.text import fold

_MARGIN_SHARE = 0.09
"""Numbers stand in the outer 2 cm of an A4 page."""
_MIDDLE = (0.35, 0.65)
_NUMBER = re.compile(r"\W{0,3}(?:trang\s+)?(\d{1,3})(?:\s?/\s?\d{1,3})?\W{0,3}")
_ANNEX = re.compile(r"\W{0,3}phu luc\b(?! hop dong)")
_FORM = re.compile(
    r"\W{0,3}(?:(?:bieu )?mau (?:so\b|bieu\b|[a-z]{0,3}\s?\d)|bieu so\b|\(?(?:ban hanh )?kem theo\b)"
)
_ATTESTATION = re.compile(r"\W{0,3}(?:loi chung\b|chung thuc ban sao\b|chung thuc chu ky\b)")
_RECIPIENTS = re.compile(r"\W*noi nhan\b")


def printed_number(page: PageReading) -> int | None:
    """The number in the middle of the top or bottom margin; None where there is none."""
    for line in page.text.lines:
        if _is_in_margin(line.box, page) and (found := _NUMBER.fullmatch(fold(line.text))):
            return int(found[1])
    return None


def is_annex(page: PageReading) -> bool:
    """`PHỤ LỤC` as a title in the head: it belongs to the paper before it, whatever else its head bears."""
    return any(_ANNEX.match(text) for text in head_of(page))


def is_attestation(page: PageReading) -> bool:
    """A page of attestation: it belongs to the copy before it."""
    return any(_ATTESTATION.match(text) for text in head_of(page))


def has_form_number(page: PageReading) -> bool:
    """`Mẫu số 01`, `Kèm theo Thông tư ...`: a form, filled in by itself or enclosed empty in an annex."""
    return any(_FORM.match(text) for text in head_of(page))


def is_ended(page: PageReading) -> bool:
    """Whether a text ends here: recipients, or a block of a signature."""
    if any(_RECIPIENTS.match(fold(line.text)) for line in page.text.lines):
        return True
    block = read_signature([page])
    return block.name is not None or block.authority is not None


def _is_in_margin(box: Box, page: PageReading) -> bool:
    middle = (box.left + box.right) / 2
    is_central = _MIDDLE[0] * page.width < middle < _MIDDLE[1] * page.width
    is_outer = (
        box.bottom < _MARGIN_SHARE * page.height or box.top > (1 - _MARGIN_SHARE) * page.height
    )
    return is_central and is_outer
