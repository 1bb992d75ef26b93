"""What a register says agrees with the paper however it was typed, and disagrees only where it means something else."""

import pytest
from storage_factories import a_field

from config.document_types import load_document_types
from digitize.register import compare

TYPES = load_document_types()
DECISION, BIRTH = TYPES["quyet_dinh"], TYPES["giay_khai_sinh"]


@pytest.mark.parametrize(
    ("column", "said", "printed"),
    [
        pytest.param("reference", "2311/QĐ-UBND", "2311/QĐ-UBND", id="as printed"),
        pytest.param("reference", "2311 / qd-ubnd", "2311/QĐ-UBND", id="typed carelessly"),
        pytest.param("reference", "05/QĐ-UBND", "5/QĐ-UBND", id="zero at the front"),
        pytest.param("reference", "2311", "2311/QĐ-UBND", id="number alone"),
        pytest.param("issued_date", "29/12/2023", "2023-12-29", id="date as typed"),
        pytest.param("issued_date", "2023-12-29", "2023-12-29", id="date of a cell"),
        pytest.param("issued_date", "12/2023", "2023-12-29", id="month alone"),
        pytest.param("signer_name", "NGUYỄN VĂN HOÀ", "Nguyễn Văn Hòa", id="old tone, capitals"),
        pytest.param("signer_name", "nguyen van hoa", "Nguyễn Văn Hòa", id="without diacritics"),
    ],
)
def test_the_same_value_typed_otherwise_agrees(column: str, said: str, printed: str) -> None:
    (comparison,) = compare({column: said}, [a_field(column, printed)], DECISION)
    assert comparison.agrees


@pytest.mark.parametrize(
    ("column", "said", "printed"),
    [
        pytest.param("reference", "2312/QĐ-UBND", "2311/QĐ-UBND", id="another number"),
        pytest.param("reference", "2311/KH-UBND", "2311/QĐ-UBND", id="another kind"),
        pytest.param("reference", "không số", "2311/QĐ-UBND", id="no number"),
        pytest.param("issued_date", "12/29/2023", "2023-12-29", id="month first"),
        pytest.param("issued_date", "28/12/2023", "2023-12-29", id="another day"),
        pytest.param("signer_name", "Nguyễn Văn Hòa", "Nguyễn Văn Hóa", id="another tone"),
    ],
)
def test_another_value_disagrees(column: str, said: str, printed: str) -> None:
    (comparison,) = compare({column: said}, [a_field(column, printed)], DECISION)
    assert (comparison.agrees, comparison.field.value) == (False, printed)


def test_an_id_that_lost_its_zeros_in_a_spreadsheet_agrees() -> None:
    printed = a_field("personal_id", "001203001234")
    (comparison,) = compare({"personal_id": "1203001234"}, [printed], BIRTH)
    assert comparison.agrees


def test_a_name_is_looked_for_under_every_key_but_the_officials() -> None:
    child, official = a_field("full_name", "Lê Thị Mai"), a_field("signer_name", "Trần Văn Bình")
    (right,) = compare({"name": "LÊ THỊ MAI"}, [official, child], BIRTH)
    (wrong,) = compare({"name": "Trần Văn Bình"}, [official, child], BIRTH)
    assert (right.agrees, wrong.agrees, wrong.field) == (True, False, child)


@pytest.mark.parametrize("column", ["subject", "organ_name", "issued_place", "file", "personal_id"])
def test_wordings_and_what_the_paper_lacks_are_not_compared(column: str) -> None:
    fields = [a_field("subject", "Về việc cấp đất"), a_field("organ_name", "ỦY BAN NHÂN DÂN")]
    assert compare({column: "gì đó"}, fields, DECISION) == ()
