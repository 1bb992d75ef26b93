"""The compact profile through the whole job: sealed, verified, searchable, and a third of the size at most."""

from pathlib import Path

import pytest

from tests.acceptance.conftest import Digitize


@pytest.fixture
def colour_scan(demo_scans: Path) -> Path:
    return next(demo_scans.glob("01-quyet-dinh*"))


def sealed_of(digitize: Digitize, scan: Path, kho: Path) -> Path:
    (line,) = digitize("run", scan, "--warehouse", kho, "--json").lines
    if line["status"] == "needs_check":
        assert digitize("check", "approve", line["document"], "--warehouse", kho).code == 0
        (line,) = digitize("run", scan, "--warehouse", kho, "--json").lines
    return Path(line["sealed"])


def test_a_compact_copy_is_sealed_small_and_still_searchable(
    digitize: Digitize, colour_scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITIZE_ARCHIVE_PROFILE", "compact")
    kho = tmp_path / "kho"
    sealed = sealed_of(digitize, colour_scan, kho)
    assert sealed.stat().st_size < colour_scan.stat().st_size / 3
    assert digitize("verify", sealed, "--warehouse", kho).code == 0
    assert digitize("find", "quyết định", "--warehouse", kho, "--json").lines
    assert digitize("audit", "--warehouse", kho).code == 0
