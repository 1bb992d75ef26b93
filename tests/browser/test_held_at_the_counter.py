"""The counter sees what is already held before anything is scanned; a link between two papers is confirmed and shown on both."""

from collections.abc import Callable

import pytest
from desk_rig import Desk
from filed_papers import a_filed_paper
from life_factories import a_said_link, file_paper
from playwright.sync_api import Page, expect

from digitize.rows import Record
from storage import link_rows

NUMBER = "044203001234"


@pytest.fixture
def papers(desk: Desk) -> tuple[Record, Record]:
    """A card in force, an expired paper, and two decisions of which one says that it replaces the other."""
    with desk.services() as services:
        card = {"issued_date": "2024-01-15", "expiry_date": "2199-01-15"}
        file_paper(services.catalogue, "the", type_code="can_cuoc", fields=card, agency="H46.9")
        old = {"issued_date": "2020-01-15"}
        file_paper(services.catalogue, "xn", type_code="giay_xac_nhan_hon_nhan", fields=old)
        replaced = a_filed_paper(services, "cu", number="12/QĐ-UBND")
        replacing = a_filed_paper(services, "moi", number="20/QĐ-UBND")
        with services.database.writing() as connection:
            said = [a_said_link(number="12/QĐ-UBND")]
            link_rows.propose(connection, replacing.id, said, at=services.clock())
    return replaced, replacing


def test_the_counter_sees_what_is_held_before_scanning_and_a_link_is_confirmed(
    papers: tuple[Record, Record],
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("counter_officer")
    page.goto("/batches/new")
    page.get_by_label("Thủ tục").fill("1.000894")
    page.get_by_text("Người nộp (không bắt buộc)").press("Enter")
    page.get_by_label("Số định danh, mã số").fill(NUMBER)
    page.get_by_label("Số định danh, mã số").press("Tab")
    held = page.locator("#held li")
    expect(held).to_have_count(3)
    expect(page.locator("[data-answer=held]")).to_contain_text("đã có, không yêu cầu nộp")
    expect(page.locator("[data-answer=held]")).to_contain_text("15/01/2199")
    expect(page.locator("[data-answer=held_expired]")).to_contain_text("hết hạn ngày 15/07/2020")
    expect(page.locator("[data-answer=not_held]")).to_contain_text("cần nộp")
    assert NUMBER not in page.url
    accessible(page)
    picture(page, "quay-giay-to-da-co")

    replaced, replacing = papers
    checker = page_as("checker")
    checker.goto("/paper-links")
    expect(checker.get_by_text("12/QĐ-UBND").first).to_be_visible()
    accessible(checker)
    picture(checker, "giay-to-noi-ve-nhau")
    checker.get_by_role("button", name="Đúng là giấy tờ này").press("Enter")
    expect(checker.get_by_text("Không có câu nào đang chờ")).to_be_visible()
    checker.goto(f"/records/{replaced.id}")
    expect(checker.locator(".life")).to_contain_text("Không được dùng lại cho hồ sơ khác")
    expect(checker.locator(".life a")).to_have_attribute("href", f"/records/{replacing.id}?page=1")
    accessible(checker)
    picture(checker, "giay-to-da-bi-thay-the")
    checker.goto("/records?words=12")
    expect(checker.locator(".hit .state.bad").first).to_have_text("đã bị thay thế")


def test_an_officer_notes_with_a_reason_what_became_of_a_paper(
    desk: Desk, page_as: Callable[..., Page]
) -> None:
    with desk.services() as services:
        record = a_filed_paper(services, "thu-hoi", number="33/QĐ-UBND")
    page = page_as("checker")
    page.goto(f"/records/{record.id}")
    page.get_by_text("Ghi việc đã xảy ra với giấy tờ này").click()
    page.get_by_label("Từ nay giấy tờ này").select_option("revoked")
    page.get_by_label("Lý do, căn cứ").fill("Quyết định số 40/QĐ-UBND")
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.locator(".life .message.bad")).to_contain_text("đã bị thu hồi, bãi bỏ")
    expect(page.locator(".life")).to_contain_text("Quyết định số 40/QĐ-UBND")
