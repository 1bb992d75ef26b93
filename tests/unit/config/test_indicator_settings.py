"""The file of indicators: shipped defaults, a province's own, and what is refused."""

from decimal import Decimal
from pathlib import Path

import pytest

from config.indicators import load_indicators
from digitize.errors import BadConfiguration
from digitize.indicators.definitions import Code


def test_what_is_shipped_is_what_the_decision_says() -> None:
    shipped = load_indicators()
    assert (shipped.rules.threshold, shipped.rules.is_none_zero) == (80, False)
    assert shipped.rules.targets[Code.SO_HOA_GIAY_TO_GIAI_QUYET] == Decimal(80)
    assert shipped.rules.targets[Code.REUSED_DIGITIZED_DATA] == Decimal(50)


def test_a_province_says_its_own(tmp_path: Path) -> None:
    own = tmp_path / "chi-tieu.toml"
    own.write_text(
        'threshold = 100\nnothing_to_count = "zero"\n[target]\non_time = 99.5\n'
        '[agency."H46.12"]\nname = "UBND phường Đồng Hới"\ncommune = "Phường Đồng Hới"\n',
        encoding="utf-8",
    )
    found = load_indicators(own)
    assert (found.rules.threshold, found.rules.is_none_zero) == (100, True)
    assert found.rules.targets == {Code.ON_TIME: Decimal("99.5")}
    assert found.agency_name("H46.12") == "UBND phường Đồng Hới"
    assert found.commune_of("H46.12", "Quầy 1") == "Phường Đồng Hới"
    assert (found.agency_name("H46.13"), found.commune_of("H46.13", "")) == ("H46.13", "")


@pytest.mark.parametrize(
    "text",
    [
        "threshold = 0",
        "threshold = true",
        'nothing_to_count = "nan"',
        "colour = 1",
        "[target]\nspeed = 1",
        "[target]\non_time = 101",
        'procedures_without_result = "1.000656"',
        "[agency]\nH46 = 1",
        "[agency.H46]\nname = 1",
        '[agency.H46]\nphone = "1"',
        "threshold = ",
    ],
)
def test_what_it_does_not_know_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "chi-tieu.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration):
        load_indicators(own)
