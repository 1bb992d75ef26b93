"""Templates of result codes: what they refuse, and that two numbers never make one code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.warehouse.result_codes import MAX_CODE, CodeTemplate, dossier_code_of

OWNERS = st.from_regex(r"(\d{9}|\d{12}|\d{10}(-\d{3})?|H\d{2}(\.\d{1,3}){0,2})?", fullmatch=True)
TYPES = st.sampled_from(["giay_khai_sinh", "quyet_dinh", "can_cuoc"])
TEMPLATES = st.sampled_from(
    [
        "{owner}.{type}.{sequence}",
        "{type}-{owner}/{sequence:06d}",
        "KQ.{agency}.{type}.{sequence:3d}",
        "{sequence}{type}{owner}",
    ]
)


@given(
    template=TEMPLATES,
    owner=OWNERS,
    type_code=TYPES,
    one=st.integers(1, 10**9),
    more=st.integers(1, 10**6),
)
def test_of_one_stem_no_two_numbers_make_one_code(
    template: str, owner: str, type_code: str, one: int, more: int
) -> None:
    made = CodeTemplate(template)
    parts = {"owner": owner, "type_code": type_code, "agency": "H46"}
    first, second = made.code(one, **parts), made.code(one + more, **parts)
    assert first != second
    assert max(len(first), len(second)) <= MAX_CODE
    assert str(one) in first


@given(text=st.text(max_size=60))
def test_any_text_makes_codes_or_is_refused(text: str) -> None:
    try:
        template = CodeTemplate(text)
    except ValueError:
        return
    assert template.code(1, owner="044203001234", type_code="khac", agency="H46").isascii()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{owner}.{type}",
        "{sequence}",
        "{type} {sequence}",
        "{type}.{sequence!r}",
        "{0}.{type}.{sequence}",
        "{type}.{sequence}.{sequence}",
        "{type:6d}.{sequence}",
        "{type.title}.{sequence}",
        "{type}.{sequence:{type}}",
        "{type",
    ],
)
def test_a_template_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        CodeTemplate(text)


def test_without_an_owner_that_part_is_empty() -> None:
    made = CodeTemplate("{owner}.{type}.{sequence:04d}")
    assert made.code(7, owner="", type_code="quyet_dinh", agency="H46") == ".QUYET_DINH.0007"


def test_results_of_a_dossier_are_counted_behind_its_code() -> None:
    assert dossier_code_of("H46.12-231229-0001", 2) == "H46.12-231229-0001-KQ2"
