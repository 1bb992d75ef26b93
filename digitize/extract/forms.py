"""Papers that print labels (every family but the administrative) into fields: machine print, label, place, then shape.

The order is the order of trust. Each source fills only what the ones before left open; at the end the fields are held
against each other and against what the paper prints twice.
"""

from collections.abc import Sequence

from digitize.doctype import DocumentType, ValueKind
from digitize.extract.card_face import face_fields
from digitize.extract.cross_checks import cross_check
from digitize.extract.evidence import is_sound
from digitize.extract.form import Row, rows_of
from digitize.extract.identity_card import card_fields
from digitize.extract.labelled import extract_labelled
from digitize.extract.machine_lines import confirmed_by_face, machine_line_fields
from digitize.extract.patterns import find_by_shape, find_dossier_barcode
from digitize.extract.placed import placed_fields
from digitize.extract.places import Province
from digitize.extract.plausibility import doubt_implausible
from digitize.extract.written_out import check_written_out
from digitize.model import Field, PageReading

IDENTITY_CARD = "can_cuoc"


def extract_form(
    readings: Sequence[PageReading], doctype: DocumentType, *, provinces: Sequence[Province]
) -> tuple[Field, ...]:
    """Fields in the order of the type's spec; a key whose value is not printed is absent."""
    rows = rows_of(readings)
    labelled = extract_labelled(rows, doctype)
    fields = confirmed_by_face(_for_machines(readings, doctype), labelled)
    for found in (
        labelled,
        placed_fields(readings, rows, doctype, provinces=provinces),
        _by_shape(rows, doctype),
        face_fields(rows, doctype) if doctype.code == IDENTITY_CARD else {},
    ):
        fields = _filled(fields, found)
    plausible = doubt_implausible(fields, doctype, rows, provinces)
    checked = cross_check(
        check_written_out(plausible, rows), province_codes={province.code for province in provinces}
    )
    return tuple(checked[spec.key] for spec in doctype.fields if spec.key in checked)


def _for_machines(readings: Sequence[PageReading], doctype: DocumentType) -> dict[str, Field]:
    """What is printed to be read by machines: barcodes, and the lines on the back of a card."""
    if doctype.code == IDENTITY_CARD:
        return {**machine_line_fields(readings), **card_fields(readings)}
    for spec in doctype.fields:
        if spec.kind is ValueKind.DOSSIER_CODE:
            field = find_dossier_barcode(readings, spec.key)
            return {spec.key: field} if field else {}
    return {}


def _by_shape(rows: Sequence[Row], doctype: DocumentType) -> dict[str, Field]:
    fields = (find_by_shape(rows, spec) for spec in doctype.fields)
    return {field.key: field for field in fields if field is not None}


def _filled(fields: dict[str, Field], more: dict[str, Field]) -> dict[str, Field]:
    """Fields with the gaps filled; one that breaks the rule of its kind gives way to one that does not."""
    better = {
        key: field
        for key, field in more.items()
        if key not in fields or (is_sound(field) and not is_sound(fields[key]))
    }
    return fields | better
