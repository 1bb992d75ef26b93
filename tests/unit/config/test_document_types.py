"""The shipped document types are whole, a broken file is refused by name, an agency's own type needs no code."""

import tomllib
from pathlib import Path

import pytest

from config.document_types import SHIPPED, load_document_types
from digitize.doctype import OTHER, ValueKind
from digitize.errors import BadConfiguration

AGENCY_TYPE = """
[type.phieu_khao_sat]
title = "Phiếu khảo sát"
family = "counter"
headings = ["PHIẾU KHẢO SÁT SỰ HÀI LÒNG"]
[type.phieu_khao_sat.fields]
answer = { kind = "text", labels = ["Trả lời"], required = false }
"""


@pytest.fixture
def agency_file(tmp_path: Path) -> Path:
    return tmp_path / "agency.toml"


def test_shipped_types_are_the_59_and_the_other() -> None:
    types = load_document_types()
    assert len(types) == 60
    assert OTHER in types
    assert all(code == item.code for code, item in types.items())


def test_every_administrative_type_has_the_fields_of_the_decree() -> None:
    types = [item for item in load_document_types().values() if item.family == "administrative"]
    assert len(types) == 34
    for item in types:
        assert {"reference", "issued_date", "signer_name"} <= {spec.key for spec in item.required}


def test_headings_of_two_types_never_coincide() -> None:
    headings = [heading for item in load_document_types().values() for heading in item.headings]
    assert len(headings) == len(set(headings))


def test_shipped_headings_are_capitals() -> None:
    for item in load_document_types().values():
        assert all(heading == heading.upper() for heading in item.headings), item.code


def test_agency_adds_a_type(agency_file: Path) -> None:
    agency_file.write_text(AGENCY_TYPE, encoding="utf-8")
    types = load_document_types(agency_file)
    assert len(types) == 61
    field = types["phieu_khao_sat"].field("answer")
    assert field is not None
    assert (field.kind, field.labels, field.is_required) == (ValueKind.TEXT, ("Trả lời",), False)


def test_agency_replaces_a_shipped_type(agency_file: Path) -> None:
    agency_file.write_text(
        '[type.to_khai]\ntitle = "Tờ khai của sở"\nfamily = "application"\n', encoding="utf-8"
    )
    assert load_document_types(agency_file)["to_khai"].title == "Tờ khai của sở"


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('[type.x]\ntitle = "X"\nfamily = "counter"\nheading = "X"', "unknown key `heading`"),
        ('[types.x]\ntitle = "X"', "unknown key `types`"),
        ('[type.x]\nfamily = "counter"', "`title`"),
        ('[type.x]\ntitle = "X"\nfamily = "nowhere"', "unknown family `nowhere`"),
        ('[type.X-1]\ntitle = "X"\nfamily = "counter"', "lower-case"),
        ('[type.x]\ntitle = "X"\nfamily = "counter"\nheadings = "X"', "`headings`"),
        ('[type.x]\ntitle = "X"\nfamily = "counter"\nphrases = [""]', "`phrases`"),
        ("type = 3", "`type`"),
        ("[type.x", "agency.toml"),
        ('[family.f]\ncolour = "red"\n[type.x]\ntitle = "X"\nfamily = "f"', "unknown key `colour`"),
    ],
)
def test_broken_type_is_refused_by_name(agency_file: Path, toml: str, complaint: str) -> None:
    agency_file.write_text(toml, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=complaint):
        load_document_types(agency_file)


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ('{ kind = "colour" }', "unknown kind `colour`"),
        ('{ kind = "text", requried = true }', "unknown key `requried`"),
        ('{ kind = "text", required = "no" }', "true or false"),
        ('{ kind = "text", pattern = "(" }', "`pattern`"),
        ('"text"', "`fields`"),
    ],
)
def test_broken_field_is_refused_by_name(agency_file: Path, spec: str, complaint: str) -> None:
    agency_file.write_text(
        f'[type.x]\ntitle = "X"\nfamily = "counter"\n[type.x.fields]\nanswer = {spec}\n',
        encoding="utf-8",
    )
    with pytest.raises(BadConfiguration, match=complaint):
        load_document_types(agency_file)


def test_missing_agency_file_is_bad_configuration(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"nowhere\.toml"):
        load_document_types(tmp_path / "nowhere.toml")


def test_types_file_without_the_other_is_refused(
    monkeypatch: pytest.MonkeyPatch, agency_file: Path
) -> None:
    table = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    assert OTHER in table["type"]
    agency_file.write_text("", encoding="utf-8")
    monkeypatch.setattr("config.document_types.SHIPPED", agency_file)
    with pytest.raises(BadConfiguration, match=OTHER):
        load_document_types()
