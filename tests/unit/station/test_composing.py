"""Batches: the dossier code of a sub-folder, one name once, the same files the same batch."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings
from tests.station_factories import AT, taken
from workers.station.composing import compose, dossier_code, unique_names
from workers.station.options import StationOptions
from workers.station.spool import Spool

PATTERN = re.compile(Settings().station_dossier_pattern, re.IGNORECASE)


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        ("H46.12-231229-0001", "H46.12-231229-0001"),
        ("h46.12-231229-0001", "H46.12-231229-0001"),
        ("H46.12-231229-0001 bổ sung lần 2", "H46.12-231229-0001"),
        ("G09.20-20260609-0092637", "G09.20-20260609-0092637"),
        ("000.00.53.H48-220921-0099", "000.00.53.H48-220921-0099"),
        ("Ho so 12", ""),
        ("H46.12-231229-0001-KQ1", ""),
        ("", ""),
    ],
)
def test_a_folder_named_by_a_dossier_code_gives_it(folder: str, code: str) -> None:
    assert dossier_code(folder, pattern=PATTERN) == code


@given(st.lists(st.sampled_from(["a.pdf", "A.pdf", "a (2).pdf", "b", "b.pdf"]), max_size=12))
def test_no_two_names_of_a_batch_are_the_same(names: list[str]) -> None:
    unique = unique_names(names)
    assert len({name.casefold() for name in unique}) == len(names)


def test_the_first_of_a_name_keeps_it() -> None:
    assert unique_names(["a.pdf", "A.PDF", "a.pdf"]) == ["a.pdf", "A (2).PDF", "a (3).pdf"]


def test_the_same_files_are_the_same_batch_at_any_time(
    spool: Spool, options: StationOptions
) -> None:
    files = [taken(spool, options, name) for name in ("a.jpg", "b.jpg")]
    first, again = (
        compose(files, code="", procedure_code="", station="quay-1", at=at)
        for at in (AT, AT.replace(year=2027))
    )
    assert (first.key, first.body) == (again.key, again.body)
    other = compose(files[:1], code="", procedure_code="", station="quay-1", at=AT)
    assert other.key != first.key


def test_the_server_is_told_what_to_expect(spool: Spool, options: StationOptions) -> None:
    file = taken(spool, options)
    batch = compose([file], code="H46.12-231229-0001", procedure_code="1.0", station="s", at=AT)
    assert json.loads(batch.body) == {
        "dossier_code": "H46.12-231229-0001",
        "procedure_code": "1.0",
        "files": [
            {
                "name": "a.jpg",
                "size_bytes": file.size_bytes,
                "sha256": file.sha256,
                "page_count": 1,
            }
        ],
    }
