"""Thresholds come from their file whole, and a slip in it is refused."""

from pathlib import Path

import pytest

from config.document_types import load_document_types
from config.thresholds import load_thresholds
from digitize.doctype import FieldSpec, ValueKind
from digitize.errors import BadConfiguration

WHOLE = "[type]\nleast = 0.8\n[field]\ndefault = 0.9\n"


def spec(key: str, kind: ValueKind) -> FieldSpec:
    return FieldSpec(key=key, kind=kind)


def written(folder: Path, text: str) -> Path:
    path = folder / "thresholds.toml"
    path.write_text(text)
    return path


def test_a_field_goes_before_its_kind_and_a_kind_before_the_rest(tmp_path: Path) -> None:
    more = "[field.kind]\nperson_name = 0.94\n[field.key]\nsigner_name = 0.8\n"
    options = load_thresholds(written(tmp_path, WHOLE + more))
    names = (spec("signer_name", ValueKind.PERSON_NAME), spec("full_name", ValueKind.PERSON_NAME))
    assert [options.threshold(name) for name in names] == [0.8, 0.94]
    assert options.threshold(spec("reason", ValueKind.TEXT)) == 0.9


def test_every_shipped_threshold_is_of_a_field_that_exists() -> None:
    known = {field.key for item in load_document_types().values() for field in item.fields}
    assert load_thresholds().field_thresholds.keys() <= known


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + "[field.kind]\nperson = 0.9\n",
        WHOLE + "[fields]\n",
        WHOLE.replace("0.9", "90"),
        WHOLE.replace("0.8", "true"),
        WHOLE.replace("default", "least"),
        "type = 3\n",
        "[type\n",
    ],
    ids=["kind", "section", "percent", "bool", "name", "no table", "no toml"],
)
def test_a_slip_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration):
        load_thresholds(written(tmp_path, text))
