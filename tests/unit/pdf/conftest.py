"""One test authority, officer and seal font for the whole room: keys take a quarter of a second each."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pdf_factories import AT

from digitize.pdf.authority import Authority, issue_identity, open_authority
from digitize.pdf.seal import PadesSealer
from digitize.pdf.seal_font import prepare_seal_font


@dataclass(frozen=True)
class SealKit:
    authority: Authority
    agency: PadesSealer
    officer: PadesSealer
    font: Path


@pytest.fixture(scope="session")
def seal_kit(tmp_path_factory) -> SealKit:
    folder = tmp_path_factory.mktemp("seal")
    authority = open_authority(folder / "keys", at=AT)
    font = prepare_seal_font(folder / "font.ttf")
    officer = issue_identity(folder / "keys", name="Nguyễn Thị Ánh", at=AT)
    return SealKit(
        authority=authority,
        agency=PadesSealer(authority.signer, font=font),
        officer=PadesSealer(officer, font=font),
        font=font,
    )
