"""Agencies are told by name, and apart where two have the same; a code that nobody named stays one."""

from pathlib import Path

from web_factories import AGENCY

from config.settings import Settings
from workers.agency_names import AgencyNames
from workers.services import build_services

OTHER, NAMELESS = "000.00.17.H07", "000.00.18.H07"


def names(folder: Path, toml: str) -> AgencyNames:
    said = folder / "indicators.toml"
    said.write_text(toml, encoding="utf-8")
    settings = Settings(
        warehouse=folder / "kho", agency_code=AGENCY, agency_name="UBND xã A", indicators=said
    )
    with build_services(settings) as services:
        return AgencyNames(services)


def test_names_are_the_provinces_and_the_own(tmp_path: Path) -> None:
    found = names(tmp_path, f'[agency."{OTHER}"]\nname = "Sở B"\n')
    assert found.choices([NAMELESS, OTHER, AGENCY]) == [
        (NAMELESS, NAMELESS),
        (OTHER, "Sở B"),
        (AGENCY, "UBND xã A"),
    ]


def test_agencies_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    found = names(tmp_path, f'[agency."{OTHER}"]\nname = "UBND xã A"\n')
    assert found.choices([AGENCY, OTHER]) == [
        (AGENCY, f"UBND xã A ({AGENCY})"),
        (OTHER, f"UBND xã A ({OTHER})"),
    ]
