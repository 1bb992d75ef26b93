"""docs/tram-quet.md against the code: settings, defaults, commands and what the page says."""

import re
from pathlib import Path

import pytest

from config.settings import PREFIX, Settings
from digitize import errors
from digitize.errors import message_of

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "tram-quet.md").read_text(encoding="utf-8")


def test_the_guide_names_only_settings_that_exist() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", GUIDE))
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert named - known <= {f"{PREFIX}STATION"}


def test_the_guide_gives_the_defaults_of_the_code() -> None:
    settings = Settings()
    assert f"{settings.station_quiet_seconds:.0f} giây (`DIGITIZE_STATION_QUIET_SECONDS`)" in GUIDE
    assert f"http://127.0.0.1:{settings.station_page_port}/" in GUIDE


@pytest.mark.parametrize(
    "error",
    [
        errors.StationKeyRefused,
        errors.SpoolFull,
        errors.StationBusy,
        errors.SourceUnreadable,
        errors.ReceiptMismatch,
    ],
)
def test_the_guide_explains_what_the_page_says(error: type[errors.DigitizeError]) -> None:
    rows = re.findall(r"^\| ([^|]+?) \|", GUIDE, re.MULTILINE)
    assert any(message_of(error).startswith(row) for row in rows)
