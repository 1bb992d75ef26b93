"""People who sign in by OpenID Connect, at the certified `oidc-provider`."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from counter_rig import free_port
from playwright.sync_api import Browser, Page, expect
from running_server import RunningServer, serving
from web_factories import AGENCY, open_warehouse

from digitize.access import Role, Viewer
from digitize.rows import Owner, OwnerKind
from storage.accounts import Accounts
from workers.accounts.keeping import KeepingAccounts, NewAccount

NPM = Path(__file__).resolve().parents[1] / "npm"
OPERATOR = Viewer(account="quan-tri", roles=frozenset({Role.OPERATOR}))


@contextmanager
def provider(back: str) -> Iterator[str]:
    """Its issuer, while it runs."""
    port = free_port()
    process = subprocess.Popen(
        ["node", NPM / "provider.mjs", str(port), back],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ready")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, Path]]:
    """A server whose people may come from the provider: `lan` without a password, `minh` with one."""
    warehouse = tmp_path_factory.mktemp("vouched") / "kho"
    with open_warehouse(warehouse) as services:
        keeping = KeepingAccounts(services.database, clock=services.clock)
        for account_id, is_vouched_for in (("lan", True), ("minh", False)):
            new = NewAccount(
                id=account_id,
                name=account_id.title(),
                roles=frozenset({Role.CHECKER}),
                agency=AGENCY,
                is_vouched_for=is_vouched_for,
            )
            keeping.make(new, by=OPERATOR)
        citizen = NewAccount(
            id="hoa",
            name="Hoa",
            roles=frozenset({Role.CITIZEN}),
            owner=Owner(kind=OwnerKind.CITIZEN, number="044203001234"),
            is_vouched_for=True,
        )
        keeping.make(citizen, by=OPERATOR)
    port = free_port()
    with (
        provider(f"http://127.0.0.1:{port}/sign-in/oidc/back") as issuer,
        serving(
            warehouse,
            DIGITIZE_OIDC_ISSUER=issuer,
            DIGITIZE_OIDC_CLIENT_ID="desk",
            DIGITIZE_OIDC_CLIENT_SECRET="a secret for tests alone",
            port=port,
        ) as server,
    ):
        yield server, warehouse


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    contexts = []

    def fresh() -> Page:
        context = browser.new_context()
        # The provider's page asks the internet for a font.
        context.route(lambda address: "127.0.0.1" not in address, lambda route: route.abort())
        contexts.append(context)
        return context.new_page()

    yield fresh
    for context in contexts:
        context.close()


def sign_in_elsewhere(page: Page, server: RunningServer, name: str) -> None:
    page.goto(f"{server.address}/account")
    page.get_by_role("link", name="hệ thống đăng nhập chung").click()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("whatever")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_who_is_known_there_and_here_is_signed_in_and_bound(
    house: tuple[RunningServer, Path], open_page: Callable[[], Page]
) -> None:
    server, warehouse = house
    for _ in range(2):  # the second time by the provider's subject
        page = open_page()
        sign_in_elsewhere(page, server, "lan")
        expect(page).to_have_url(f"{server.address}/account")
        expect(page.get_by_text("Lan").first).to_be_visible()
    with open_warehouse(warehouse) as services:
        account = Accounts(services.database).find("lan")
        assert account is not None
        assert account.subject == "lan"


def test_a_citizen_comes_to_the_own_papers(
    house: tuple[RunningServer, Path], open_page: Callable[[], Page]
) -> None:
    server, warehouse = house
    page = open_page()
    sign_in_elsewhere(page, server, "hoa")
    page.goto(server.address)
    expect(page).to_have_url(f"{server.address}/own-papers")
    with open_warehouse(warehouse) as services:
        account = Accounts(services.database).find("hoa")
        assert account is not None
        assert (account.subject, account.viewer.owner and account.viewer.owner.number) == (
            "hoa",
            "044203001234",
        )


@pytest.mark.parametrize("name", ["minh", "nguoi-la"], ids=["has a password", "unknown here"])
def test_nobody_else_gets_in_by_a_name(
    house: tuple[RunningServer, Path], open_page: Callable[[], Page], name: str
) -> None:
    server, _ = house
    page = open_page()
    sign_in_elsewhere(page, server, name)
    expect(page.get_by_text("không đúng")).to_be_visible()
    page.goto(f"{server.address}/account")
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_a_code_that_another_browser_fetched_opens_nothing(
    house: tuple[RunningServer, Path], open_page: Callable[[], Page]
) -> None:
    server, _ = house
    page = open_page()
    answer = page.goto(f"{server.address}/sign-in/oidc/back?code=stolen&state=guessed")
    assert answer is not None
    assert answer.status == 401
