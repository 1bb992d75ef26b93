"""Two numbers that a paper itself calls one owner's: what is proposed to a person, never done by itself.

An identity card's QR code has the number of the older card beside the new one; a residence or identity paper may say `CMND cũ`
behind its own number; a registration may name the company's older number. The paper must name its bearer and the day of
birth, and say both numbers of that bearer: a name alone links nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from digitize.extract.identity_card import parse_payload
from digitize.model import Box, Description, PageReading
from digitize.rows import Owner, OwnerKind, StatedPair
from digitize.text import fold, squeeze
from digitize.warehouse.owners import Ownership

_BEARERS = frozenset({"can_cuoc", "xac_nhan_cu_tru"})
"""Types whose every number before a household table is their bearer's."""
_OLDER_CARD = re.compile(
    r"(?:cmnd|chung minh nhan dan)(?:\s+(?:so|cu|9 so|truoc day|da cap))*\s*[:(]?\s*(\d{9}|\d{12})(?!\d)"
)
_CALLED_OLDER = re.compile(r"(?:cmnd|chung minh nhan dan)(?: so)? (?:cu|truoc day)\b(?! tru)")
_OLDER_CODE = re.compile(
    r"(?:dang ky kinh doanh|ma so doanh nghiep|gcn dkkd)(?: so)?\s+(?:cu|truoc day)\s*[:(]?\s*(\d{10})(?!\d)"
)


def stated_pairs(
    description: Description, owned: Ownership, readings: Sequence[PageReading]
) -> tuple[StatedPair, ...]:
    """What the paper of one certain owner says of other numbers of that owner, each once, with its place."""
    if len(owned.owners) != 1:
        return ()
    (owner,) = owned.owners
    found: dict[str, StatedPair] = {}
    for pair in (*_by_code(description, owner, readings), *_by_words(description, owner, readings)):
        if pair.other != owner.number:
            found.setdefault(pair.other, pair)
    return tuple(found.values())


def may_state_pairs(type_code: str) -> bool:
    """Whether a paper of this type is worth a look at its pages."""
    return type_code in _BEARERS or type_code == _REGISTRATION


_REGISTRATION = "dang_ky_doanh_nghiep"


def _by_code(
    description: Description, owner: Owner, readings: Sequence[PageReading]
) -> Iterator[StatedPair]:
    """The card's own code says number, older number, name and day of birth together."""
    said = {field.key: field.value for field in description.fields}
    for reading in readings:
        for barcode in reading.barcodes:
            payload = parse_payload(barcode.text)
            older = squeeze(barcode.text.split("|")[1]) if payload is not None else ""
            if payload is None or not re.fullmatch(r"\d{9}|\d{12}", older, re.ASCII):
                continue
            is_same = (
                payload.personal_id == owner.number
                and fold(payload.full_name) == fold(said.get("full_name", ""))
                and payload.date_of_birth == said.get("date_of_birth", "-")
            )
            if is_same:
                yield _pair(owner, older, reading.page_index, barcode.box)


def _by_words(
    description: Description, owner: Owner, readings: Sequence[PageReading]
) -> Iterator[StatedPair]:
    type_code = description.verdict.type_code
    said: Mapping[str, str] = {field.key: field.value for field in description.fields}
    if owner.kind is OwnerKind.CITIZEN:
        is_bearer = type_code in _BEARERS and "full_name" in said and "date_of_birth" in said
        pattern = _OLDER_CARD
    else:
        is_bearer = type_code == _REGISTRATION and "company_name" in said
        pattern = _OLDER_CODE
    if not is_bearer:
        return
    for reading in readings:
        for line in reading.text.lines:
            words = fold(line.text)
            for match in pattern.finditer(words):
                if owner.kind is OwnerKind.CITIZEN and not _is_bearers(words, owner):
                    continue
                yield _pair(owner, match[1], reading.page_index, line.box)


def _is_bearers(words: str, owner: Owner) -> bool:
    """The line has the bearer's own number too, or calls the other one the older one; members of a household do neither."""
    digits = re.sub(r"(?<=\d)[ .](?=\d)", "", words)
    return owner.number in digits or _CALLED_OLDER.search(words) is not None


def _pair(owner: Owner, other: str, page_index: int, box: Box) -> StatedPair:
    return StatedPair(
        kind=owner.kind, one=owner.number, other=other, page_index=page_index, box=box
    )
