"""The fields of an administrative or normative document, by their places on its pages (Nghị định 30/2020/NĐ-CP).

Nothing here is labelled, so places decide: `letterhead.py` finds organ, number and date, `administrative_subject.py`
what it is about, `signature_block.py` who signed. What one part says is held against the others at the end.
"""

from collections.abc import Sequence

from digitize.classify.references import read_symbol
from digitize.doctype import DocumentType
from digitize.extract.administrative_checks import cross_checked
from digitize.extract.administrative_number import read_date, read_place, read_reference
from digitize.extract.administrative_organ import read_organs
from digitize.extract.administrative_recipients import read_recipients
from digitize.extract.administrative_subject import read_subject
from digitize.extract.letterhead import Letterhead, find_letterhead
from digitize.extract.places import Province
from digitize.extract.signature_block import read_signature
from digitize.model import Field, PageReading

FAMILY = "administrative"


def extract_administrative(
    readings: Sequence[PageReading],
    document_type: DocumentType,
    *,
    provinces: Sequence[Province] = (),
) -> tuple[Field, ...]:
    """The fields that the pages yield, at most one a key, in the order of the type; absent where nothing was read."""
    pages = [page for page in readings if page.text.lines]
    if not pages:
        return ()
    letterhead = find_letterhead(pages[0])
    head = _letterhead_fields(letterhead, page_index=pages[0].page_index, provinces=provinces)
    organ = next((field.value for field in head if field and field.key == "organ_name"), "")
    signature = read_signature(pages, organ=organ)
    found = [
        *head,
        read_subject(pages, letterhead, document_type),
        signature.name,
        signature.title,
        signature.authority,
        read_recipients(pages),
    ]
    fields = {field.key: field for field in found if field is not None}
    checked = cross_checked(fields, document_type)
    return tuple(checked[spec.key] for spec in document_type.fields if spec.key in checked)


def _letterhead_fields(
    letterhead: Letterhead | None, *, page_index: int, provinces: Sequence[Province]
) -> list[Field | None]:
    if letterhead is None:
        return []
    printed = read_symbol(letterhead.reference.text) if letterhead.reference else None
    organs = read_organs(
        letterhead.organ,
        is_cut=letterhead.is_organ_cut,
        symbol=printed.symbol if printed else "",
        provinces=provinces,
        page_index=page_index,
    )
    return [
        read_reference(letterhead, page_index=page_index),
        read_date(letterhead, page_index=page_index),
        read_place(letterhead, page_index=page_index, provinces=provinces),
        organs.issuing,
        organs.superior,
    ]
