"""A sealed document into the record that its owner's warehouse keeps: title, fields, owner, text for search.

Only what was accepted or confirmed goes in; whose it is was decided before (digitize/warehouse/owners.py).
"""

from collections.abc import Mapping, Sequence

from digitize.doctype import OTHER, DocumentType, DocumentTypes
from digitize.model import Description, PageReading, RecordId
from digitize.rows import Document, NewRecord, StatedPair, StoredFile
from digitize.warehouse.links import links_in
from digitize.warehouse.owners import Ownership
from digitize.warehouse.result_codes import CodePlan

_TITLE_KEYS = ("reference", "certificate_number", "serial_number", "licence_number", "dossier_code")
_SUBJECT_KEYS = (
    "subject",
    "full_name",
    "owner_name",
    "company_name",
    "business_name",
    "applicant_name",
)


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
    owned: Ownership,
    pairs: Sequence[StatedPair] = (),
    codes: CodePlan | None = None,
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
        owner=owned.first,
        further_owners=owned.further,
        owner_basis=owned.basis,
        owner_doubts=owned.doubts,
        pairs=tuple(pairs),
        codes=codes,
        text=text,
        pdf=pdf,
        files=tuple(files),
        links=links_in(
            text.split("\f"),
            type_code=description.verdict.type_code,
            family=kind.family if kind is not None else "",
        ),
    )


def title_of(kind: DocumentType | None, values: Mapping[str, str]) -> str:
    """What lists show: `Quyết định 2311/QĐ-UBND – Về việc …`."""
    name = kind.title if kind is not None and kind.code != OTHER else "Giấy tờ khác"
    number = next((values[key] for key in _TITLE_KEYS if key in values), "")
    subject = next((values[key] for key in _SUBJECT_KEYS if key in values), "")
    head = f"{name} {number}".strip()
    return f"{head} – {subject}" if subject else head
