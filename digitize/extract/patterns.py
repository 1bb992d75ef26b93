"""Values that show what they are by their shape alone, found anywhere on the paper: by barcode, or in its text.

Only shapes that nothing else on such a paper has, and only where the paper shows exactly one: two candidates are a
question for a person, not a choice for a program.
"""

import re
from collections.abc import Iterable, Sequence

from digitize.doctype import FieldSpec, ValueKind
from digitize.extract.evidence import field_from, is_sound
from digitize.extract.form import FormWord, Row
from digitize.extract.ids import parse_dossier_code
from digitize.model import Field, FieldSource, PageReading

_SHAPED_KINDS = frozenset({ValueKind.DOSSIER_CODE, ValueKind.ENTERPRISE_CODE})
_QUALITY = 0.9  # no label says that it is meant
_CODE_CONFIDENCE = 0.99
_MAX_WORDS = 3  # a serial number's letters and digits stand apart


def find_by_shape(rows: Sequence[Row], spec: FieldSpec) -> Field | None:
    """The one value of the spec's shape on the pages; None where there is none or there are several."""
    if spec.kind not in _SHAPED_KINDS and not (spec.kind is ValueKind.CODE and spec.pattern):
        return None
    found = {field.value: field for row in rows for field in _in_row(row, spec)}
    return found.popitem()[1] if len(found) == 1 else None


def find_dossier_barcode(readings: Iterable[PageReading], key: str) -> Field | None:
    """The dossier code that a counter's paper carries as a QR code or barcode."""
    for reading in readings:
        for barcode in reading.barcodes:
            code = parse_dossier_code(barcode.text)
            if code is not None:
                return Field(
                    key=key,
                    value=code,
                    confidence=_CODE_CONFIDENCE,
                    page_index=reading.page_index,
                    box=barcode.box,
                    how=FieldSource.BARCODE,
                    raw=barcode.text,
                )
    return None


def _in_row(row: Row, spec: FieldSpec) -> list[Field]:
    found: list[Field] = []
    for start in range(len(row.words)):
        for end in range(min(len(row.words), start + _MAX_WORDS), start, -1):
            field = _exactly(row.words[start:end], row.page_index, spec)
            if field is not None:
                found.append(field)
                break
    return found


def _exactly(words: Sequence[FormWord], page_index: int, spec: FieldSpec) -> Field | None:
    """The field where the words are nothing but a value of the shape."""
    text = " ".join(word.text for word in words).strip(".,;:()")
    if spec.pattern and not re.fullmatch(spec.pattern, text):
        return None
    field = field_from(
        spec, words, page_index=page_index, quality=_QUALITY, how=FieldSource.PATTERN
    )
    return field if field is not None and is_sound(field) else None
