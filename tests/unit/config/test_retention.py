"""Nothing runs out unless an agency says so, and then not a day too early."""

from datetime import date
from pathlib import Path

import pytest

from config.document_types import load_document_types
from config.retention import load_retention
from digitize.errors import BadConfiguration

TYPES = load_document_types()


def written(folder: Path, text: str) -> Path:
    path = folder / "retention.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_by_default_everything_is_kept_for_ever() -> None:
    schedule = load_retention(types=TYPES)
    ends = {code: schedule.ends_on(code, filed_on=date(1990, 1, 1)) for code in TYPES}
    assert set(ends.values()) == {None}


@pytest.mark.parametrize(
    ("filed_on", "ends_on"),
    [(date(2026, 3, 2), date(2036, 3, 2)), (date(2024, 2, 29), date(2034, 3, 1))],
    ids=["a day", "29 February"],
)
def test_years_count_from_the_day_of_filing(tmp_path: Path, filed_on: date, ends_on: date) -> None:
    path = written(tmp_path, "[type]\nquyet_dinh = 10\n")
    schedule = load_retention(path, types=TYPES)
    assert schedule.ends_on("quyet_dinh", filed_on=filed_on) == ends_on
    assert schedule.ends_on("cong_van", filed_on=filed_on) is None


@pytest.mark.parametrize(
    "text",
    [
        "default = 0",
        "default = true",
        "default = 'ten'",
        "[type]\nno_such_type = 5",
        "[types]\nquyet_dinh = 5",
        "type = 5",
        "[type]\nquyet_dinh = 10.5",
        "[type",
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadConfiguration):
        load_retention(written(tmp_path, text), types=TYPES)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration):
        load_retention(tmp_path / "none.toml", types=TYPES)
