"""What a checker typed, as fields: in normal form, where the machine's stood, refused where it breaks its rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage_factories import a_description, a_field

from config.document_types import load_document_types
from digitize.checking import corrected_fields, faults_of
from digitize.errors import BadCorrection
from digitize.model import Box, DocumentId, FieldSource, ScanId
from digitize.rows import Document
from digitize.status import DocumentStatus

DECISION = load_document_types()["quyet_dinh"]


def a_document(*, pages: tuple[int, ...] = (4, 5)) -> Document:
    return Document(
        id=DocumentId("9f2c41d07ab3e655-p0005"),
        scan_id=ScanId("9" * 64),
        source="a.pdf",
        page_indexes=pages,
        status=DocumentStatus.NEEDS_CHECK,
        version=4,
        description=a_description(a_field("reference", "23l1/QĐ-UBND", confidence=0.3)),
        searchable=None,
        sealed=None,
        error_code=None,
        record_id=None,
    )


def test_a_correction_is_a_persons_and_stands_where_the_machines_stood() -> None:
    (field,) = corrected_fields(a_document(), DECISION, {"reference": "2311/QĐ-UBND"})
    before = a_field("reference")
    assert (field.value, field.confidence, field.how) == ("2311/QĐ-UBND", 1.0, FieldSource.PERSON)
    assert (field.page_index, field.box) == (before.page_index, before.box)


def test_a_field_that_was_not_found_stands_on_the_first_page_in_no_box() -> None:
    (field,) = corrected_fields(a_document(), DECISION, {"issued_date": "5/3/2024"})
    assert (field.value, field.page_index) == ("2024-03-05", 4)
    assert field.box == Box(left=0, top=0, right=0, bottom=0)


def test_what_breaks_its_rule_is_refused_unless_the_paper_has_it_so() -> None:
    wrong = {"issued_date": "31/02/2024"}
    with pytest.raises(BadCorrection, match="issued_date"):
        corrected_fields(a_document(), DECISION, wrong)
    (field,) = corrected_fields(a_document(), DECISION, wrong, as_printed=["issued_date"])
    assert field.value == "31/02/2024"


def test_every_fault_of_a_form_is_told_at_once_and_an_empty_field_has_none() -> None:
    typed = {
        "issued_date": "31/02/2024",
        "reference": "2311/QĐ-UBND",
        "subject": "",
        "colour": "đỏ",
    }
    assert faults_of(DECISION, typed).keys() == {"issued_date", "colour"}


def test_a_field_that_the_type_has_not_is_refused() -> None:
    with pytest.raises(BadCorrection, match="colour"):
        corrected_fields(a_document(), DECISION, {"colour": "đỏ"})


@given(st.text(max_size=40))
def test_whatever_is_typed_becomes_composed_text_or_is_refused_with_its_key(text: str) -> None:
    fields = corrected_fields(a_document(), DECISION, {"reference": text}, as_printed=["reference"])
    assert [field.value for field in fields] == [" ".join(fields[0].value.split())]
