"""A checker says whose a filed paper is, beside its picture; then that two numbers are one person's, and that they are not."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from filed_papers import file_for_real
from playwright.sync_api import Page, expect

from bench.demo import SCANS
from digitize.rows import OwnerBasis, Record
from digitize.status import DocumentStatus

DECISION = "01-quyet-dinh.pdf"
NUMBER, OLDER = "044203001234", "191234567"


@pytest.fixture(scope="module")
def desk(open_desk: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server that has a drawn decision, filed by the real steps: its issuer's code is not known."""
    folder = tmp_path_factory.mktemp("owners")
    scan = folder / DECISION
    SCANS[DECISION](scan, Random(DECISION))

    def fill(warehouse: Path) -> None:
        assert file_for_real(warehouse, scan).status is DocumentStatus.FILED

    with open_desk(folder / "kho", fill) as opened:
        yield opened


def the_record(desk: Any) -> Record:
    with desk.services() as services:
        (record,) = services.catalogue.records()
        return record


def test_a_paper_that_waits_is_given_to_its_owner(
    desk: Any,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    record = the_record(desk)
    assert record.owner_basis is OwnerBasis.WAITS
    page = page_as("checker")
    page.goto("/owners")
    accessible(page)
    page.locator(f'a[href="/owners/records/{record.id}"]').click()
    expect(page.locator("#viewer img")).to_be_visible()
    accessible(page)
    page.keyboard.press("1")
    expect(page.locator('[name="chosen"]').first).to_be_checked()
    page.keyboard.press("1")
    page.get_by_label("Số định danh hoặc mã số").fill("04420300123")
    page.get_by_role("button", name="Lưu chủ giấy tờ").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Số định danh hoặc mã số").fill(NUMBER)
    page.get_by_label("Họ tên hoặc tên tổ chức").fill("Nguyễn Thị Hòa")
    page.wait_for_function("document.querySelector('#viewer img').naturalWidth > 0")
    picture(page, "chu-giay-to")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/owners$"))
    assert the_record(desk).version == 2
    page.goto(f"/records/{record.id}")
    expect(page.get_by_text(f"{NUMBER}.QUYET_DINH.1")).to_be_visible()


def test_numbers_are_linked_with_a_reason_and_unlinked(
    page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("checker")
    page.goto("/owners/links")
    page.get_by_label("Số thứ nhất").fill(NUMBER)
    page.get_by_label("Số thứ hai").fill(OLDER)
    page.get_by_label("Vì sao biết là của một người").fill("Đã xem thẻ và giấy xác nhận")
    page.get_by_role("button", name="Nối hai số").click()
    page.wait_for_url(re.compile("/owners/links/[0-9a-f]{24}$"))
    accessible(page)
    assert NUMBER not in page.url
    page.get_by_label("Lý do").fill("nối nhầm")
    page.get_by_role("button", name=re.compile("Gỡ nối")).click()
    expect(page.get_by_text("đã gỡ nối").first).to_be_visible()
    page.goto("/owners/links?state=unlinked")
    expect(page.get_by_text("*****4567")).to_be_visible()
    accessible(page)
