"""What a form says without a label: the organ of its letterhead, the line of place and date, and who signed it.

Forms share these places with administrative papers, so the letterhead is read by the same functions. The date stands
either in the letterhead or, on certificates and applications, above the signature.
"""

import re
from collections.abc import Sequence

from digitize.doctype import DocumentType, FieldSpec
from digitize.extract.administrative_number import read_date
from digitize.extract.administrative_organ import read_organs
from digitize.extract.evidence import field_from
from digitize.extract.form import FormWord, Row
from digitize.extract.letterhead import Letterhead, find_letterhead
from digitize.extract.places import Province
from digitize.extract.regions import stretches
from digitize.model import Field, FieldSource, PageReading
from digitize.text import fold

_DATELINE = re.compile(r"(?:[^:;\d]{2,60}?[,.]?\s*)?nga?y[\s.,]*(?:\d|[.…])")
_QUALITY = 0.97  # the place says that it is the day of issue, no label does


def placed_fields(
    readings: Sequence[PageReading],
    rows: Sequence[Row],
    doctype: DocumentType,
    *,
    provinces: Sequence[Province],
) -> dict[str, Field]:
    """`organ_name` and `issued_date`, where the type asks for them and the paper shows them."""
    letterhead = find_letterhead(readings[0]) if readings else None
    found: dict[str, Field | None] = {}
    if letterhead is not None:
        found["organ_name"] = read_organs(
            letterhead.organ, symbol="", provinces=provinces, page_index=readings[0].page_index
        ).issuing
    found["issued_date"] = _date(letterhead, rows, doctype)
    asked = {spec.key for spec in doctype.fields}
    return {key: field for key, field in found.items() if field is not None and key in asked}


def _date(
    letterhead: Letterhead | None, rows: Sequence[Row], doctype: DocumentType
) -> Field | None:
    spec = doctype.field("issued_date")
    if spec is None:
        return None
    on_top = read_date(letterhead, page_index=rows[0].page_index) if letterhead and rows else None
    return on_top or _date_at_end(rows, spec)


def _date_at_end(rows: Sequence[Row], spec: FieldSpec) -> Field | None:
    """The last line of place and date on the paper."""
    for row in reversed(rows):
        for part in reversed(stretches(row.words, row.height)):
            if _DATELINE.match(fold(" ".join(word.text for word in part))):
                field = _dated(part, row, spec)
                if field is not None:
                    return field
    return None


def _dated(words: Sequence[FormWord], row: Row, spec: FieldSpec) -> Field | None:
    field = field_from(
        spec, words, page_index=row.page_index, quality=_QUALITY, how=FieldSource.LAYOUT
    )
    return field if field is not None and len(field.value) == len("2023-12-29") else None
