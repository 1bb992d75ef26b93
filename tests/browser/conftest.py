"""The desk in a real browser: a server of this test process, Chromium, and people who are signed in."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from desk_rig import ROOT, Desk, opened_desk
from playwright.sync_api import Browser, Page, sync_playwright

AXE = ROOT / "tests" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
SCREEN = {"width": 1366, "height": 768}
"""The old PCs of a counter."""


@pytest.fixture(scope="session")
def open_desk() -> Callable[..., AbstractContextManager[Desk]]:
    """A server on a warehouse that `fill` has to itself before, with a person of every role in two agencies."""
    return opened_desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One server a test process, with the same people: `checker`, `other-checker`, ..."""
    with opened_desk(tmp_path_factory.mktemp("desk") / "kho") as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a module: while Playwright is open its event loop runs in this thread, and nobody else's `asyncio.run` can."""
    chromium = shutil.which("chromium")
    assert chromium, "Debian's chromium is installed by scripts/setup"
    with sync_playwright() as playwright:
        # No sandbox of its own: tests may run as root, and it shows pages of this very server alone.
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page_as(desk: Desk, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens a page on which this account is signed in; whatever the browser complains of fails the test."""
    contexts = []
    complaints: list[str] = []

    def open_page(account_id: str = "") -> Page:
        context = browser.new_context(
            viewport=SCREEN, base_url=desk.address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        contexts.append(context)
        if account_id:
            context.add_cookies(
                [{"name": "digitize", "value": desk.session_of(account_id), "url": desk.address}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Asks axe-core about a page as it is shown now: WCAG 2.1 A and AA."""

    def check(page: Page) -> None:
        _wait_for_all_of(page)
        # Outside the page's own rules for scripts, which forbid any that is not ours.
        page.evaluate(AXE.read_text(encoding="utf-8") + "\n;null")
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        )
        faults = {
            fault["id"]: [node["html"][:120] for node in fault["nodes"]]
            for fault in found["violations"]
        }
        assert faults == {}, f"{page.url}: {faults}"

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Refuses a page that must be moved sideways to be read."""

    def check(page: Page) -> None:
        _wait_for_all_of(page)
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= seen, page.url

    return check


def _wait_for_all_of(page: Page) -> None:
    """A click returns once the next page begins to come, which may be before it has an element or its styles."""
    page.wait_for_load_state("load")


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps what a page looks like for the guides, where `make pictures` asks for it."""

    def keep(page: Page, name: str) -> None:
        if os.environ.get("PICTURES"):
            page.screenshot(path=ROOT / "docs" / "pictures" / f"{name}.png", full_page=True)

    return keep
