"""A citizen on a telephone sees the own paper and permits its use; an officer elsewhere takes it over; the citizen sees who, and ends it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from checking_factories import a_drawn_paper
from desk_rig import OTHER_AGENCY
from filed_papers import OWNER
from playwright.sync_api import Browser, Page, expect
from storage_factories import a_record
from web_factories import open_warehouse

from digitize.access import Role
from digitize.model import RecordId
from digitize.rows import StoredFile
from storage import keys
from storage.accounts import Account, Accounts

PHONE = {"width": 360, "height": 740}
DOSSIER = "H07.17-260302-0001"
CITIZEN = "hoa"


@pytest.fixture(scope="module")
def desk(open_desk: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("reuse")
    with open_desk(folder / "kho", _fill) as opened:
        yield opened


def _fill(warehouse: Path) -> None:
    with open_warehouse(warehouse) as services:
        account = Account(
            id=CITIZEN,
            name=OWNER.name,
            roles=frozenset({Role.CITIZEN}),
            owner=OWNER,
            made_at=datetime.now(UTC),
        )
        Accounts(services.database).make(account, actor="test")
        (paper,) = a_drawn_paper(services, "quyết định", documents=((0, 1),))
        at, catalogue = services.clock(), services.catalogue
        catalogue.approve(paper, actor="checker", at=at)
        data = b"%PDF-1.7 sealed" * 100
        services.store.put(keys.sealed(paper), data)
        sealed = StoredFile(key=keys.sealed(paper), sha256=hashlib.sha256(data).hexdigest())
        catalogue.seal(paper, sealed, data={}, at=at)
        catalogue.file(replace(a_record(paper, owner=OWNER, pdf=sealed)), at=at)


@pytest.fixture(scope="module")
def record(desk: Any) -> RecordId:
    with desk.services() as services:
        (found,) = services.catalogue.records()
        return found.id


@pytest.fixture
def phone(desk: Any, page_as: Callable[..., Page]) -> Page:
    page = page_as(CITIZEN)
    page.set_viewport_size(PHONE)
    return page


def test_a_paper_is_permitted_taken_over_seen_and_ended(
    desk: Any,
    record: RecordId,
    phone: Page,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    phone.goto("/own-papers")
    card = phone.locator(f'a[href="/own-papers/{record}"]')
    expect(card).to_contain_text("Quyết định")
    assert card.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    fits(phone)
    accessible(phone)
    picture(phone, "giay-to-cua-toi")
    card.click()
    phone.get_by_text("Cho một cơ quan dùng giấy tờ này").click()
    phone.get_by_label("Cơ quan nào").select_option(OTHER_AGENCY)
    phone.get_by_label("Để làm thủ tục gì").select_option(index=1)
    fits(phone)
    accessible(phone)
    phone.get_by_role("button", name="Cho phép").click()
    expect(phone.get_by_text("Đang cho phép").first).to_be_visible()
    fits(phone)
    accessible(phone)

    officer = page_as("other-counter_officer")
    officer.goto("/reuse")
    accessible(officer)
    officer.get_by_role("link", name="Một giấy tờ").click()
    officer.get_by_label("Mã hồ sơ").fill(DOSSIER)
    officer.get_by_role("button", name="Mở cho hồ sơ này").click()
    officer.get_by_role("link", name="Xem trước").click()
    shown = officer.locator("img.own-page").first
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    accessible(officer)
    picture(officer, "xem-truoc")
    officer.get_by_role("button", name="Đưa bản đã ký số vào hồ sơ").click()
    expect(officer.get_by_role("heading", name="Biên nhận sử dụng lại giấy tờ")).to_be_visible()
    expect(officer.get_by_text(DOSSIER)).to_be_visible()
    accessible(officer)
    preview = officer.url

    phone.goto(f"/own-papers/{record}")
    told = phone.locator(".own-looks li", has_text="xem trước giấy tờ").first
    expect(told).to_contain_text("Nguyễn Thị Other-Counter Officer")
    expect(told).to_contain_text(OTHER_AGENCY)
    expect(told).to_contain_text(DOSSIER)
    expect(told).to_contain_text("Do chủ giấy tờ cho phép")
    fits(phone)
    picture(phone, "ai-da-xem")
    phone.goto("/own-grants")
    expect(phone.get_by_text("Đã đưa vào hồ sơ")).to_be_visible()
    withdrawn = phone.get_by_text("Đã rút lại")
    before = withdrawn.count()
    phone.get_by_role("button", name="Rút lại").click()
    expect(withdrawn).to_have_count(before + 1)

    officer.goto(preview)
    expect(officer.get_by_text("Cho phép đã hết nên không tải lại được nữa")).to_be_visible()
    grant = officer.get_by_role("link", name="Cho phép này").get_attribute("href")
    answer = officer.goto(f"{grant}/papers/{record}")
    assert answer is not None
    assert answer.status == 403
    expect(officer.get_by_text("đã được rút lại")).to_be_visible()


def test_papers_are_chosen_from_a_list_and_agencies_by_name(
    record: RecordId,
    phone: Page,
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
) -> None:
    phone.goto("/own-papers")
    phone.get_by_role("link", name="Cho phép dùng nhiều giấy tờ cùng lúc").click()
    phone.wait_for_url("**/own-grants/new")
    fits(phone)
    accessible(phone)
    phone.get_by_role("checkbox", name="Quyết định").check()
    phone.get_by_label("Cơ quan nào").select_option(label="Cơ quan thử nghiệm")
    phone.get_by_label("Để làm thủ tục gì").select_option(index=1)
    phone.get_by_label("Chỉ xem để đối chiếu").check()
    phone.get_by_role("button", name="Cho phép").click()
    given = phone.locator("li.card", has_text="Chỉ xem để đối chiếu")
    expect(given).to_contain_text("Cơ quan thử nghiệm")
    expect(given.get_by_role("link")).to_have_attribute("href", f"/own-papers/{record}")
    given.get_by_role("button", name="Rút lại").click()
    expect(given).to_contain_text("Đã rút lại")


def test_an_error_is_told_answered_and_read(
    desk: Any,
    record: RecordId,
    phone: Page,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
) -> None:
    phone.goto(f"/own-papers/{record}")
    phone.get_by_text("Báo sai sót trong giấy tờ này").click()
    phone.get_by_label("Sai ở đâu").fill("Số nhà sai, đúng là 12A")
    phone.get_by_role("button", name="Gửi cho cơ quan").click()
    expect(phone.get_by_text("Đang chờ cơ quan trả lời")).to_be_visible()
    fits(phone)
    accessible(phone)
    checker = page_as("checker")
    checker.goto("/complaints")
    accessible(checker)
    checker.get_by_label("Đúng là có sai sót").check()
    checker.get_by_label("Trả lời người dân").fill("Đã sửa số nhà.")
    checker.get_by_role("button", name="Trả lời").click()
    expect(checker.get_by_text("Không có báo sai sót nào")).to_be_visible()
    phone.goto("/own-complaints")
    expect(phone.get_by_text("Đã sửa số nhà.")).to_be_visible()


def test_a_demand_by_law_opens_one_paper_in_english_too(
    desk: Any, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    officer = page_as("other-counter_officer")
    officer.goto("/language/en?back=/reuse")
    officer.get_by_label("Owner's personal id or enterprise code").fill(OWNER.number)
    officer.locator("select[name=type_code]").select_option("quyet_dinh")
    officer.get_by_label("Procedure code").fill("1.001193")
    officer.get_by_label("Dossier code").first.fill("H07.17-260302-0002")
    officer.get_by_label("Reason").fill("Điều 16 Luật Hộ tịch, cần đối chiếu")
    officer.get_by_role("button", name="Demand").click()
    expect(officer.get_by_role("link", name="Preview")).to_be_visible()
    assert OWNER.number not in officer.url
    accessible(officer)


def test_a_stranger_to_the_paper_sees_none(
    desk: Any, record: RecordId, browser: Browser, page_as: Callable[..., Page]
) -> None:
    page = page_as("citizen")
    page.goto("/own-papers")
    assert OWNER.number not in page.content()
    answer = page.goto(f"/own-papers/{record}")
    assert answer is not None
    assert answer.status in {403, 404}
