"""The shipped checklists are marked examples, a broken file is refused by name, an agency's own list wins."""

from pathlib import Path

import pytest

from config.document_types import load_document_types
from config.procedures import load_checklists
from digitize.dossier.checklist import checklist_for, item_in_name
from digitize.errors import BadConfiguration

TYPES = load_document_types()
OWN = """
[procedure."1.001193"]
title = "Đăng ký khai sinh tại xã"
[procedure."1.001193".items."KQ.G07.000122"]
title = "Tờ khai"
types = ["to_khai"]
"""


def test_shipped_checklists_are_examples_and_need_something() -> None:
    checklists = load_checklists(types=TYPES)
    assert checklists
    for code, checklist in checklists.items():
        assert checklist.procedure_code == code
        assert checklist.is_example
        assert any(item.is_needed for item in checklist.items)


def test_an_agencys_list_replaces_the_example(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    checklist = load_checklists(own, types=TYPES)["1.001193"]
    assert [item.code for item in checklist.items] == ["KQ.G07.000122"]
    assert not checklist.is_example


@pytest.mark.parametrize("code", ["1.001193", "1.001193.H46", "1.001193.000.00.00.H29"])
def test_a_procedure_is_found_with_and_without_the_agencys_part(code: str) -> None:
    found = checklist_for(code, load_checklists(types=TYPES))
    assert found is not None
    assert found.procedure_code == "1.001193"


def test_a_procedure_without_a_list_has_none() -> None:
    assert checklist_for("1.0011931", load_checklists(types=TYPES)) is None
    assert checklist_for("9.999999", load_checklists(types=TYPES)) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[procedure.x]\ntitle = "a"\n[procedure.x.items.y]\ntitle = "b"\ntypes = ["no"]', "no"),
        ('[procedure.x]\ntitle = "a"\n[procedure.x.items.y]\ntitle = "b"\ncopies = 0', "copies"),
        ('[procedure.x]\ntitle = "a"\n[procedure.x.items."y z"]\ntitle = "b"', "y z"),
        ('[procedure.x]\ntitle = "a"\n[procedure.x.items.y]\ntitle = "b"\ntypes = 3', "types"),
        ('[procedure.x]\ntitle = "a"\nfee = 3', "fee"),
        ('[procedure.x]\ntitle = ""', "title"),
        ('[procedure.x]\ntitle = "a"\nexample = 1', "example"),
        ('[procedure."x:y"]\ntitle = "a"', "x:y"),
        ("procedure = 3", "procedure"),
        ("[type.x]", "type"),
        ("not toml", "own.toml"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as error:
        load_checklists(own, types=TYPES)
    assert named in error.value.detail


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("to_khai.pdf", "to_khai"),
        (r"D:\quét\02 Tờ khai (1).pdf", "to_khai"),
        ("giay-chung-sinh.jpg", "giay_chung_sinh"),
        ("to_khaisinh.pdf", None),
        ("to_khai-can_cuoc.pdf", None),
        ("scan0001.pdf", None),
        ("", None),
    ],
)
def test_a_file_name_names_a_component_only_as_whole_words(name: str, code: str | None) -> None:
    found = item_in_name(name, load_checklists(types=TYPES)["1.001193"])
    assert (found.code if found else None) == code
