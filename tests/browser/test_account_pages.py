"""Somebody's first day: the first password, one of the own, the second factor, the way out."""

from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect
from web_factories import AGENCY

from digitize.access import Role, Viewer
from workers.accounts.keeping import KeepingAccounts, NewAccount

OWN = "ba con mèo ngồi bên bếp"


def new_person(desk, account_id: str) -> str:
    """The first password."""
    manager = Viewer(account="truong", roles=frozenset({Role.AGENCY_MANAGER}), agency=AGENCY)
    new = NewAccount(
        id=account_id, name="Trần Thị Lan", roles=frozenset({Role.CHECKER}), agency=AGENCY
    )
    with desk.services() as services:
        return KeepingAccounts(services.database, clock=services.clock).make(new, by=manager)


def sign_in(page: Page, account_id: str, password: str, code: str = "") -> None:
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(account_id)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_label("Mã xác thực").fill(code)
    page.get_by_role("button", name="Đăng nhập").click()


def change_password(page: Page, old: str) -> None:
    page.get_by_label("Mật khẩu đang dùng").fill(old)
    page.get_by_label("Mật khẩu mới").fill(OWN)
    page.get_by_role("button", name="Đổi mật khẩu").click()


def test_the_first_password_opens_nothing_but_the_page_that_changes_it(
    desk, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    first = new_person(desk, "lan-1")
    page = page_as()
    page.goto("/check")
    accessible(page)
    sign_in(page, "lan-1", first)
    page.goto("/account/second-factor")
    page.goto("/")
    expect(page).to_have_url(f"{desk.address}/account/password")
    accessible(page)
    change_password(page, first)
    page.goto("/account")
    expect(page.get_by_text("Trần Thị Lan").first).to_be_visible()
    accessible(page)


def test_a_wrong_password_is_told_and_the_name_stays_unknown(
    desk, page_as: Callable[..., Page]
) -> None:
    said = []
    for name in ("checker", "khong-co-ai"):
        page = page_as()
        sign_in(page, name, "sai mật khẩu rồi")
        said.append(page.get_by_role("alert").inner_text())
    assert said[0] == said[1]


def test_the_second_factor_is_set_and_asked_for(
    desk, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    first = new_person(desk, "lan-2")
    page = page_as()
    sign_in(page, "lan-2", first)
    change_password(page, first)
    page.goto("/account/second-factor")
    accessible(page)
    totp = pyotp.TOTP(page.locator("code").inner_text())
    page.get_by_label("Mã 6 số").fill(totp.now())
    page.get_by_role("button", name="Bật xác thực hai lớp").click()
    expect(page.get_by_text("đang bật")).to_be_visible()
    page.get_by_role("button", name="Đăng xuất").click()
    sign_in(page, "lan-2", OWN)
    expect(page.get_by_role("alert")).to_contain_text("mã 6 số")


def test_english_is_a_click_away(page_as: Callable[..., Page]) -> None:
    page = page_as()
    page.goto("/sign-in")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
