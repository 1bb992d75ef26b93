"""The counter's pages: files dropped and followed to their end, what is wrong told, a cut line gone on with, the receipt printed."""

import base64
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from checking_factories import a_drawn_paper
from desk_rig import Desk
from PIL import Image
from playwright.sync_api import Page, Route, expect

from storage.ledger import Event

DOSSIER = "000.00.16.H07-260220-0005"
READ_SECONDS = 120_000.0  # milliseconds; many tests may share few cores
PIECE_BYTES = 4 * 1024**2


def drop(page: Page, *files: Path) -> None:
    """As the officer does with the mouse."""
    page.evaluate(
        """files => {
          const data = new DataTransfer()
          for (const [name, bytes] of files) {
            data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name))
          }
          const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          document.getElementById('drop').dispatchEvent(event)
        }""",
        [[file.name, base64.b64encode(file.read_bytes()).decode()] for file in files],
    )


def a_large_picture(folder: Path) -> Path:
    """A page of grain, which takes three pieces."""
    grain = np.random.default_rng(7).integers(0, 256, size=(3500, 3000), dtype=np.uint8)
    file = folder / "trang-lớn.png"
    Image.fromarray(grain).save(file, "PNG", dpi=(300, 300), compress_level=0)
    assert file.stat().st_size > 2 * PIECE_BYTES
    return file


@pytest.mark.samples
def test_two_scans_are_followed_to_their_end_and_receipted(
    samples: Path,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as("counter_officer")
    page.goto("/batches/new")
    accessible(page)
    picture(page, "quay-gui-tep")
    page.get_by_label("Mã hồ sơ").fill(DOSSIER)
    page.get_by_label("Thủ tục").fill("1.001193")
    scans = samples / "scans"
    drop(page, scans / "ctut_635_thongbao_2023.pdf", scans / "lv_03_ct_bct_2010_100dpi.pdf")
    page.evaluate("window.isSamePage = true")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator("#files .said").first).to_contain_text("Đã nhận", timeout=READ_SECONDS)
    expect(page.locator("#batch .state").first).to_have_text("chờ kiểm tra", timeout=READ_SECONDS)
    expect(page.locator(".advice")).to_contain_text("dưới 200 dpi, đặt máy 300 dpi")
    expect(page.locator(".checklist")).to_contain_text("còn thiếu")
    assert page.evaluate("window.isSamePage")
    accessible(page)
    picture(page, "quay-lo-quet")

    page.get_by_role("button", name="Đã gửi đủ, kết thúc lô").click()
    expect(page.get_by_role("heading", name="Biên nhận giấy tờ đã quét")).to_be_visible()
    accessible(page)
    page.emulate_media(media="print")
    expect(page.locator("header.frame")).to_be_hidden()
    expect(page.locator(".receipt tbody tr")).to_have_count(2)
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
    picture(page, "quay-bien-nhan")

    page.emulate_media(media="screen")
    page.goto("/batches")
    accessible(page)
    picture(page, "quay-danh-sach")
    expect(page.get_by_text(DOSSIER)).to_be_visible()
    stranger = page_as("other-counter_officer")
    stranger.goto("/batches")
    expect(stranger.get_by_text("Chưa có lô quét nào")).to_be_visible()


def test_an_upload_goes_on_where_the_line_was_cut(
    tmp_path: Path, page_as: Callable[..., Page]
) -> None:
    page = page_as("counter_officer")
    offsets: list[int] = []
    is_cut = False

    def line(route: Route) -> None:
        nonlocal is_cut
        offset = int(route.request.headers.get("upload-offset", "0"))
        is_cut = is_cut or offsets == [0]  # the second piece meets no line
        if route.request.method == "PATCH":
            offsets.append(offset)
        if is_cut:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/api/v1/uploads/*", line)
    page.goto("/batches/new")
    page.locator("#chosen").set_input_files(a_large_picture(tmp_path))
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator("#files .said")).to_contain_text("Mất đường truyền", timeout=60_000)
    page.context.set_offline(True)
    page.unroute("**/api/v1/uploads/*")
    page.wait_for_timeout(300)
    is_cut = False
    page.route("**/api/v1/uploads/*", line)
    offsets.append(-1)
    page.context.set_offline(False)
    expect(page.locator("#files .said")).to_have_text("Đã nhận, 1 trang", timeout=60_000)
    after = offsets[offsets.index(-1) + 1 :]
    assert after[0] == PIECE_BYTES
    assert 0 not in after


def test_a_file_that_cannot_be_used_says_so_beside_itself(
    tmp_path: Path, page_as: Callable[..., Page]
) -> None:
    file = tmp_path / "ghi-chú.pdf"
    file.write_bytes(b"no scan at all")
    page = page_as("counter_officer")
    page.goto("/batches/new")
    page.locator("#chosen").set_input_files(file)
    page.get_by_role("button", name="Gửi", exact=True).click()
    said = page.locator("#files li.bad .said")
    expect(said).not_to_be_empty(timeout=60_000)
    expect(page.locator("#batch .advice")).to_contain_text(said.inner_text())


def test_a_batch_and_its_receipt_fit_the_screen_at_twice_its_size(
    desk: Desk,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
) -> None:
    name = "Tờ khai đăng ký khai sinh của công dân có tên tệp rất dài không ngắt quãng_" + "x" * 60
    with desk.services() as services:
        (paper,) = a_drawn_paper(services, name, documents=((0, 1),))
        scan = services.catalogue.scan(services.catalogue.document(paper).scan_id)
        faulty = {"page": 1, "faults": ["blurred", "upside_down"]}
        said = {"actor": "system", "data": faulty, "at": services.clock()}
        services.catalogue.note(Event.PAGE_FAULTY, scan.id, **said)
    page = page_as("counter_officer")
    page.set_viewport_size({"width": 683, "height": 384})  # of the old PCs' screen at 200 %
    for address in ("/batches", f"/batches/{scan.batch_id}", f"/batches/{scan.batch_id}/receipt"):
        page.goto(address)
        accessible(page)
        fits(page)
    expect(page.get_by_text("Trang 2 bị mờ, lau mặt kính rồi quét lại.")).to_be_visible()

    page.goto(f"/batches/{scan.batch_id}")
    page.get_by_role("button", name="Đã quét lại, không nhắc nữa").first.click()
    expect(page.locator(".advice li.good")).to_contain_text("Trang 2 bị mờ")
    page.goto(f"/batches/{scan.batch_id}/receipt")
    expect(page.get_by_text("bị mờ")).to_have_count(0)


def test_who_signs_sees_what_waits(
    page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("signer")
    page.goto("/signing")
    expect(page.get_by_role("heading", name="Giấy tờ chờ ký số")).to_be_visible()
    accessible(page)
