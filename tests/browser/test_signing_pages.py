"""Signers in a real browser: a list that is sealed at once, some of it, one sent back, and one that changed meanwhile."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from desk_rig import Desk, make_people
from playwright.sync_api import Locator, Page, expect
from running_server import serving
from web_factories import AGENCY, NoChildren, open_warehouse

from digitize.access import Role
from digitize.model import BatchId, DocumentId, Reason, ScanId
from digitize.rows import Batch
from digitize.status import DocumentStatus
from tests.cluster_rig import paper
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.services import Services

expect.set_options(timeout=20_000)  # many tests may share few cores

LONG_NAME = "quyết định về việc phê duyệt chủ trương đầu tư xây dựng " * 3 + ".pdf"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A server where people seal; every test begins with three papers that wait for a signer."""
    warehouse = tmp_path / "kho"
    with open_warehouse(warehouse) as services:
        make_people(services, Role.SIGNER)
        scans = [laid_in(services, warehouse, number) for number in range(3)]
    with serving(warehouse, DIGITIZE_AGENCY_CODE=AGENCY, DIGITIZE_SEALING="by_signer") as server:
        opened = Desk(server, warehouse)
        with opened.services() as services:
            approve(services, scans)
        yield opened


def laid_in(services: Services, warehouse: Path, seed: int) -> ScanId:
    file = warehouse.with_name(f"{seed} {LONG_NAME}")
    file.write_bytes(paper(seed))
    batch = Batch(id=BatchId("b-1"), agency=AGENCY, channel="folder", opened_at=services.clock())
    receiving = Receiving(services, cast("ChildPool", NoChildren()))
    return receiving.receive(file, batch=batch).scan_id


def approve(services: Services, scans: list[ScanId]) -> None:
    """Once the server read them; it brings them to the signer."""
    for scan in scans:
        wait_until(lambda scan=scan: status_of(services, scan) is DocumentStatus.NEEDS_CHECK)
        services.catalogue.approve(paper_of(services, scan), actor="an", at=services.clock())
    for scan in scans:
        wait_until(lambda scan=scan: status_of(services, scan) is DocumentStatus.TO_SIGN)


def paper_of(services: Services, scan: ScanId) -> DocumentId:
    (document,) = services.catalogue.documents(scan_id=scan)
    return document.id


def status_of(services: Services, scan: ScanId) -> DocumentStatus:
    (document,) = services.catalogue.documents(scan_id=scan)
    return document.status


def statuses(desk: Desk) -> list[DocumentStatus]:
    with desk.services() as services:
        return sorted(one.status for one in services.catalogue.documents())


def wait_until(claim: Callable[[], bool]) -> None:
    for _ in range(600):
        if claim():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def the_list(page: Page) -> Locator:
    page.goto("/signing")
    expect(page.get_by_role("heading", name="Giấy tờ chờ ký số")).to_be_visible()
    return page.get_by_role("list").locator("li").filter(has=page.locator("[name=chosen]"))


def test_a_whole_list_is_sealed_at_once_and_filed(
    desk: Desk,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("signer")
    expect(the_list(page)).to_have_count(3)
    accessible(page)
    fits(page)
    page.get_by_label("Chọn tất cả").check()
    expect(page.locator("#chosen")).to_have_text("3")
    picture(page, "ky-so")
    page.get_by_role("button", name="Ký số các giấy tờ đã chọn").click()
    expect(page.get_by_role("status").filter(has_text="Đã ký số: 3")).to_be_visible()
    expect(page.get_by_text("Không có giấy tờ nào chờ ký.")).to_be_visible()
    accessible(page)
    wait_until(lambda: statuses(desk) == [DocumentStatus.FILED] * 3)


def test_some_are_sealed_by_keyboard_and_one_is_sent_back(
    desk: Desk, page_as: Callable[..., Page]
) -> None:
    page = page_as("signer")
    rows = the_list(page)
    rows.nth(0).get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    expect(page.locator("#chosen")).to_have_text("1")
    expect(page.get_by_label("Chọn tất cả")).not_to_be_checked()
    page.get_by_role("button", name="Ký số các giấy tờ đã chọn").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Đã ký số: 1")).to_be_visible()
    expect(rows).to_have_count(2)
    rows.nth(0).get_by_role("combobox").select_option(index=0)
    rows.nth(0).get_by_role("button", name="Trả lại người kiểm tra").click()
    expect(rows).to_have_count(1)
    wanted = [DocumentStatus.FILED, DocumentStatus.NEEDS_CHECK, DocumentStatus.TO_SIGN]
    wait_until(lambda: statuses(desk) == wanted)


def test_a_paper_that_changed_meanwhile_is_not_sealed_and_the_signer_is_told(
    desk: Desk, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("signer")
    rows = the_list(page)
    chosen = str(rows.nth(0).get_by_role("checkbox").get_attribute("value")).partition("@")[0]
    with desk.services() as services:
        services.catalogue.send_back(
            DocumentId(chosen), Reason(code="signer_wrong_field"), actor="x", at=services.clock()
        )
    page.get_by_label("Chọn tất cả").check()
    page.get_by_role("button", name="Ký số các giấy tờ đã chọn").click()
    expect(page.get_by_text(chosen)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Đã ký số: 2")).to_be_visible()
    accessible(page)
    wanted = [DocumentStatus.FILED, DocumentStatus.FILED, DocumentStatus.NEEDS_CHECK]
    wait_until(lambda: statuses(desk) == wanted)


def test_another_agencys_signer_sees_nothing_of_them(page_as: Callable[..., Page]) -> None:
    page = page_as("other-signer")
    page.goto("/signing")
    expect(page.get_by_text("Không có giấy tờ nào chờ ký.")).to_be_visible()
