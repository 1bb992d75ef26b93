"""A sealed document into the record that its owner's warehouse keeps: title, fields, owner, text for search.

Only what was accepted or confirmed goes in; an owner is named only where a valid number says who it is.
"""

from collections.abc import Mapping, Sequence

from digitize.doctype import OTHER, DocumentType, DocumentTypes
from digitize.model import Description, PageReading, RecordId
from digitize.rows import Document, NewRecord, Owner, OwnerKind, StoredFile

_TITLE_KEYS = ("reference", "certificate_number", "serial_number", "licence_number", "dossier_code")
_SUBJECT_KEYS = (
    "subject",
    "full_name",
    "owner_name",
    "company_name",
    "business_name",
    "applicant_name",
)
_CITIZEN_NAMES = ("full_name", "owner_name", "representative_name", "applicant_name")
_ORGANISATION_NAMES = ("company_name", "business_name")


def full_text(readings: Sequence[PageReading]) -> str:
    """All page texts in order, a form feed between pages, as `pdftotext` separates them."""
    return "\f".join(reading.text.text for reading in readings)


def record_of(
    document: Document,
    description: Description,
    *,
    record_id: RecordId,
    text: str,
    pdf: StoredFile,
    files: Sequence[StoredFile] = (),
    types: DocumentTypes,
) -> NewRecord:
    """The record of a document whose fields are accepted."""
    values = {field.key: field.value for field in description.fields}
    kind = types.get(description.verdict.type_code)
    return NewRecord(
        id=record_id,
        document_id=document.id,
        title=title_of(kind, values),
        type_code=description.verdict.type_code,
        fields=values,
        owner=owner_of(values),
        text=text,
        pdf=pdf,
        files=tuple(files),
    )


def title_of(kind: DocumentType | None, values: Mapping[str, str]) -> str:
    """What lists show: `Quyết định 2311/QĐ-UBND – Về việc …`."""
    name = kind.title if kind is not None and kind.code != OTHER else "Giấy tờ khác"
    number = next((values[key] for key in _TITLE_KEYS if key in values), "")
    subject = next((values[key] for key in _SUBJECT_KEYS if key in values), "")
    head = f"{name} {number}".strip()
    return f"{head} – {subject}" if subject else head


def owner_of(values: Mapping[str, str]) -> Owner | None:
    """Whose warehouse it belongs to: by enterprise code, else by personal id, else nobody is named."""
    if code := values.get("enterprise_code"):
        return Owner(
            kind=OwnerKind.ORGANISATION, number=code, name=_first(values, _ORGANISATION_NAMES)
        )
    number = values.get("personal_id") or values.get("owner_personal_id")
    if number:
        return Owner(kind=OwnerKind.CITIZEN, number=number, name=_first(values, _CITIZEN_NAMES))
    return None


def _first(values: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((values[key] for key in keys if key in values), "")
