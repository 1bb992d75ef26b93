"""One page explained: the pipeline's own reading of it, watched, and what was understood of its document on top."""

from digitize import pipeline
from digitize.doctype import DocumentTypes
from digitize.errors import SecretPaper
from digitize.explain.page_steps import PageSteps
from digitize.explain.steps import ExplainedPage, Understood
from digitize.explain.understood import show_understanding
from digitize.model import PageOutcome, SourcePage
from digitize.ports import OcrEngine


def explain_page(
    source: SourcePage, *, engine: OcrEngine, document: Understood | None, types: DocumentTypes
) -> ExplainedPage:
    """`document` is the one that the page belongs to; None for a page set aside. Raises `SecretPaper`, `MissingDependency`."""
    steps = PageSteps(page_number=source.image.page_index + 1)
    reading = pipeline.read(source, engine=engine, trace=steps)
    if reading.outcome is PageOutcome.SECRET:
        raise SecretPaper
    show_understanding(steps, reading, document, types)
    return ExplainedPage(reading=reading, steps=tuple(steps.steps))
