"""Fixtures for every kind of test: where the real scans lie, if they are here at all."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _samples_folder() -> Path:
    return Path(os.environ.get("SAMPLES", ROOT.parent / "shared" / "samples"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real scans; a test that asks for it is skipped where it is absent (they are not in the repository)."""
    folder = _samples_folder()
    if not (folder / "scans").is_dir():
        pytest.skip("the real scans are not beside this checkout (see README, Real scans)")
    return folder
