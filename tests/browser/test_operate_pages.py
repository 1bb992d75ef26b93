"""Whoever runs the house sees how it is, gives work another try, and keeps accounts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from web_factories import AGENCY, a_picture, key_of_new_station

from digitize.model import BatchId, ScanId
from digitize.rows import Batch, Priority
from digitize.work import scan_task

PAGES = ["operate", "operate/failures", "operate/stations", "operate/upkeep", "operate/settings"]


def set_aside_a_scan(desk) -> ScanId:
    """As workers do who tried it too often."""
    scan_id = ScanId("ab" * 32)
    with desk.services() as services:
        now = services.clock()
        batch = Batch(id=BatchId("b-hong"), agency=AGENCY, channel="upload", opened_at=now)
        services.catalogue.reject_scan(
            scan_id,
            batch=batch,
            source="hong.pdf",
            size_bytes=len(a_picture()),
            page_count=0,
            error_code="damaged_file",
            at=now,
        )
        task = scan_task(scan_id, Priority.COUNTER)
        services.work.add([task], at=now)
        claim = services.work.claim(task.subject, holder="w", at=now, lease=timedelta(minutes=1))
        assert claim is not None
        services.work.set_aside(claim, reason="worker_died", at=now)
    return scan_id


@pytest.mark.parametrize("place", PAGES)
def test_every_page_of_an_operator_can_be_used_by_everybody(
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
    place: str,
) -> None:
    page = page_as("operator")
    page.goto(f"/{place}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    accessible(page)
    fits(page)


def test_what_was_set_aside_is_given_another_try(desk, page_as: Callable[..., Page]) -> None:
    scan_id = set_aside_a_scan(desk)
    page = page_as("operator")
    page.goto("/operate/failures")
    row = page.get_by_role("row").filter(has_text=scan_id)
    expect(row).to_contain_text("1")
    row.get_by_role("button", name="Làm lại từ bước này").click()
    expect(page.get_by_role("status").filter(has_text="Đã đưa vào làm lại")).to_be_visible()
    expect(row).to_have_count(0)  # other tests of this desk may have work set aside
    expect(page.get_by_role("row").filter(has_text=scan_id[:16])).to_contain_text("hỏng")


def test_a_station_and_its_last_sign_of_life_are_shown(desk, page_as: Callable[..., Page]) -> None:
    with desk.services() as services:
        key_of_new_station(services, "quay-9")
    page = page_as("operator")
    page.goto("/operate/stations")
    expect(page.get_by_role("row").filter(has_text="quay-9")).to_contain_text("chưa lần nào")


def test_settings_are_shown_and_secrets_are_not(page_as: Callable[..., Page]) -> None:
    page = page_as("operator")
    page.goto("/operate/settings")
    expect(page.get_by_role("row").filter(has_text="DIGITIZE_AGENCY_CODE")).to_contain_text(AGENCY)


def test_a_manager_makes_an_account_and_closes_it(
    page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("agency_manager")
    page.goto("/accounts")
    accessible(page)
    expect(page.get_by_role("row").filter(has_text="other-")).to_have_count(0)
    page.get_by_label("Tên đăng nhập").fill("moi.nv")
    page.get_by_label("Họ tên").fill("Phạm Văn Mới")
    page.get_by_role("button", name="Thêm tài khoản").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Họ tên")).to_have_value("Phạm Văn Mới")
    page.get_by_label("Người kiểm tra").check()
    page.get_by_role("button", name="Thêm tài khoản").click()
    expect(page.get_by_role("status").filter(has_text="Mật khẩu lần đầu")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="moi.nv")
    row.get_by_role("button", name="Đóng").click()
    expect(row).to_contain_text("đã đóng")


def test_a_checker_is_told_that_this_is_not_theirs(page_as: Callable[..., Page]) -> None:
    page = page_as("checker")
    answer = page.goto("/operate")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("không có quyền")).to_be_visible()
