"""An explanation as one page of HTML that stands alone: pictures inside it, no script, every text escaped."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digitize.doctype import DocumentTypes
from digitize.explain.steps import ExplainedPage, Step, Unchanged, Understood
from digitize.explain.wording import mark_words, number, page_words, source_words, type_words
from digitize.reasons import explain


def write_report(
    out: Path,
    *,
    source: str,
    documents: Sequence[Understood],
    pages: Iterable[ExplainedPage],
    types: DocumentTypes,
) -> None:
    """`pages` are asked for one after the other and written at once, so that a long scan needs no more memory."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    template = environment.get_template("report.html")
    stream = template.stream(
        source=source,
        documents=[_document(document, types) for document in documents],
        pages=(_page(page) for page in pages),
    )
    stream.dump(str(out), encoding="utf-8")


def _document(document: Understood, types: DocumentTypes) -> Mapping[str, object]:
    description = document.description
    return {
        "pages": ", ".join(str(index + 1) for index in document.page_indexes),
        "type": type_words(document, types),
        "marks": [
            f"{mark_words(mark.name)} → {types[mark.type_code].title} ({number(mark.strength)})"
            for mark in document.marks
        ],
        "fields": [
            {
                "key": item.key,
                "value": item.value,
                "confidence": number(item.confidence),
                "how": source_words(item.how),
                "page": item.page_index + 1,
                "doubts": ", ".join(item.doubts),
            }
            for item in description.fields
        ],
        "reasons": [f"{explain(reason)} [{reason.code}]" for reason in description.reasons],
    }


def _page(page: ExplainedPage) -> Mapping[str, object]:
    return {
        "number": page.reading.page_number,
        "words": page_words(page.reading),
        "steps": [_step(step) for step in page.steps],
    }


def _step(step: Step) -> Mapping[str, object]:
    if isinstance(step, Unchanged):
        return {"title": step.title, "sentence": step.sentence, "file": "", "preview": ""}
    return {
        "title": step.title,
        "sentence": step.sentence,
        "file": f"{step.name}.png",
        "preview": b64encode(step.preview).decode(),
        "width": step.width,
        "height": step.height,
    }
