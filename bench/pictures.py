"""Pictures of every page of the desk for the guides: a demo warehouse, people of each role, a real browser.

    python -m bench.pictures docs/pictures

The papers are the demo's own drawings; nobody's scan is shown. Whoever changed how a page looks makes them anew.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import demo
from config.settings import Settings
from digitize.access import Role
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn
from workers.services import open_services

AGENCY = "000.00.16.H07"
SCREEN = {"width": 1366, "height": 768}
COMMAND = Path(sys.executable).with_name("digitize")
PEOPLE = {
    "lan.nt": ("Nguyễn Thị Lan", Role.COUNTER_OFFICER),
    "minh.tv": ("Trần Văn Minh", Role.CHECKER),
    "quan-tri": ("Lê Thị Hạnh", Role.OPERATOR),
}
COLOURS = 128  # a picture of a page has few; as a palette it takes a third of the bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        warehouse, scans = Path(temporary) / "kho", Path(temporary) / "giay-to"
        demo.make(scans)
        _run("run", scans, "--warehouse", warehouse)
        tokens = _people(warehouse)
        with _serving(warehouse) as address, _browser() as browser:
            _Photographer(browser, address, tokens, folder).all(warehouse, scans)


class _Photographer:
    def __init__(
        self, browser: Browser, address: str, tokens: dict[str, str], folder: Path
    ) -> None:
        self._browser = browser
        self._address = address
        self._tokens = tokens
        self._folder = folder

    def all(self, warehouse: Path, scans: Path) -> None:
        with open_services(Settings(warehouse=warehouse)) as services:
            record = services.catalogue.records()[0]
        self._stranger()
        self._counter(scans)
        self._checker(record.id)
        self._operator()

    def _stranger(self) -> None:
        with self._page("") as page:
            page.goto("/sign-in")
            self._keep(page, "dang-nhap")

    def _counter(self, scans: Path) -> None:
        with self._page("lan.nt") as page:
            page.goto("/batches/new")
            page.get_by_label("Mã hồ sơ").fill("000.00.16.H07-261123-0005")
            files = sorted(scans.iterdir())[:3]
            page.locator("#chosen").set_input_files(files)
            self._keep(page, "gui-tep")
            page.get_by_role("button", name="Gửi", exact=True).click()
            page.locator("#sum", has_text="Đã nhận đủ tệp.").wait_for(timeout=120_000)
            page.get_by_role("button", name="Đã gửi đủ").click()
            page.wait_for_timeout(3000)
            page.goto("/batches")
            self._keep(page, "lo-quet")
            page.get_by_role("link", name="261123-0005").first.click()
            page.wait_for_timeout(2000)
            self._keep(page, "mot-lo-quet")
            page.get_by_role("link", name="Biên nhận").click()
            self._keep(page, "bien-nhan")

    def _checker(self, record: str) -> None:
        with self._page("minh.tv") as page:
            page.goto("/check")
            self._keep(page, "hang-cho")
            page.get_by_role("link", name="Bắt đầu kiểm tra").click()
            page.wait_for_timeout(2500)
            self._keep(page, "ban-kiem-tra")
            page.keyboard.press("F1")
            self._keep(page, "phim-tat")
            page.goto("/records?words=quyet+dinh")
            self._keep(page, "tra-cuu")
            page.goto(f"/records/{record}")
            page.wait_for_timeout(2000)
            self._keep(page, "mot-giay-to")
        with self._page("minh.tv", scheme="dark") as page:
            page.goto("/check/next")
            page.wait_for_timeout(2500)
            self._keep(page, "ban-kiem-tra-nen-toi")

    def _operator(self) -> None:
        with self._page("quan-tri") as page:
            for place, name in (
                ("operate", "van-hanh"),
                ("operate/failures", "su-co"),
                ("operate/upkeep", "bao-tri"),
                ("operate/settings", "thiet-lap"),
                ("operate/stations", "tram-quet"),
                ("accounts", "tai-khoan"),
                ("account", "tai-khoan-cua-toi"),
            ):
                page.goto(f"/{place}")
                self._keep(page, name)

    @contextmanager
    def _page(self, account: str, *, scheme: str = "light") -> Iterator[Page]:
        context: BrowserContext = self._browser.new_context(
            viewport=SCREEN,
            base_url=self._address,
            color_scheme=scheme,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        if account:
            context.add_cookies(
                [{"name": "digitize", "value": self._tokens[account], "url": self._address}]
            )
        yield context.new_page()
        context.close()

    def _keep(self, page: Page, name: str) -> None:
        path = self._folder / f"{name}.png"
        page.screenshot(path=path)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def _people(warehouse: Path) -> dict[str, str]:
    """A session's token by account."""
    with open_services(Settings(warehouse=warehouse)) as services:
        accounts, signing_in = (
            Accounts(services.database),
            SigningIn(services.database, clock=services.clock),
        )
        tokens = {}
        for account_id, (name, role) in PEOPLE.items():
            account = Account(
                id=account_id,
                name=name,
                roles=frozenset({role}),
                agency="" if role is Role.OPERATOR else AGENCY,
                made_at=services.clock(),
            )
            accounts.make(account, actor="system")
            tokens[account_id], _ = signing_in.begin(account)
        return tokens


@contextmanager
def _serving(warehouse: Path) -> Iterator[str]:
    """The server's address, while it runs."""
    said = warehouse.with_suffix(".stderr")
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [COMMAND, "serve", "--warehouse", warehouse, "--port", "0"],
            stderr=errors,
            env={**os.environ, "DIGITIZE_AGENCY_CODE": AGENCY},
        )
    try:
        while not (found := re.search(r"http://\S+", said.read_text())):
            if process.poll() is not None:
                raise SystemExit(said.read_text())
        yield found.group()
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield launched
        launched.close()


def _run(*words: object) -> None:
    """A command of ours; papers that wait for a person, and files refused, are as wanted."""
    settings = {"DIGITIZE_AGENCY_CODE": AGENCY}
    subprocess.run([COMMAND, *map(str, words)], env={**os.environ, **settings}, check=False)


if __name__ == "__main__":
    main()
