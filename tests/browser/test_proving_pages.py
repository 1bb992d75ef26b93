"""Somebody holds a paper with a code: what a stranger is told, what an officer sees of a printed copy, what a revoked one says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from filed_papers import file_for_real
from pdf2image import convert_from_path
from playwright.sync_api import Locator, Page, expect
from web_factories import AGENCY, open_warehouse

from bench.demo import SCANS
from digitize.access import Role, Viewer
from digitize.proof.codes import code_in_address, grouped
from digitize.rows import Document
from digitize.status import DocumentStatus
from digitize.warehouse.life import LifeState
from workers.proving.papers import proof_code
from workers.warehouse.life import mark

DECISION = "01-quyet-dinh.pdf"
CHECKER = Viewer(account="checker", roles=frozenset({Role.CHECKER}), agency=AGENCY)
LOOKING_MS = (
    90_000  # a child that checks signatures loads its library first, and a comparison takes seconds
)


@pytest.fixture(scope="module")
def desk(open_desk: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server with two decisions, filed by the real steps: one in force, one revoked."""
    folder = tmp_path_factory.mktemp("proving")
    with open_desk(folder / "kho", lambda warehouse: _fill(warehouse, folder)) as opened:
        yield opened


def _fill(warehouse: Path, folder: Path) -> None:
    for name, seed in (("hieu-luc", DECISION), ("thu-hoi", "a")):
        scan = folder / f"{name}.pdf"
        SCANS[DECISION](scan, Random(seed))
        document = file_for_real(warehouse, scan)
        assert document.status is DocumentStatus.FILED
    with open_warehouse(warehouse) as services:
        assert document.record_id is not None
        revoked = LifeState.REVOKED
        mark(services, CHECKER, document.record_id, revoked, version=0, reason="cấp sai thẩm quyền")


def paper(desk: Any, name: str) -> Document:
    with desk.services() as services:
        (found,) = (one for one in services.catalogue.documents() if name in one.source)
        return found


def code_of(desk: Any, document: Document) -> str:
    """In its groups."""
    with desk.services() as services:
        code = proof_code(services, document)
        assert code is not None
        return grouped(code)


def printed_copy(desk: Any, document: Document, folder: Path) -> Path:
    """The sealed PDF as it came from a printer and a scanner: softened, askew, greyed."""
    with desk.services() as services:
        assert document.sealed is not None
        sealed = folder / "sealed.pdf"
        with services.store.open(document.sealed.key) as file:
            sealed.write_bytes(file.read())
    (page,) = convert_from_path(sealed, dpi=200, grayscale=True, last_page=1)
    pixels = np.asarray(page, np.uint8)
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 0.6, 0.98)
    seen = cv2.warpAffine(
        cv2.GaussianBlur(pixels, (0, 0), 0.7), turn, (width, height), borderValue=250
    )
    copy = folder / "ban-in.jpg"
    cv2.imwrite(str(copy), (28 + seen * 0.82).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return copy


def qr_of(shown: Locator) -> str:
    """What a telephone reads off the screen."""
    data = np.frombuffer(shown.screenshot(), np.uint8)
    (found,) = zxingcpp.read_barcodes(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))
    code = code_in_address(found.text)
    assert code is not None
    return grouped(code)


def what_it_says(desk: Any, document: Document) -> list[str]:
    """Words of the paper that no stranger may read."""
    with desk.services() as services:
        record = services.catalogue.record(document.record_id)
    said = [
        value for key, value in record.fields.items() if key not in {"organ_name", "place_name"}
    ]
    owners = [word for owner in record.owners for word in (owner.name, owner.number)]
    return [word for word in (*said, *owners, record.title, record.id, record.document_id) if word]


def test_a_stranger_is_told_whether_it_is_genuine_and_nothing_of_anybody(
    desk: Any, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    document = paper(desk, "hieu-luc")
    code = code_of(desk, document)
    page = page_as()
    page.set_default_timeout(LOOKING_MS)
    page.goto("/v")
    accessible(page)
    page.get_by_label("Mã tra cứu in cạnh mã QR").fill(code.lower())
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_text("Bản trong kho nguyên vẹn, chữ ký số hợp lệ")).to_be_visible(
        timeout=LOOKING_MS
    )
    accessible(page)
    text = page.content()
    assert [word for word in what_it_says(desk, document) if word in text] == []


def test_a_code_that_nobody_has_is_said_to_be_unknown(page_as: Callable[..., Page]) -> None:
    page = page_as()
    answer = page.goto("/v/2222-2222-2222-2222")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("alert")).to_contain_text("Không có giấy tờ nào của kho mang mã này")


def test_a_revoked_paper_is_genuine_and_in_force_no_more(
    desk: Any, page_as: Callable[..., Page]
) -> None:
    page = page_as()
    page.set_default_timeout(LOOKING_MS)
    page.goto(f"/v/{code_of(desk, paper(desk, 'thu-hoi'))}")
    expect(page.get_by_text("đã bị thu hồi hoặc hủy bỏ")).to_be_visible()
    assert "cấp sai thẩm quyền" not in page.content()


def test_an_officer_sees_a_printed_copy_beside_the_picture_on_file(
    desk: Any, page_as: Callable[..., Page], accessible: Callable[[Page], None], tmp_path: Path
) -> None:
    document = paper(desk, "hieu-luc")
    copy = printed_copy(desk, document, tmp_path)
    for account, pictures in (("signer", 2), ("other-signer", 0), ("", 0)):
        page = page_as(account)
        page.set_default_timeout(LOOKING_MS)
        page.goto(f"/v/{code_of(desk, document)}")
        page.locator("input[type=file]").set_input_files(copy)
        page.get_by_role("button", name="So với bản trong kho").click()
        expect(page.get_by_role("status").filter(has_text="khớp")).to_be_visible(timeout=LOOKING_MS)
        expect(page.locator(".compared img")).to_have_count(pictures)
        accessible(page)
    with desk.services() as services:
        looks = [
            entry.actor
            for entry in services.catalogue.ledger(subject=document.record_id)
            if entry.event == "record.read" and entry.data["purpose"] == "picture"
        ]
    assert looks == ["signer"]


def test_the_papers_page_and_the_counters_receipt_show_the_code(
    desk: Any, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    document = paper(desk, "hieu-luc")
    code = code_of(desk, document)
    page = page_as("counter_officer")
    page.goto(f"/records/{document.record_id}")
    marked = page.locator(".proof-mark")
    expect(marked.get_by_role("link")).to_have_attribute("href", f"/v/{code}")
    assert qr_of(marked.locator(".qr")) == code
    accessible(page)
    with desk.services() as services:
        batch = services.catalogue.scan(document.scan_id).batch_id
    page.goto(f"/batches/{batch}/receipt")
    receipted = page.locator(".marks li").filter(has_text=code)
    expect(receipted).to_have_count(1)
    accessible(page)
    page.emulate_media(media="print")
    assert qr_of(receipted.locator(".qr")) == code
