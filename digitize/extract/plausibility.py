"""Fields that keep the rule of their kind and still read as nothing a form prints: a person is asked.

Engines are as sure of a word that lost its hook, or of a line that lost its end, as of a right one. What gives them away
is the language: a syllable that cannot be, a committee of no place, an address that ends in half a province, a surname
nobody bears, a name that the same paper spells in two ways.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from digitize.doctype import DocumentType, ValueKind
from digitize.extract.evidence import doubted
from digitize.extract.form import Row
from digitize.extract.form_organ import is_part_of_counter_name
from digitize.extract.offices import has_lost_marks
from digitize.extract.organ_words import OPENING_WORDS, is_cut, is_no_department
from digitize.extract.places import Province
from digitize.extract.set_phrases import SET_PAIRS
from digitize.extract.values import LOW_CONFIDENCE
from digitize.intake.syllables import has_marks, is_syllable
from digitize.model import Field, FieldSource
from digitize.text import fold, modern_tone

_PROPER_KINDS = frozenset({ValueKind.PERSON_NAME, ValueKind.PLACE, ValueKind.AGENCY_NAME})
_WORDED_KINDS = frozenset({ValueKind.PLACE, ValueKind.AGENCY_NAME, ValueKind.TEXT})
_JOINED_LETTERS = 7
"""The longest syllable is `nghiêng`; a longer word is two that were read as one, or a foreign one."""
_GLUED = re.compile(
    r"[^\W\d_]{2}(?:[.,;]|-(?=[a-zà-ỹ]))[^\W\d_]{2}|(?<!\w)[a-zà-ỹ]{2,}-(?=[^\W\d_]{2})|[,;][.,;]"
)
"""A speck between two words, read as a sign; of names only capitalised words are joined by a hyphen."""
_LOST_FIGURE = re.compile(r"(?<!\d)[1-9]\s?[/.-]\s?0\d\s?[/.-]")
"""`1/03/1995`: who puts a nought before the month puts one before the day, so a figure is missing there."""
_GLUED_CODE = re.compile(r"[,;?!'\"“”‘’]")
_LIKE_ROMAN = re.compile(r"\b(?:quy|khoa|dot|hang|loai|nhom|cap) (?:hi?|ih|il|li|ll)$")
"""`hạng H`: what official texts count in Roman numbers, ending in letters that look like one."""
_CUT = re.compile(r"(?:\bviet|\b(?:xa|phuong|thi tran|huyen|quan)(?: [^\W\d]+)?)$")
"""`Việt` without `Nam`; a commune or district of no name or of one syllable, which hardly any has."""
_LEVEL = re.compile(
    r"\b(?:tinh|thanh pho|tp|quan|huyen|thi xa|thi tran|xa|phuong|dac khu|thon|ap|ban|to dan pho|khu pho)\b"
)
_PROVINCE_LEVEL = re.compile(r"(?:tinh|thanh pho|tp)\b\W*")
_IN_A_PLACE = re.compile(
    r"^so\s?\d|\b(?:duong|quan|huyen|thi xa|thi tran|xa|phuong|thon|ap|ban|to dan pho|khu pho)\b"
)
"""What is written before the province it lies in."""
_OFFICE_BEHIND = re.compile(
    r"\b(?:chu tich|giam doc|bo truong|cuc truong|hieu truong|truong phong)$"
)
_FROM_THE_COMMUNE = frozenset(
    {"residence", "place_of_origin", "head_office", "construction_address"}
)
"""What forms of identity and business print from the commune down to the province."""
_LEVELS = r"(?:xa|phuong|thi tran|huyen|quan|thi xa|tinh|thanh pho)"
_STOP_FOR_COMMA = re.compile(rf"\w\w\. {_LEVELS}\b|\b{_LEVELS}\.")
_OF_A_PLACE = re.compile(r"(?:uy ban nhan dan|hoi dong nhan dan|ubnd|cong an)\b\W*(.*)")
_OPENING = re.compile(r"(?:bo phan|" + "|".join(OPENING_WORDS) + r")\b")
_NO_COMMA = re.compile("[;:]")
"""Parts of an address are set apart by commas; another sign is one misread, or of something else (`Bình Trúc; tỉnh Hà Tĩnh`)."""
_MIN_REPEATED_WORDS = 2
_FEWEST_WORDS = 3
"""`SỞ TƯ` has lost its end; of bodies with two syllables there are few."""
_SHORT_NAMES = re.compile(
    r"chinh phu|quoc hoi|tinh uy|thanh uy|huyen uy|quan uy|dang uy|cong an|ubnd|hdnd|toa an"
)

Fields = Mapping[str, Field]


def doubt_implausible(
    fields: Fields, doctype: DocumentType, rows: Sequence[Row], provinces: Sequence[Province]
) -> dict[str, Field]:
    """The same fields; those that cannot be right as they stand are doubted, none is changed."""
    names = frozenset(fold(province.name) for province in provinces)
    twice = _spelled_in_two_ways(rows)
    kinds = {spec.key: spec.kind for spec in doctype.fields}
    checked = {
        key: doubted(field, LOW_CONFIDENCE)
        if _is_open(field)
        and (
            (kinds[key] is ValueKind.DATE and _LOST_FIGURE.search(field.raw) is not None)
            or _is_implausible(key, field.value, kinds[key], names, twice)
            or misspells_province(field.value, provinces)
        )
        else field
        for key, field in fields.items()
    }
    return _with_repeated_names(checked, kinds)


def _is_open(field: Field) -> bool:
    """Not doubted yet, and read: a code corrects its own errors."""
    return not field.doubts and field.how is not FieldSource.BARCODE


def _is_implausible(
    key: str,
    value: str,
    kind: ValueKind,
    provinces: Collection[str],
    twice: frozenset[tuple[str, str]],
) -> bool:
    return (
        (kind in _WORDED_KINDS and (is_glued(value) or has_misread(value)))
        or (kind in _WORDED_KINDS and _CUT.search(fold(value)) is not None)
        or (kind is ValueKind.TEXT and _LIKE_ROMAN.search(fold(value)) is not None)
        or (kind is ValueKind.CODE and _GLUED_CODE.search(value) is not None)
        or (kind is ValueKind.PLACE and not has_whole_end(value, provinces))
        or (kind is ValueKind.PLACE and _NO_COMMA.search(value) is not None)
        or (key in _FROM_THE_COMMUNE and not _begins_below_the_province(value))
        or (key == "organ_name" and not is_whole_agency(value))
        or (key == "organ_name" and _names_no_province(value, provinces))
        or (kind is ValueKind.PERSON_NAME and has_lost_marks(value.split()))
        or (kind in _PROPER_KINDS and not twice.isdisjoint(pairwise(fold(value).split())))
    )


def is_glued(value: str) -> bool:
    """Whether a sign that joins two words is likelier a speck between them."""
    return _GLUED.search(value) is not None


def has_misread(value: str) -> bool:
    return any(map(is_misread, re.findall(r"[^\W\d_]+", value)))


def is_misread(word: str) -> bool:
    """Whether a word is no Vietnamese syllable though it means to be one: it has marks, or the length of two.

    A stop without its tone (`MIT` for `MÍT`) counts too; words of other languages of Vietnam (`Đắk`, `Krông`) do not.
    """
    if is_syllable(word) or len(word) == 1 or re.search(r"k$|^kr|^[bcđmp]l|^[bd]r", word.lower()):
        return False
    return has_marks(word) or len(word) > _JOINED_LETTERS or is_syllable(_with_acute(word))


def _with_acute(word: str) -> str:
    """The word with an acute on its last vowel."""
    return re.sub(r"([aeiouy])(?=[^aeiouy]*$)", "\\1\u0301", word.lower())


def _begins_below_the_province(place: str) -> bool:
    """An address from its commune on has parts, and commas between them: one alone, or a stop for a comma, has lost some of it."""
    return "," in place and _STOP_FOR_COMMA.search(fold(place)) is None


def has_whole_end(place: str, provinces: Collection[str]) -> bool:
    """Whether an address is Vietnamese and ends in a province; `provinces` are folded names, none for no such list.

    Forms print addresses down to the province, so one that ends in its district has lost its last line.
    """
    if not any(map(has_marks, place.split())):
        return False
    *before, last = fold(place).split(",")
    last = last.strip(" .")
    province = re.search(r"\btinh\s+(.*)", last)
    if not provinces:
        return True
    if province is not None:
        return province.group(1).strip() in provinces
    if _PROVINCE_LEVEL.sub("", last) in provinces or last == "viet nam":
        return True
    return not before and _IN_A_PLACE.search(last) is None


def misspells_province(value: str, provinces: Sequence[Province]) -> bool:
    """Whether it ends in a province's letters with other marks (`tỉnh Quảng Ngài`)."""
    found = re.search(r"\btỉnh\s+([^,]+)$", value.lower())
    if found is None:
        return False
    spelled = {modern_tone(province.name.lower()) for province in provinces}
    letters = {fold(name) for name in spelled}
    return fold(found[1]) in letters and modern_tone(found[1].strip()) not in spelled


def is_whole_agency(name: str) -> bool:
    """Whether it opens as names of bodies do, no letter is torn off, and a committee says of which place it is."""
    words = re.findall(r"[^\W\d_]+", name)
    if any(len(word) == 1 and word.lower() not in "yb" for word in words):
        return False
    if not _OPENING.match(fold(name)) or is_part_of_counter_name(name) or is_cut(name):
        return False
    if is_no_department(name) or _OFFICE_BEHIND.search(fold(name)):
        return False
    if len(words) < _FEWEST_WORDS and not _SHORT_NAMES.match(fold(name)):
        return False
    of_place = _OF_A_PLACE.match(fold(name))
    if of_place is None:
        return not _LEVEL.match(fold(name).removeprefix("uy ban "))
    return len(_LEVEL.findall(of_place.group(1))) == 1 and bool(_LEVEL.match(of_place.group(1)))


def _names_no_province(name: str, provinces: Collection[str]) -> bool:
    """Whether it ends in a province's committee with more words than the province has: another name's beginning."""
    province = re.search(r"\btinh (.*)$", fold(name))
    return bool(provinces) and province is not None and province.group(1) not in provinces


def _spelled_in_two_ways(rows: Sequence[Row]) -> frozenset[tuple[str, str]]:
    """Folded pairs of neighbours that the paper shows with different marks; set phrases have one spelling anyway."""
    spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for one, other in pairwise(re.findall(r"[^\W\d_]+", row.text)):
            spellings[fold(one), fold(other)].add(modern_tone(f"{one} {other}".lower()))
    return frozenset(
        pair for pair, found in spellings.items() if len(found) > 1 and pair not in SET_PAIRS
    )


def _with_repeated_names(fields: Fields, kinds: Mapping[str, ValueKind]) -> dict[str, Field]:
    """A business that bears its owner's name is as doubtful as the name."""
    names = {
        fold(re.sub(r"[^\w\s]", "", field.value)): bool(field.doubts)
        for key, field in fields.items()
        if kinds[key] is ValueKind.PERSON_NAME
    }
    doubtful = [name for name, is_doubted in names.items() if is_doubted]
    return {
        key: doubted(field, LOW_CONFIDENCE)
        if _is_open(field) and (_repeats(field.value, doubtful) or _ends_early(field.value, names))
        else field
        for key, field in fields.items()
    }


def _ends_early(value: str, names: Iterable[str]) -> bool:
    """Whether the value ends with the beginning of a name that the paper has whole elsewhere."""
    ends = [" ".join(name.split()[:-1]) for name in names]
    return any(
        len(end.split()) >= _MIN_REPEATED_WORDS and fold(value).endswith(f" {end}") for end in ends
    )


def _repeats(value: str, names: Iterable[str]) -> bool:
    return any(len(name.split()) >= _MIN_REPEATED_WORDS and name in fold(value) for name in names)
