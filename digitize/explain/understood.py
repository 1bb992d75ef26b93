"""What was understood of a document, drawn on its upright pages: marks of its type, fields, reasons for a person."""

from collections.abc import Mapping, Sequence

from digitize.classify.marks import Mark
from digitize.doctype import DocumentTypes
from digitize.explain.callouts import Callout
from digitize.explain.drawing import Drawing
from digitize.explain.page_steps import PageSteps, by_confidence, word_count
from digitize.explain.palette import DOUBTFUL, PLACE, SURE, UNSURE
from digitize.explain.steps import Understood
from digitize.explain.wording import mark_words, number, type_words
from digitize.model import Field, PageReading, Reason
from digitize.reasons import sentence_of


def show_understanding(
    steps: PageSteps, reading: PageReading, document: Understood | None, types: DocumentTypes
) -> None:
    """Adds the last pictures of a page to its steps; a page outside every document has only its words."""
    page = steps.upright
    if page is None or not reading.text.lines:
        return
    lines = reading.text.lines
    steps.add("words", page, "Văn bản của trang", word_count(lines), by_confidence(lines))
    if document is None:
        return
    marks = [mark for mark in document.marks if mark.page_index == reading.page_index]
    if marks:
        drawing = Drawing(callouts=[_mark(each, document, types) for each in marks])
        steps.add("type", page, "Dấu hiệu về loại giấy tờ", type_words(document, types), drawing)
    callouts = [*_fields(document, reading), *_reasons(document, reading)]
    if callouts:
        steps.add(
            "fields",
            page,
            "Các trường và điều cần người xem",
            _fields_words(document),
            Drawing(callouts=callouts, legend=_LEGEND),
        )


_LEGEND = (
    (SURE, "được nhận"),
    (UNSURE, "có điều đáng ngờ"),
    (DOUBTFUL, "cần người xem"),
)


def _mark(mark: Mark, document: Understood, types: DocumentTypes) -> Callout:
    is_own = mark.type_code == document.description.verdict.type_code
    title = types[mark.type_code].title
    text = f"{mark_words(mark.name)} → {title} ({number(mark.strength)})"
    return Callout(text=text, colour=PLACE if is_own else UNSURE, box=mark.box)


def _fields_words(document: Understood) -> str:
    description = document.description
    if not description.needs_person:
        return "Không có điều gì phải hỏi: giấy tờ được nhận mà không cần người xem."
    return f"Giấy tờ cần người xem vì {len(description.reasons)} lý do, ghi cạnh chỗ liên quan."


def _fields(document: Understood, reading: PageReading) -> list[Callout]:
    asked: Mapping[str | None, list[Reason]] = _by_field(document.description.reasons)
    return [
        _field(item, asked.get(item.key, []))
        for item in document.description.fields
        if item.page_index == reading.page_index
    ]


def _field(item: Field, reasons: Sequence[Reason]) -> Callout:
    text = f"{item.key} = {item.value} ({number(item.confidence)})"
    if reasons:
        why = " ".join(f"[{reason.code}]" for reason in reasons)
        return Callout(text=f"{text} {why}", colour=DOUBTFUL, box=item.box)
    if item.doubts:
        return Callout(text=f"{text} [{', '.join(item.doubts)}]", colour=UNSURE, box=item.box)
    return Callout(text=text, colour=SURE, box=item.box)


def _reasons(document: Understood, reading: PageReading) -> list[Callout]:
    """Those that no field on a page shows: of this page, and on the first page those of the whole document."""
    shown = {item.key for item in document.description.fields}
    is_first = reading.page_index == document.page_indexes[0]
    return [
        Callout(text=_reason_words(reason), colour=DOUBTFUL)
        for reason in document.description.reasons
        if reason.field_key not in shown
        and (reason.page_index == reading.page_index or (reason.page_index is None and is_first))
    ]


def _reason_words(reason: Reason) -> str:
    about = f"{reason.field_key}: " if reason.field_key else ""
    return f"{about}{sentence_of(reason.code)} [{reason.code}]"


def _by_field(reasons: Sequence[Reason]) -> dict[str | None, list[Reason]]:
    found: dict[str | None, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.field_key, []).append(reason)
    return found
