"""A form's pages into the fields whose labels it prints: find the labels, read what belongs to each, keep the best.

Labels come with the document type (`config/doctypes.toml`), most specific first. Where two places could yield a field,
one that keeps the rule of its kind wins, then a label beside its value (not a signature's title), then the more specific label, then the one that
stands first: on a birth certificate the child's `Dân tộc` stands above its parents'.
"""

from collections.abc import Iterator, Sequence

from digitize.doctype import DocumentType, FieldSpec, ValueKind
from digitize.extract.evidence import doubted, field_from, is_sound
from digitize.extract.form import FormWord, Row
from digitize.extract.labels import LabelHit, find_labels
from digitize.extract.regions import (
    Form,
    ends_at_margin,
    is_instruction,
    lines_under_title,
    words_below,
    words_right_of,
    words_run_on,
)
from digitize.extract.sections import LabelPath, opening_of, parse_path, words_in_table
from digitize.extract.values import LOW_CONFIDENCE
from digitize.model import Field, FieldSource

_REST_OF_NAME = 2  # words
_RUNNING_KINDS = frozenset({ValueKind.TEXT, ValueKind.PLACE, ValueKind.AGENCY_NAME})
"""Kinds whose values are long enough to run over lines."""


def extract_labelled(rows: Sequence[Row], doctype: DocumentType) -> dict[str, Field]:
    """The best field for each key of the type that has labels and whose value is printed."""
    paths = {spec.key: tuple(parse_path(label) for label in spec.labels) for spec in doctype.fields}
    every = [label for some in paths.values() for path in some for label in path.labels]
    form = Form(tuple(rows), find_labels(rows, dict.fromkeys(every)))
    openings = {name for some in paths.values() for path in some for name in path.openings}
    opened = [hit for hit in form.hits if hit.label in openings]
    found = {}
    for spec in doctype.fields:
        field = _best(form, spec, paths[spec.key], opened)
        if field is not None:
            found[spec.key] = field
    return found


def _best(
    form: Form, spec: FieldSpec, paths: Sequence[LabelPath], opened: Sequence[LabelHit]
) -> Field | None:
    """The first of the best rank; reading order settles what the rank leaves equal."""
    found = [
        ((is_sound(field), not hit.is_title, -rank), field)
        for rank, (path, name) in enumerate((p, n) for p in paths for n in p.names)
        for hit, field in _fields(form, spec, path, name, opened)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _fields(
    form: Form, spec: FieldSpec, path: LabelPath, name: str, opened: Sequence[LabelHit]
) -> Iterator[tuple[LabelHit, Field]]:
    for hit in form.hits:
        if hit.label != name:
            continue
        for words in _places(form, hit, spec, path, opened):
            field = field_from(
                spec,
                words,
                page_index=form.rows[hit.row_index].page_index,
                quality=hit.quality,
                how=FieldSource.LABEL,
            )
            if field is not None:
                yield (
                    hit,
                    doubted(field, LOW_CONFIDENCE) if _is_broken(form, hit, spec, words) else field,
                )


def _is_broken(form: Form, hit: LabelHit, spec: FieldSpec, words: Sequence[FormWord]) -> bool:
    """A name over two lines, or with another word on the next, where a dotted line pushed it: cut or joined, a guess.

    A longer value that ends where its line is full goes on, in all likelihood, in a line that was not read; whether an
    address is whole is told by its last place.
    """
    if spec.kind in _RUNNING_KINDS - {ValueKind.PLACE} and words:
        return ends_at_margin(form, words[-1])
    if spec.kind is not ValueKind.PERSON_NAME or hit.is_title or not words:
        return False
    if words[-1].box.top > words[0].box.bottom:
        return True
    return _is_rest_of_name(words_run_on(form, hit, words, always=True))


def _is_rest_of_name(words: Sequence[FormWord]) -> bool:
    return 0 < len(words) <= _REST_OF_NAME and all(word.text[0].isupper() for word in words)


def _places(
    form: Form, hit: LabelHit, spec: FieldSpec, path: LabelPath, opened: Sequence[LabelHit]
) -> Iterator[Sequence[FormWord]]:
    """Where the label's value may stand, likeliest first."""
    if not path.openings:
        yield from _near(form, hit, spec)
        return
    opening = opening_of(form, hit, opened)
    if opening is not None and opening.label in path.openings:
        yield from _near(form, hit, spec)
    yield words_in_table(form, hit, opened, path.openings)


def _near(form: Form, hit: LabelHit, spec: FieldSpec) -> Iterator[Sequence[FormWord]]:
    right = words_right_of(form, hit)
    if right:
        is_running = spec.kind in _RUNNING_KINDS
        if spec.kind is ValueKind.PERSON_NAME and _is_rest_of_name(
            rest := words_run_on(form, hit, right)
        ):
            yield (*right, *rest)  # its line had no room for the rest of it
        more = words_run_on(form, hit, right, always=not is_running)
        yield (*right, *more) if is_running else right
        if more and not is_running:
            yield (*right, *more)
        return
    if not hit.is_title:
        below = words_below(form, hit)
        runs_on = bool(below) and spec.kind in _RUNNING_KINDS
        yield (*below, *words_run_on(form, hit, below)) if runs_on else below
    elif spec.kind is ValueKind.PERSON_NAME:
        for line in lines_under_title(form, hit):
            if not is_instruction(line[0].text):
                yield line
