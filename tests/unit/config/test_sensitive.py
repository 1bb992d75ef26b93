"""Sensitive types and fields are data, read strictly."""

from pathlib import Path

import pytest

from config.document_types import load_document_types
from config.sensitive import load_sensitive
from digitize.errors import BadConfiguration
from digitize.privacy.sensitive import SensitiveKind

TYPES = load_document_types()
RULE = 'kind = "private"\nsource = "quy chế"\nconfirmed = true\n'


def test_the_shipped_rules_name_what_the_decree_names() -> None:
    found = load_sensitive(types=TYPES)
    assert found.types["phieu_ly_lich_tu_phap"].kind is SensitiveKind.CRIMINAL
    assert found.types["giay_kham_suc_khoe"].kind is SensitiveKind.HEALTH
    assert "giay_xac_nhan_hon_nhan" not in found.types  # basic data by Điều 3
    assert "giay_chung_nhan_qsdd" not in found.types
    assert found.hidden({"ethnicity": "Kinh", "sex": "Nữ"}) == {"ethnicity": "***", "sex": "Nữ"}


def test_an_agency_replaces_the_rules(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f"[type.giay_xac_nhan_hon_nhan]\n{RULE}", encoding="utf-8")
    assert set(load_sensitive(own, types=TYPES).types) == {"giay_xac_nhan_hon_nhan"}


@pytest.mark.parametrize(
    "text",
    [
        f"[type.no_such_type]\n{RULE}",
        f"[field.no_such_field]\n{RULE}",
        f"[types.can_cuoc]\n{RULE}",
        '[type.can_cuoc]\nkind = "secret"\nsource = "x"\nconfirmed = true\n',
        '[type.can_cuoc]\nkind = "private"\nconfirmed = true\n',
        '[type.can_cuoc]\nkind = "private"\nsource = "x"\nconfirmed = "yes"\n',
        "not toml",
    ],
    ids=["type", "field", "section", "kind", "no source", "confirmed", "no TOML"],
)
def test_rules_that_say_nothing_are_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration):
        load_sensitive(own, types=TYPES)
