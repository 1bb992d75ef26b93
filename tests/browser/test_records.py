"""Somebody looks for a paper at the counter: finds it with signs or without, opens it, sees where a field stands, takes a copy."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from filed_papers import a_filed_paper, file_for_real
from playwright.sync_api import Page, expect
from web_factories import open_warehouse

from bench.demo import SCANS
from digitize.rows import Document
from digitize.status import DocumentStatus
from storage import keys

DECISION = "01-quyet-dinh.pdf"
NOTICES = 30
PATIENCE_MS = 60_000  # a child that checks signatures loads its library first


@pytest.fixture(scope="module")
def desk(open_desk: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server that finds a drawn decision, filed by the real steps, and thirty notices."""
    folder = tmp_path_factory.mktemp("records")
    scan = folder / DECISION
    SCANS[DECISION](scan, Random(DECISION))
    with open_desk(folder / "kho", lambda warehouse: _fill(warehouse, scan)) as opened:
        yield opened


def _fill(warehouse: Path, scan: Path) -> None:
    # Before the server runs, whose readers read nothing and would be quicker.
    with open_warehouse(warehouse) as services:
        for index in range(NOTICES):
            a_filed_paper(services, f"nhiều {index}", number=f"{index + 1}/TB-NHIEU", page_count=1)
    assert file_for_real(warehouse, scan).status is DocumentStatus.FILED


@pytest.fixture(scope="module")
def paper(desk) -> Document:
    with desk.services() as services:
        (found,) = (one for one in services.catalogue.documents() if DECISION in one.source)
        return found


@pytest.fixture(scope="module")
def number(paper: Document) -> str:
    """What the paper is called by."""
    assert paper.description is not None
    return next(one.value for one in paper.description.fields if one.key == "reference")


def look_for(page: Page, words: str) -> None:
    page.goto("/records")
    page.get_by_label("Từ cần tìm").fill(words)
    page.get_by_role("button", name="Tìm").first.click()
    page.wait_for_url(re.compile("words="))


def test_a_paper_is_found_by_its_number_without_signs(
    paper: Document,
    number: str,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("counter_officer")
    look_for(page, number.lower().replace("đ", "d"))
    hit = page.locator(f'a[href="/records/{paper.record_id}"]')
    expect(hit).to_be_visible()
    expect(page.locator("mark").first).to_have_text(number)
    accessible(page)
    picture(page, "tra-cuu")


def test_filters_narrow_and_say_so_when_nothing_is_left(
    paper: Document, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("counter_officer")
    page.goto("/records")
    page.get_by_text("Lọc thêm").click()
    page.get_by_label("Loại giấy tờ").select_option("giay_khai_sinh")
    page.get_by_role("button", name="Tìm").last.click()
    expect(page.get_by_text("Không có giấy tờ nào khớp")).to_be_visible()
    accessible(page)
    page.get_by_label("Loại giấy tờ").select_option("quyet_dinh")
    page.get_by_role("button", name="Tìm").last.click()
    expect(page.locator(f'a[href="/records/{paper.record_id}"]')).to_be_visible()


def test_a_field_shows_its_box_on_the_picture(
    paper: Document,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("counter_officer")
    page.goto(f"/records/{paper.record_id}")
    expect(page.get_by_text("Chữ ký hợp lệ")).to_be_visible(timeout=PATIENCE_MS)
    page.locator('a[data-field="reference"]').click()
    box = page.locator('rect[data-key="reference"]')
    expect(box).to_have_class("on")
    image = page.locator(".sheet img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
    inside, outside = box.bounding_box(), image.bounding_box()
    assert outside["x"] <= inside["x"] <= outside["x"] + outside["width"]
    accessible(page)
    picture(page, "ho-so")


def test_text_can_be_read_and_the_history_has_my_look(
    paper: Document, number: str, page_as: Callable[..., Page]
) -> None:
    page = page_as("checker")
    page.goto(f"/records/{paper.record_id}")
    page.get_by_text("Chữ đọc được trên trang này").click()
    expect(page.locator("pre")).to_contain_text(number)
    newest = page.locator(".steps li").first
    expect(newest).to_contain_text("Mở xem.")
    expect(newest).to_contain_text("Nguyễn Thị Checker")


def test_a_download_is_the_stores_bytes(
    desk, paper: Document, page_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = page_as("counter_officer")
    page.goto(f"/records/{paper.record_id}")
    with page.expect_download() as found:
        page.get_by_role("link", name="Bản đã ký số").click()
    assert found.value.suggested_filename.startswith("Quyết định ")
    found.value.save_as(tmp_path / "saved.pdf")
    with desk.services() as services:
        sealed = services.store.get(keys.sealed(paper.id, paper.edition))
        looks = [entry.data for entry in services.catalogue.ledger(subject=str(paper.record_id))]
    assert (tmp_path / "saved.pdf").read_bytes() == sealed
    assert {"purpose": "get.sealed"} in looks


def test_another_agency_finds_nothing_and_is_answered_as_for_none(
    paper: Document, number: str, page_as: Callable[..., Page]
) -> None:
    page = page_as("other-counter_officer")
    look_for(page, number)
    expect(page.get_by_text("Không có giấy tờ nào khớp")).to_be_visible()
    said = []
    for record in (paper.record_id, "r-0123456789abcdef-p0001"):
        answer = page.goto(f"/records/{record}")
        assert answer is not None
        said.append((answer.status, page.locator("main").inner_text()))
    assert said[0] == said[1]
    assert said[0][0] == 404


def test_more_hits_are_fetched_where_the_first_end(page_as: Callable[..., Page]) -> None:
    page = page_as("counter_officer")
    look_for(page, "hoa giai o co so")
    expect(page.locator(".hit")).to_have_count(25)
    page.get_by_role("link", name="Xem thêm").click()
    expect(page.locator(".hit")).to_have_count(NOTICES)
    assert "********1234" in page.locator(".hit").first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_hold_at_twice_their_size(
    paper: Document,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
    scheme: str,
) -> None:
    page = page_as("counter_officer")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 683, "height": 384})
    for address in ("/records?status=needs_check&type=quyet_dinh", f"/records/{paper.record_id}"):
        page.goto(address)
        fits(page)
        accessible(page)
