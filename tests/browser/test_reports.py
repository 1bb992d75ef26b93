"""A manager looks at the month that is over, from a figure to the dossiers behind it, and publishes it."""

from collections.abc import Callable

import pytest
from desk_rig import OTHER_AGENCY, Desk
from indicator_factories import DIGITISED, RESULT, month_over, tell_five, tell_one
from playwright.sync_api import Page, expect
from web_factories import AGENCY

OpenPage = Callable[[str], Page]


@pytest.fixture(scope="module", autouse=True)
def dossiers(desk: Desk) -> None:
    with desk.services() as services:
        tell_five(services, AGENCY, others=OTHER_AGENCY)


def test_a_manager_goes_from_a_figure_to_its_dossiers(
    page_as: OpenPage, accessible: Callable[[Page], None]
) -> None:
    page = page_as("agency_manager")
    page.goto("/reports?by=counter")
    expect(page.locator("table.trend")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Tỷ lệ hồ sơ được số hóa hồ sơ, kết quả giải quyết").first.click()
    expect(page.locator(".figure-value")).to_have_text("66,67 %")
    expect(page.locator("table.trend")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Còn thiếu").click()
    expect(page.locator("#behind tbody tr")).to_have_count(1)


def test_late_data_is_shown_beside_what_was_published(
    desk: Desk, page_as: OpenPage, accessible: Callable[[Page], None]
) -> None:
    page = page_as("other-agency_manager")
    page.goto("/reports")
    page.get_by_role("button", name="Công bố số liệu kỳ này").click()
    expect(page.get_by_role("button", name="Công bố số liệu kỳ này")).to_have_count(0)
    with desk.services() as services:
        code = f"H07.16-{month_over(services):%y%m%d}-0099"
        tell_one(services, code, agency=OTHER_AGENCY, components=(DIGITISED,), results=(RESULT,))
    page.reload()
    expect(page.locator("del").first).to_contain_text("0,00 %")
    expect(page.locator("ins").first).to_contain_text("33,33 %")
    expect(page.locator("table.trend")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Công bố lại với số mới").click()
    expect(page.locator("del")).to_have_count(0)


def test_an_operator_sees_all_agencies(page_as: OpenPage) -> None:
    page = page_as("operator")
    page.goto("/reports?by=agency")
    names = page.locator("section:has(h2:text('Theo phần')) tbody th").all_inner_texts()
    assert {AGENCY, OTHER_AGENCY} <= set(names)
