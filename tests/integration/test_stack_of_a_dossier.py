"""A stack as a counter feeds it, printed sheets between drawn papers, through real decoding to receipt and dossier."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from factories import line, word
from page_factories import TEXT, drawn_page
from pdf2image import convert_from_bytes
from PIL import Image, ImageDraw
from storage_factories import NOW

from config.settings import Settings
from digitize.dossier.arrived import KnownBy
from digitize.model import BatchId, ScanId
from digitize.ocr.scripted import ScriptedEngine
from digitize.pdf.seal_font import system_font
from digitize.reasons import ReasonCode
from digitize.rows import Batch, ExpectedFile
from digitize.sheets.payload import Sheet
from digitize.sheets.printing import PrintedSheet, sheets_pdf
from workers.batch_receipt import batch_receipt
from workers.commands import dossiers
from workers.pool import ChildPool, PoolOptions
from workers.progress import PageProgress
from workers.receiving import Receiving
from workers.scan_steps import ScanSteps
from workers.services import Services, build_services
from workers.tools import Tools, build_knowledge

DOSSIER = "000.00.19.H46-231225-0001"
DPI = 150
AT = datetime(2026, 3, 2, tzinfo=UTC)


def two_words() -> Tools:
    """Pictures are compared, not words: every page says the same."""
    words = line(word("giấy"), word("tờ", left=200))
    return Tools(engine=ScriptedEngine([words]), knowledge=build_knowledge(Settings()))


@pytest.fixture(scope="module")
def pool() -> Iterator[ChildPool]:
    with ChildPool(two_words, options=PoolOptions(jobs=1)) as opened:
        yield opened


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with build_services(Settings(warehouse=tmp_path / "kho", jobs=1)) as opened:
        yield opened


def covers(*components: str) -> list[Image.Image]:
    sheets = [
        PrintedSheet(
            sheet=Sheet(
                print_id="K7M2QX",
                sheet_number=number,
                sheet_count=len(components),
                dossier_code=DOSSIER,
                procedure_code="1.001193",
                component=component,
            )
        )
        for number, component in enumerate(components, start=1)
    ]
    printed = sheets_pdf(sheets, font=system_font(), at=AT)
    return [page.convert("L") for page in convert_from_bytes(printed, dpi=DPI)]


def paper(word: str, *, has_note: bool = False) -> Image.Image:
    def stick(pen: ImageDraw.ImageDraw) -> None:
        if has_note:
            pen.rectangle((400, 500, 850, 950), fill=(240, 235, 150))
            pen.line((430, 600, 800, 640), fill=(40, 40, 90), width=5)

    lines = tuple(f"{word} {line}" for line in TEXT * 3)
    return Image.fromarray(drawn_page(lines=lines, paint=stick, dpi=DPI).gray)


def blank() -> Image.Image:
    return Image.fromarray(np.full((1754, 1240), 250, np.uint8))


def finished(
    services: Services, pool: ChildPool, pages: Sequence[Image.Image], folder: Path, batch: Batch
) -> ScanId:
    """The pages as one TIFF of the batch, received and taken through every step that needs no person."""
    file = folder / "stack.tif"
    pages[0].save(file, save_all=True, append_images=pages[1:], dpi=(DPI, DPI))
    receipt = Receiving(services, pool).receive(file, batch=batch, name=file.name)
    with closing(ScanSteps(services, pool, progress=PageProgress())) as steps:
        steps.finish(services.catalogue.scan(receipt.scan_id))
    return receipt.scan_id


def a_batch(*, dossier_code: str = DOSSIER, **said: object) -> Batch:
    return Batch(
        id=BatchId("b-1"),
        agency="H46",
        channel="station",
        opened_at=NOW,
        dossier_code=dossier_code,
        expected=(ExpectedFile(name="stack.tif", **said),),
    )


def reasons(services: Services, scan_id: ScanId) -> list[set[str]]:
    return [
        {reason.code for reason in document.description.reasons}
        for document in services.catalogue.documents(scan_id=scan_id)
        if document.description is not None
    ]


def test_a_stack_is_parted_by_its_sheets_and_the_lost_one_is_told(
    services: Services, pool: ChildPool, tmp_path: Path
) -> None:
    first, second, _lost = covers("", "to_khai", "giay_chung_sinh")
    pages = [first, paper("a"), second, paper("b"), blank(), paper("c")]

    scan_id = finished(services, pool, pages, tmp_path, a_batch(page_count=3))

    documents = services.catalogue.documents(scan_id=scan_id)
    assert [document.page_indexes for document in documents] == [(1,), (3, 5)]
    receipt = batch_receipt(services, BatchId("b-1"))
    assert receipt.known_by is KnownBy.READ
    assert [item.component for item in receipt.missing] == ["giay_chung_sinh"]
    assert [(d.what.value, d.expected) for d in receipt.differences] == [("missing_sheet", "3/3")]


def test_a_page_with_its_note_is_asked_about_and_kept_twice(
    services: Services, pool: ChildPool, tmp_path: Path
) -> None:
    pages = [paper("a"), paper("b"), paper("b", has_note=True)]

    scan_id = finished(services, pool, pages, tmp_path, a_batch(page_count=2))

    (document,) = services.catalogue.documents(scan_id=scan_id)
    assert document.page_indexes == (0, 1, 2)
    assert {ReasonCode.NOTED_PAGE, ReasonCode.PAGE_COUNT} <= reasons(services, scan_id)[0]
    assert document.description is not None
    asked = [r for r in document.description.reasons if r.code == ReasonCode.NOTED_PAGE]
    assert [reason.page_index for reason in asked] == [2]


def test_a_declared_note_is_not_asked_about(
    services: Services, pool: ChildPool, tmp_path: Path
) -> None:
    pages = [paper("a"), paper("b"), paper("b", has_note=True)]

    scan_id = finished(services, pool, pages, tmp_path, a_batch(page_count=2, noted_pages=(2,)))

    assert not {ReasonCode.NOTED_PAGE, ReasonCode.PAGE_COUNT} & reasons(services, scan_id)[0]


def test_a_page_fed_twice_is_asked_about(
    services: Services, pool: ChildPool, tmp_path: Path
) -> None:
    scan_id = finished(services, pool, [paper("a"), paper("a")], tmp_path, a_batch())

    assert ReasonCode.PAGE_TWICE in reasons(services, scan_id)[0]


def test_a_stack_without_a_batch_code_is_found_by_its_covers(
    services: Services,
    pool: ChildPool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    batch = replace(a_batch(dossier_code=""), expected=())
    finished(services, pool, [*covers(""), paper("a")], tmp_path, batch)

    dossiers.show(services.settings, DOSSIER, as_json=True)

    state = json.loads(capsys.readouterr().out)
    assert state["procedure_title"] == "Đăng ký khai sinh"
    assert [paper["pages"] for file in state["files"] for paper in file["papers"]] == [[2]]
    assert [item["component"] for item in state["missing"]] == ["to_khai", "giay_chung_sinh"]
