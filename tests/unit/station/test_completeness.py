"""Half a file is never taken for a whole one, whatever its kind; a whole one always is."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitize.errors import BadInput, DamagedFile, EmptyFile, UnknownFormat
from tests.station_factories import jpeg, pdf, png, tiff
from workers.station.completeness import require_whole

KINDS = {"pdf": pdf(), "jpeg": jpeg(), "png": png(), "tiff": tiff()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_file_is_accepted(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(KINDS[kind])
    assert require_whole(path).kind == kind


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(share=st.floats(0.0, 0.98))
def test_a_file_that_ends_early_is_refused(kind: str, share: float, tmp_path: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(KINDS[kind][: int(share * len(KINDS[kind]))])
    with pytest.raises(BadInput):
        require_whole(path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_made_long_before_it_is_filled_is_refused(kind: str, tmp_path: Path) -> None:
    data = KINDS[kind]
    path = tmp_path / "scan"
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))
    with pytest.raises(DamagedFile):
        require_whole(path)


def test_a_pdf_padded_by_its_scanner_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf() + bytes(512))
    assert require_whole(path).page_count == 1


@pytest.mark.parametrize(
    ("data", "error"), [(b"", EmptyFile), (b"PK\x03\x04 a document", UnknownFormat)]
)
def test_what_is_no_scan_is_named(data: bytes, error: type[BadInput], tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    with pytest.raises(error):
        require_whole(path)
