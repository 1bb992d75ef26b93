from pathlib import Path

import pytest

from config.settings import EngineChoice, load_settings
from digitize.errors import BadConfiguration


def test_a_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITIZE_ENGINE", "isolated")
    assert load_settings().engine is EngineChoice.ISOLATED


def test_what_the_command_line_says_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITIZE_JOBS", "7")
    assert load_settings({"jobs": 3, "language": None}).jobs == 3


def test_an_unknown_setting_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITIZE_JOBBS", "2")
    with pytest.raises(BadConfiguration, match="DIGITIZE_JOBBS"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("JOBS", "0"), ("JOBS", "many"), ("LANGUAGE", "vie;rm"), ("TIMESTAMP_URL", "ftp://a")],
)
def test_a_bad_value_names_its_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"DIGITIZE_{name}", value)
    with pytest.raises(BadConfiguration, match=f"DIGITIZE_{name}"):
        load_settings()


def test_tessdata_follows_tesseracts_own_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", "/models")
    assert load_settings().tessdata_folder == Path("/models")
    monkeypatch.setenv("DIGITIZE_TESSDATA", "/better")
    assert load_settings().tessdata_folder == Path("/better")


def test_an_address_that_is_no_database_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIGITIZE_DATABASE", "mysql://an:bi-mat@db/kho")
    with pytest.raises(BadConfiguration, match="DIGITIZE_DATABASE") as raised:
        load_settings()
    assert "bi-mat" not in raised.value.detail
