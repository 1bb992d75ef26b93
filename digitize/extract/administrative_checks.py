"""What number, date, organ and type of one document say of each other; those that contradict are doubted, both sides.

A normative number carries the year of its date (Nghị định 30/2020/NĐ-CP, phụ lục I); its abbreviation names the type
and the organ. Nobody signs in the future of the digital signature, but that is a matter of the whole scan, not of this.
"""

import re
from collections.abc import Mapping

from digitize.doctype import DocumentType
from digitize.extract.administrative_organ import has_initials_of, has_lost_stroke
from digitize.extract.evidence import doubted
from digitize.extract.organ_words import JOINT_SYMBOL, is_no_department
from digitize.extract.references import Reference, parse_reference
from digitize.extract.values import CONTRADICTION
from digitize.model import Field
from digitize.text import fold, modern_tone

_CHAIRMAN = "CT"
"""`QĐ-CTUBND` is the chairman's of the committee in the letterhead."""
_EARLIEST_YEAR = 1945
"""Public bodies of today's form did not issue before."""


def cross_checked(fields: Mapping[str, Field], document_type: DocumentType) -> dict[str, Field]:
    """The same fields, those that cannot all be right doubted."""
    checked = dict(fields)
    for key in _contradicting(fields, document_type):
        checked[key] = doubted(checked[key], CONTRADICTION)
    return checked


def _contradicting(fields: Mapping[str, Field], document_type: DocumentType) -> set[str]:
    found: set[str] = set()
    reference = parse_reference(fields["reference"].value) if "reference" in fields else None
    date, organ = fields.get("issued_date"), fields.get("organ_name")
    found |= _misspelled_place(fields) | _not_for_another(fields)
    if date and int(date.value[:4]) < _EARLIEST_YEAR:
        found.add("issued_date")
    if organ and JOINT_SYMBOL.match(document_type.symbol) and " - " not in organ.value:
        found.add("organ_name")
    if organ and is_no_department(organ.value):
        found.add("organ_name")
    if reference is None:
        return found
    if date and reference.year and reference.year != date.value[:4]:
        found |= {"reference", "issued_date"}
    if not _fits_type(reference, document_type):
        found.add("reference")
    if organ and not _fits_organ(reference, organ.value):
        found |= {"reference", "organ_name"}
    if organ and has_lost_stroke(reference.symbol, organ.value):
        found.add("reference")
    return found


def _misspelled_place(fields: Mapping[str, Field]) -> set[str]:
    """The place before the date in the name of its own organ, with other marks: one of the two is misread."""
    if "issued_place" not in fields:
        return set()
    place = modern_tone(fields["issued_place"].value.lower())
    organs = (key for key in ("organ_name", "parent_organ_name") if key in fields)
    for key in organs:
        name = modern_tone(fields[key].value.lower())
        if re.search(rf"\b{re.escape(fold(place))}$", fold(name)) and not name.endswith(place):
            return {"issued_place", key}
    return set()


def _not_for_another(fields: Mapping[str, Field]) -> set[str]:
    """Who signs for the head (`KT. CHỦ TỊCH`) is a deputy (Nghị định 30/2020, Điều 13): the title is another than the head's."""
    if "signing_authority" not in fields or "signer_title" not in fields:
        return set()
    title = fields["signer_title"].value
    head = re.search(r"\bKT\W+(.*)", fields["signing_authority"].value)
    # Of `BỘ TRƯỞNG, CHỦ NHIỆM` a deputy is `PHÓ CHỦ NHIỆM`: its end alone is no deputy's either.
    return {"signer_title"} if head and fold(head[1].strip()).endswith(fold(title)) else set()


def _fits_type(reference: Reference, document_type: DocumentType) -> bool:
    """A kind's abbreviation in the number is the type's own; a công văn has none."""
    if not reference.type_symbol or not document_type.symbol:
        return True
    return fold(reference.type_symbol) == fold(document_type.symbol)


def _fits_organ(reference: Reference, organ: str) -> bool:
    """The organ's abbreviation after the kind; joint documents have several, laws the assembly's."""
    if re.match(r"QH|UBTVQH", reference.symbol):
        return True
    if JOINT_SYMBOL.match(reference.symbol):
        return reference.symbol.count("-") <= organ.count(" - ") + 1
    parts = re.split(r"[-/]", reference.symbol)
    named = parts[1:2] if reference.type_symbol else parts[:1]
    return not named or has_initials_of(named[0].removeprefix(_CHAIRMAN), organ)
