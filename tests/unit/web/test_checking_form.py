"""What the checker's form asks: what is uncertain and nothing else, and nothing of what is to be entered unseen."""

from datetime import UTC, datetime

import pytest
from checking_factories import a_decision
from factories import page
from hypothesis import given
from hypothesis import strategies as st

from config.document_types import load_document_types
from config.thresholds import load_thresholds
from digitize.checking import normal_form
from digitize.doctype import FieldSpec, ValueKind
from digitize.model import Description, FieldSource, Reason
from digitize.second_entry import Entry
from web.checking.as_typed import as_typed
from web.checking.form import Form, form_of
from web.pages.field_titles import TITLES, title_of_field

TYPES = load_document_types()
READINGS = {0: page("Số: 2311/QĐ-UBND", "số 30/2020/NĐ-CP")}


def shown(description: Description, type_code: str = "quyet_dinh", **more: object) -> Form:
    return form_of(description, TYPES[type_code], READINGS, options=load_thresholds(), **more)


def test_only_what_is_uncertain_asks() -> None:
    form = shown(a_decision("reference", "signer_name"))
    assert [field.key for field in form.asking] == ["reference", "signer_name"]
    assert {"subject", "recipients"} <= {field.key for field in form.folded}


def test_a_required_field_that_is_absent_asks_also_after_another_type_was_chosen() -> None:
    form = shown(a_decision(), "giay_khai_sinh")
    assert "full_name" in {field.key for field in form.asking}
    assert shown(a_decision()).asking == ()


def test_a_field_is_boxed_on_its_page_as_shares_of_it() -> None:
    (field,) = shown(a_decision("reference")).asking
    assert field.spot is not None
    assert (field.spot.page_index, field.spot.left) == (0, round(100 / 1654, 5))


def test_what_the_reader_found_besides_is_offered() -> None:
    (field,) = shown(a_decision("reference")).asking
    assert field.alternatives == ("30/2020/NĐ-CP",)


def test_what_a_person_has_confirmed_asks_no_more() -> None:
    description = a_decision("reference")
    from dataclasses import replace

    confirmed = replace(
        description,
        fields=tuple(
            replace(field, how=FieldSource.PERSON, confidence=1.0) for field in description.fields
        ),
    )
    assert shown(confirmed).asking == ()


def test_reasons_about_no_field_are_told_with_their_page() -> None:
    blurred = Reason(code="unreadable_page", page_index=2)
    (reason,) = shown(a_decision(reasons=[blurred])).reasons
    assert (reason.page_number, reason.sentence[:13]) == (3, "Không đọc đượ")


@pytest.mark.parametrize("code", ["type_unsure", "unknown_type", "other_than_declared"])
def test_a_doubt_about_the_type_asks_for_the_type(code: str) -> None:
    assert shown(a_decision(reasons=[Reason(code=code)])).is_type_asked
    assert not shown(a_decision("reference")).is_type_asked


def test_who_enters_unseen_sees_no_value_and_nothing_else() -> None:
    form = shown(a_decision("signer_name"), blind=frozenset({"reference"}))
    (field,) = form.fields
    assert (field.key, field.value, field.read_as, field.alternatives) == ("reference", "", "", ())
    assert field.asks
    assert "2311" not in repr(form)


def test_two_who_differ_are_both_offered() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    entries = [
        Entry(field_key="reference", account=who, value=value, version=4, at=at)
        for who, value in (("an", "2317/QĐ-UBND"), ("binh", "2371/QĐ-UBND"))
    ]
    differ = Reason(code="second_entries_differ", field_key="reference")
    (field,) = shown(a_decision(reasons=[differ]), entries=entries).asking
    assert field.alternatives[:2] == ("2317/QĐ-UBND", "2371/QĐ-UBND")


# ---- values as people write them ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (ValueKind.DATE, "2024-03-05", "05/03/2024"),
        (ValueKind.DATE, "2024-03", "03/2024"),
        (ValueKind.DATE, "2024", "2024"),
        (ValueKind.AREA, "1234.5", "1234,5"),
        (ValueKind.MONEY, "2000000000", "2.000.000.000"),
        (ValueKind.TEXT, "như cũ", "như cũ"),
    ],
)
def test_values_are_shown_as_people_write_them(kind: ValueKind, value: str, written: str) -> None:
    assert as_typed(kind, value) == written
    assert normal_form(FieldSpec(key="k", kind=kind), written) == value


@given(st.dates().filter(lambda day: 1900 <= day.year <= 2099))
def test_a_date_that_is_sent_as_it_was_shown_is_the_same_date(day: object) -> None:
    spec = FieldSpec(key="issued_date", kind=ValueKind.DATE)
    assert normal_form(spec, as_typed(ValueKind.DATE, str(day))) == str(day)


@given(st.integers(min_value=1, max_value=10**12), st.integers(min_value=1, max_value=9))
def test_amounts_and_areas_come_back_as_they_were(whole: int, part: int) -> None:
    money, area = str(whole), f"{whole}.{part}"
    assert (
        normal_form(FieldSpec(key="m", kind=ValueKind.MONEY), as_typed(ValueKind.MONEY, money))
        == money
    )
    assert (
        normal_form(FieldSpec(key="a", kind=ValueKind.AREA), as_typed(ValueKind.AREA, area)) == area
    )


# ---- names ----------------------------------------------------------------------------------------


def test_every_field_of_every_type_has_a_title() -> None:
    keys = {spec.key for kind in TYPES.values() for spec in kind.fields}
    assert keys <= TITLES.keys()


def test_an_agencys_own_field_is_called_as_it_is_printed() -> None:
    spec = FieldSpec(key="ma_rieng", kind=ValueKind.CODE, labels=("Chủ hộ > Mã riêng|Mã số",))
    assert title_of_field(spec) == "Mã riêng"
