"""Documents and readings as the outside sees them: the JSON of DESIGN.md section 6, and sentences for people."""

from collections.abc import Iterable, Mapping, Sequence

from digitize.model import Field, PageReading, Reason, Verdict
from digitize.reasons import explain
from digitize.rows import Document
from digitize.status import DocumentStatus

STATUS_WORDS: Mapping[DocumentStatus, str] = {
    DocumentStatus.RECEIVED: "đã nhận",
    DocumentStatus.SEPARATED: "đã tách",
    DocumentStatus.READ: "đã đọc",
    DocumentStatus.DESCRIBED: "đã bóc tách",
    DocumentStatus.NEEDS_CHECK: "chờ kiểm tra",
    DocumentStatus.CHECKED: "đã kiểm tra",
    DocumentStatus.TO_SIGN: "chờ người ký",
    DocumentStatus.SEALED: "đã ký số",
    DocumentStatus.FILED: "đã lưu kho",
    DocumentStatus.REJECTED: "bị loại",
}


def type_json(verdict: Verdict) -> dict[str, object]:
    return {"code": verdict.type_code, "confidence": round(verdict.confidence, 4)}


def field_json(field: Field) -> dict[str, object]:
    box = field.box
    return {
        "value": field.value,
        "confidence": round(field.confidence, 4),
        "page": field.page_index + 1,
        "box": [box.left, box.top, box.right, box.bottom],
        "how": field.how.value,
        "doubts": list(field.doubts),
    }


def reason_json(reason: Reason) -> dict[str, object]:
    page = None if reason.page_index is None else reason.page_index + 1
    return {
        "code": reason.code,
        "field": reason.field_key,
        "page": page,
        "message": explain(reason),
    }


def fields_json(fields: Iterable[Field]) -> dict[str, object]:
    return {field.key: field_json(field) for field in fields}


def page_numbers(page_indexes: Sequence[int]) -> list[int]:
    return [index + 1 for index in page_indexes]


def document_json(document: Document) -> dict[str, object]:
    """What is known of a document, whole; `show` and `check show` print it."""
    description = document.description
    return {
        "document": document.id,
        "source": document.source,
        "pages": page_numbers(document.page_indexes),
        "status": document.status.value,
        "type": type_json(description.verdict) if description else None,
        "marks": list(description.verdict.marks) if description else [],
        "fields": fields_json(description.fields) if description else {},
        "reasons": [reason_json(reason) for reason in description.reasons] if description else [],
        "record": document.record_id,
    }


def reading_text(readings: Iterable[PageReading]) -> list[str]:
    return [reading.text.text for reading in readings]


_HEAD_FIELDS = 4


def short_fields(document: Document) -> str:
    """The first fields, one a line, for tables."""
    if document.description is None:
        return ""
    fields = document.description.fields[:_HEAD_FIELDS]
    return "\n".join(f"{field.key}: {_shortened(field.value)}" for field in fields)


def _shortened(text: str, *, most: int = 70) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
