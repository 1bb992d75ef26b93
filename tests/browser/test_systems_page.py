"""An operator sees which systems are connected, what they were not told and why, and has it told again."""

from collections.abc import Callable

import pytest
from desk_rig import Desk
from playwright.sync_api import Page, expect
from web_factories import AGENCY

from digitize.access import Role, Viewer
from storage.system_keys import SystemKeys
from storage.webhook_rows import Delivery, Webhook, Webhooks, insert_deliveries

HOOK = "wh0123"
SYSTEM = Viewer(account="system", roles=frozenset({Role.SYSTEM}), agency=AGENCY)


@pytest.fixture
def key_ids(desk: Desk) -> tuple[str, str]:
    """A system with a revoked key and one in use, whose webhook answers with an error."""
    with desk.services() as services:
        now = services.clock()
        keys = SystemKeys(services.database)
        given = [keys.give("system", actor="test", at=now).split("_")[1] for _ in range(2)]
        hook = Webhook(
            id=HOOK,
            agency=AGENCY,
            account_id="system",
            url="https://mot-cua.example/bao-tin?" + "x" * 200,
            events=frozenset({"record.filed"}),
            secret="whsec_bi-mat",
            made_at=now,
        )
        rows = Webhooks(services.database)
        rows.make(hook)
        new = [
            Delivery(
                id=f"msg_{n}_{HOOK}", webhook_id=HOOK, event="record.filed", body="{}", made_at=now
            )
            for n in range(2)
        ]
        with services.database.writing() as connection:
            insert_deliveries(connection, new)
        for one, next_at in zip(new, (None, now.replace(year=2100)), strict=True):
            rows.failed(one.id, error="status 503", status=503, next_at=next_at, at=now)
        return given[0], given[1]


def test_what_was_not_told_is_shown_with_its_reason_and_told_again(
    desk: Desk,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
    key_ids: tuple[str, str],
) -> None:
    page = page_as("operator")
    page.goto("/operate/systems")
    accessible(page)
    fits(page)
    revoked, in_use = (page.get_by_role("row").filter(has_text=key) for key in key_ids)
    expect(revoked).to_contain_text("đã thu hồi")
    expect(in_use).to_contain_text("đang dùng")
    assert "whsec_" not in page.content()
    aside = page.get_by_role("region", name="Tin để riêng").get_by_role("row")
    expect(aside.filter(has_text=f"msg_0_{HOOK}")).to_contain_text("không nhận: 503")
    waiting = page.get_by_role("region", name="Tin đang chờ báo").get_by_role("row")
    expect(waiting.filter(has_text=f"msg_1_{HOOK}")).to_contain_text("không nhận: 503")
    aside.get_by_role("button", name="Báo lại").click()
    expect(page.get_by_role("status").filter(has_text="Sẽ báo lại ngay")).to_contain_text("msg_0")
    expect(page.get_by_text("Không có tin nào bị để riêng.")).to_be_visible()
    accessible(page)
    with desk.services() as services:  # which other tests of this server do not expect
        Webhooks(services.database).close(HOOK, viewer=SYSTEM, at=services.clock())
