"""What a person writes about a register's columns is kept, read back as it was, or refused with the place at fault."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.errors import BadMapping, CannotWriteOutput
from workers.importing.mapping import ColumnMapping, load_mapping, parse_mapping, save_mapping

KEYS = ("reference", "issued_date")
HEADINGS = st.text(min_size=1, max_size=30).filter(lambda text: text.strip() != "")


@settings(deadline=None)
@given(heading=HEADINGS, number=st.integers(1, 256), row=st.integers(1, 10_000))
def test_a_saved_mapping_is_read_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, heading: str, number: int, row: int
) -> None:
    path = tmp_path_factory.mktemp("any") / "so.csv.mapping.toml"
    mapping = ColumnMapping(
        columns={"file": number, "reference": heading},
        encoding="tcvn3",
        delimiter="\t",
        sheet=heading,
        header_row=row,
    )
    save_mapping(path, mapping, unused=[heading])
    assert load_mapping(path, keys=KEYS) == mapping


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("[columns]\nfile = ''", id="empty heading"),
        pytest.param("[columns]\nfile = 0", id="column 0"),
        pytest.param("[columns]\nfile = true", id="no heading"),
        pytest.param("[columns]\nnonsense = 'A'", id="unknown column"),
        pytest.param("[register]\nencoding = 'utf-7'", id="unknown encoding"),
        pytest.param("[register]\ndelimiter = 'ab'", id="two separators"),
        pytest.param("[register]\nheader_row = -1", id="row below 1"),
        pytest.param("[register]\nsheet = 3", id="sheet by number"),
        pytest.param("[other]\n", id="unknown section"),
        pytest.param("columns = 3", id="no table"),
        pytest.param("[columns", id="no TOML"),
    ],
)
def test_a_mapping_that_says_nothing_clear_is_refused(said: str) -> None:
    with pytest.raises(BadMapping):
        parse_mapping(said.encode(), keys=KEYS)


def test_what_a_person_corrected_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "so.csv.mapping.toml"
    path.write_text("[columns]\nfile = 1")
    with pytest.raises(CannotWriteOutput):
        save_mapping(path, ColumnMapping(), unused=())
    assert path.read_text() == "[columns]\nfile = 1"


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_mapping_or_a_bad_one(data: bytes) -> None:
    try:
        mapping = parse_mapping(data, keys=KEYS)
    except BadMapping:
        return
    assert set(mapping.columns) <= {"file", "name", "type", *KEYS}
