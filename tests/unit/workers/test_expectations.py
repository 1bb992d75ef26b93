"""What a batch, a file or a cover said of a paper is compared with the type it was read as."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from service_factories import memory_services
from storage_factories import LATER, a_batch, receive

from digitize.model import CoverNote, PageOutcome, Separation, Verdict
from digitize.reasons import ReasonCode
from digitize.rows import ExpectedFile
from workers.arrived_files import announced_scan, arrived_scan
from workers.expectations import Expectations
from workers.pool import ChildPool
from workers.services import Services

NAME = "quét/scan.pdf"


@pytest.fixture
def services() -> Iterator[Services]:
    with memory_services() as opened:
        yield opened


def reasons(services: Services, read: str, on_sheet: str, said: dict[str, str]) -> list[str]:
    """Why a person is asked about a paper of this type, behind a sheet and in a file that say these things."""
    expected = ExpectedFile(name=NAME, **said)
    batch = replace(a_batch(), procedure_code="1.001193", expected=(expected,))
    scan_id = receive(services.catalogue, batch=batch, page_count=2)
    cover = CoverNote(page_index=0, component=on_sheet, dossier_code="X-1")
    separation = Separation(
        documents=((1,),), set_aside=((0, PageOutcome.SEPARATOR),), covers=(cover,)
    )
    document_id = services.catalogue.separate(scan_id, separation, at=LATER)[0].id
    no_pool = cast("ChildPool", None)  # types are compared without a child
    found = Expectations(services, no_pool).type_reasons(
        arrived_scan(services, batch, scan_id),
        document_id,
        Verdict(type_code=read, confidence=0.9),
        batch=batch,
    )
    return [reason.code for reason in found]


OTHER = [ReasonCode.OTHER_THAN_DECLARED]


@pytest.mark.parametrize(
    ("read", "on_sheet", "said", "expected"),
    [
        ("to_khai", "to_khai", {}, []),
        ("giay_khai_sinh", "to_khai", {}, OTHER),
        ("khac", "to_khai", {}, []),
        ("giay_khai_sinh", "giay_chung_sinh", {}, []),
        ("giay_khai_sinh", "", {"component": "to_khai"}, OTHER),
        ("giay_khai_sinh", "", {"type_code": "to_khai"}, OTHER),
        ("giay_khai_sinh", "", {"type_code": "giay_khai_sinh"}, []),
        ("to_khai", "to_khai", {"type_code": "giay_khai_sinh"}, []),
        ("giay_khai_sinh", "", {"component": "unheard_of"}, []),
        ("giay_khai_sinh", "", {}, []),
    ],
    ids=[
        "as its cover says",
        "other than its cover says",
        "of unknown type",
        "an item that no type tells",
        "other than its file's component",
        "other than its file's type",
        "as its file says",
        "the cover has the last word",
        "an item of no checklist",
        "nothing said",
    ],
)
def test_a_person_is_asked_where_a_paper_is_not_what_was_said(
    services: Services, read: str, on_sheet: str, said: dict[str, str], expected: list[str]
) -> None:
    assert reasons(services, read, on_sheet, said) == expected


@pytest.mark.parametrize(
    ("said", "is_announced"),
    [
        ({}, False),
        ({"expected": (ExpectedFile(name="another.pdf"),)}, False),
        ({"expected": (ExpectedFile(name=NAME),)}, True),
        ({"procedure_code": "1.001193"}, True),
        ({"cover": CoverNote(page_index=0, dossier_code="X-1")}, True),
    ],
    ids=["nothing", "of another file", "of the file", "of the batch", "on a sheet"],
)
def test_only_what_was_announced_is_looked_up(
    services: Services, said: dict[str, Any], is_announced: bool
) -> None:
    cover = said.pop("cover", None)
    batch = replace(a_batch(), **said)
    scan_id = receive(services.catalogue, batch=batch, page_count=2)
    separation = Separation(
        documents=((1,),),
        set_aside=((0, PageOutcome.SEPARATOR),),
        covers=() if cover is None else (cover,),
    )
    services.catalogue.separate(scan_id, separation, at=LATER)
    scan = services.catalogue.scan(scan_id)
    found = announced_scan(services, scan, services.catalogue.background(scan))
    assert found == (arrived_scan(services, batch, scan_id) if is_announced else None)
