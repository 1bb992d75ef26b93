"""What a checker typed into fields: values in the normal form of their kind, in place of what the machine read.

The command line and the checking desk both come here, so that a value is refused or taken alike wherever it was typed.
"""

from collections.abc import Collection, Iterator, Mapping

from digitize.doctype import DocumentType, FieldSpec
from digitize.errors import BadCorrection
from digitize.extract.values import BAD_FORMAT, normalise
from digitize.model import Box, Description, Field, FieldSource
from digitize.rows import Document
from digitize.text import squeeze

NOWHERE = Box(left=0, top=0, right=0, bottom=0)
"""Where a value stands that the machine did not find; the person read it from the page as a whole."""


def corrected_fields(
    document: Document,
    kind: DocumentType,
    values: Mapping[str, str],
    *,
    as_printed: Collection[str] = (),
) -> tuple[Field, ...]:
    """The fields of `values` (key → text as typed) as a person's: each where the one that it corrects stood.

    An empty text gives an empty value, which a catalogue takes as removal. `as_printed` has the keys whose value breaks the
    rule of its kind on the paper itself. Raises `BadCorrection` naming key and doubts, or a key that `kind` does not have.
    """
    if document.description is None:
        raise BadCorrection(f"{document.id} is not described")
    before = {field.key: field for field in document.description.fields}
    return tuple(
        _typed(document, key, value, before.get(key))
        for key, value in _normal_forms(kind, values, as_printed)
    )


def normal_form(spec: FieldSpec, text: str, *, is_as_printed: bool = False) -> str:
    """The value that a text means, NFC; empty for an empty one. Raises `BadCorrection` where it breaks the rule of its kind."""
    value = normalise(spec.kind, squeeze(text))
    if not value.doubts:
        return value.value
    if not is_as_printed:
        raise BadCorrection(f"{spec.key}: {', '.join(value.doubts)}")
    return squeeze(text)


def faults_of(kind: DocumentType, values: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What speaks against each value as typed, by key: all at once, so that a form can show it beside every field."""
    found = {}
    for key, text in values.items():
        spec = kind.field(key)
        doubts = (BAD_FORMAT,) if spec is None else normalise(spec.kind, squeeze(text)).doubts
        if doubts and squeeze(text):
            found[key] = doubts
    return found


def values_of(description: Description) -> dict[str, str]:
    """Key → value of what is understood of a document."""
    return {field.key: field.value for field in description.fields}


def _normal_forms(
    kind: DocumentType, values: Mapping[str, str], as_printed: Collection[str]
) -> Iterator[tuple[str, str]]:
    for key, text in values.items():
        spec = kind.field(key)
        if spec is None:
            raise BadCorrection(f"{kind.code} has no field {key}")
        is_as_printed = key in as_printed
        yield key, normal_form(spec, text, is_as_printed=is_as_printed) if squeeze(text) else ""


def _typed(document: Document, key: str, value: str, before: Field | None) -> Field:
    return Field(
        key=key,
        value=value,
        confidence=1.0,
        page_index=before.page_index if before else document.page_indexes[0],
        box=before.box if before else NOWHERE,
        how=FieldSource.PERSON,
        raw=before.raw if before else "",
    )
