"""Somebody's page in a real browser, and what it looks like as a small PNG."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

SCREEN = ViewportSize(width=1366, height=768)
"""The old PCs of a counter."""
PHONE = ViewportSize(width=360, height=740)
COLOURS = 128  # a picture of a page has few; as a palette it takes a third of the bytes
DRAWN_MS = 300
"""After the last byte came: pictures of pages are decoded, a chart is laid out."""


class Camera:
    def __init__(
        self, opened: Browser, address: str, tokens: Mapping[str, str], folder: Path
    ) -> None:
        self._browser = opened
        self._address = address
        self._tokens = tokens
        self._folder = folder

    @contextmanager
    def page(
        self, account: str = "", *, is_dark: bool = False, on_phone: bool = False
    ) -> Iterator[Page]:
        """Of this account, signed in; of a stranger where it is empty."""
        context = self._browser.new_context(
            viewport=PHONE if on_phone else SCREEN,
            base_url=self._address,
            color_scheme="dark" if is_dark else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        if account:
            token = self._tokens[account]
            context.add_cookies([{"name": "digitize", "value": token, "url": self._address}])
        yield context.new_page()
        context.close()

    def keep(self, page: Page, name: str, *, is_whole: bool = False) -> None:
        """What is seen now, or all of the page however long."""
        page.wait_for_timeout(DRAWN_MS)
        path = self._folder / f"{name}.png"
        page.screenshot(path=path, full_page=is_whole)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)

    def visit(self, page: Page, address: str, name: str, *, is_whole: bool = False) -> None:
        page.goto(address)
        page.wait_for_load_state("load")
        self.keep(page, name, is_whole=is_whole)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield launched
        launched.close()
