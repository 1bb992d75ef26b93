"""An officer is asked what a sensitive paper is opened for, says it and sees it; a manager makes the list of what is held about a person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filed_papers import OWNER, a_filed_paper
from playwright.sync_api import Page, expect
from web_factories import open_warehouse

RULES = '[type.quyet_dinh]\nkind = "private"\nsource = "quy chế của đơn vị"\nconfirmed = true\n'


@pytest.fixture(scope="module")
def desk(open_desk: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Where decisions count as sensitive."""
    folder = tmp_path_factory.mktemp("privacy")
    rules = folder / "sensitive.toml"
    rules.write_text(RULES, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITIZE_SENSITIVE", str(rules))
        with open_desk(folder / "kho", _fill) as opened:
            yield opened


def _fill(warehouse: Path) -> None:
    with open_warehouse(warehouse) as services:
        a_filed_paper(services, page_count=1)


def test_the_purpose_is_asked_before_the_paper_is_shown(
    desk: Any,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("checker")
    page.goto("/records")
    page.get_by_role("link", name="Quyết định 2311/QĐ-UBND").click()
    expect(page.get_by_role("heading", name="Bạn mở giấy tờ này để làm gì?")).to_be_visible()
    accessible(page)
    picture(page, "muc-dich")
    page.get_by_label("Giải quyết một hồ sơ").check()
    page.get_by_role("button", name="Mở giấy tờ").click()
    expect(page.get_by_role("alert")).to_contain_text("Mục đích chưa đủ rõ")
    page.get_by_label("Mã hồ sơ").fill("000.00.16.H07-260220-0005")
    page.get_by_role("button", name="Mở giấy tờ").click()
    expect(page.get_by_role("heading", name="Các trường")).to_be_visible()
    expect(page.get_by_text("Nói mục đích trước khi mở")).to_be_visible()


def test_a_manager_makes_the_list_and_the_address_has_no_number(
    desk: Any,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("agency_manager")
    page.goto("/persons")
    accessible(page)
    page.get_by_label("Số định danh, mã số").fill(OWNER.number)
    page.get_by_role("button", name="Lập bản kê").click()
    expect(page.get_by_role("heading", name="Giấy tờ trong kho")).to_be_visible()
    expect(page.get_by_text("********1234").first).to_be_visible()
    assert OWNER.number not in page.url
    accessible(page)
    picture(page, "ban-ke")


def test_a_demand_is_registered_and_answered(
    desk: Any,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("agency_manager")
    page.goto("/demands")
    page.get_by_label("Số định danh, mã số").fill(OWNER.number)
    page.get_by_label("Nội dung yêu cầu").fill("Đề nghị xóa giấy tờ cũ của tôi")
    page.get_by_role("button", name="Ghi nhận").click()
    expect(page.get_by_text("trả lời trước ngày")).to_be_visible()
    accessible(page)
    picture(page, "yeu-cau")
    page.get_by_label("Trả lời, nêu căn cứ").fill("Giữ theo thời hạn lưu trữ của hồ sơ")
    page.get_by_label("Kết quả").select_option("refused")
    page.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_text("không làm được, có nêu căn cứ")).to_be_visible()
    page.goto("/disposals")
    accessible(page)
