"""The checking desk in a real browser, by keyboard: papers cleared one after the other, by two people, with the line cut."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from checking_factories import a_decision, a_drawn_paper, a_found
from desk_rig import ROOT, Desk
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect
from running_server import COMMAND, serving
from web_factories import AGENCY, open_warehouse

from bench.demo import letter
from digitize.access import Role
from digitize.checking import values_of
from digitize.model import Description, DocumentId, Reason, Verdict
from digitize.rows import Document
from digitize.status import DocumentStatus
from storage.accounts import Account, Accounts
from storage.desk_rows import DeskRows
from workers.services import Services

expect.set_options(timeout=20_000)  # many tests may share few cores

PAPERS = ("một", "hai", "ba", "bốn", "năm", "nháp", "sáu")
REAL = "qn_47_quyetdinh_2025.pdf"
"""A decision with its number and day in handwriting; where the real scans are not, a drawn one is doubtful too."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server of its own, its papers there before it starts: none of them is still on its way when somebody looks."""
    warehouse = tmp_path_factory.mktemp("checking") / "kho"
    really_read(a_real_scan(warehouse.parent), warehouse)
    with open_warehouse(warehouse) as services:
        for account_id, name in (("lan", "Trần Thị Lan"), ("binh", "Lê Văn Bình")):
            make_checker(services, account_id, name)
        for name in PAPERS:
            a_drawn_paper(services, name, description=a_decision("reference", "signer_name"))
        a_drawn_paper(services, "tách", documents=((0, 1, 2),))
        a_drawn_paper(services, "ghép", documents=((0,), (1,)))
        a_drawn_paper(services, "xoay", documents=((0, 1),))
        a_drawn_paper(services, "lấy lại", documents=((0, 1, 2),))
        a_drawn_paper(services, "sách", documents=(tuple(range(200)),))
        a_drawn_paper(services, "nặng", description=a_birth(services))
    with serving(
        warehouse, DIGITIZE_AGENCY_CODE=AGENCY, DIGITIZE_WEIGHTY_FIELDS="certificate_number"
    ) as server:
        yield Desk(server, warehouse)


def a_real_scan(folder: Path) -> Path:
    samples = ROOT.parent / "shared" / "samples"
    real = Path(os.environ.get("SAMPLES", samples)) / "scans" / REAL
    if not real.is_file():
        real = folder / "cong-van.pdf"
        letter(real, Random("02-cong-van.pdf"))
    return real


def really_read(scan: Path, warehouse: Path) -> None:
    subprocess.run(
        [COMMAND, "run", scan, "--warehouse", warehouse],
        env={**os.environ, "DIGITIZE_AGENCY_CODE": AGENCY, "OMP_THREAD_LIMIT": "1"},
        check=False,
        capture_output=True,
    )


def make_checker(services: Services, account_id: str, name: str) -> None:
    account = Account(
        id=account_id,
        name=name,
        roles=frozenset({Role.CHECKER}),
        agency=AGENCY,
        made_at=services.clock(),
    )
    Accounts(services.database).make(account, actor="test")


def a_birth(services: Services) -> Description:
    """Of which all is sure but the number, which two people enter."""
    fields = services.types["giay_khai_sinh"].required
    return Description(
        verdict=Verdict(type_code="giay_khai_sinh", confidence=0.99),
        fields=tuple(a_found(spec.key, "sure") for spec in fields),
        reasons=(Reason(code="field_unsure", field_key="certificate_number", page_index=0),),
    )


def paper_of(desk: Desk, name: str, place: int = 0) -> DocumentId:
    with desk.services() as services:
        found = [one for one in services.catalogue.documents() if one.source == f"{name}.tif"]
        return sorted(one.id for one in found)[place]


def document(desk: Desk, paper: DocumentId) -> Document:
    with desk.services() as services:
        return services.catalogue.document(paper)


def open_paper(page: Page, paper: DocumentId) -> None:
    """Until its picture is there and the first field has the cursor."""
    page.goto(f"/check/{paper}")
    expect(page.locator("#desk[data-shown]")).to_be_attached(timeout=20_000)
    expect(page.locator("#desk:has(:focus), #desk:not([data-open=yes])")).to_be_attached()


def reference(page: Page) -> Locator:
    return page.get_by_label(re.compile("^Số, ký hiệu"))


def type_over(page: Page, text: str) -> None:
    """Into the field with the cursor, whose value is selected."""
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def wait_for(desk: Desk, paper: DocumentId, *statuses: DocumentStatus) -> Document:
    for _ in range(200):
        found = document(desk, paper)
        if found.status in statuses:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{paper} is {found.status}")


def wait_for_claim(desk: Desk, paper: DocumentId, account: str) -> None:
    """The page asks for it once it is shown."""
    for _ in range(200):
        with desk.services() as services:
            held = DeskRows(services.database).holder(paper, at=services.clock())
        if held is not None and held.account == account:
            return
        time.sleep(0.1)
    raise AssertionError(f"{account} never had {paper}")


def cleared(page: Page) -> None:
    """Accept what asks, and approve."""
    for _ in range(30):
        if page.evaluate("document.activeElement.dataset.action") == "approve":
            break
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")


# ---- one person -----------------------------------------------------------------------------------


def test_a_real_doubtful_paper_is_cleared_by_keyboard_alone_and_filed(
    desk: Desk,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    with desk.services() as services:
        waiting = services.catalogue.documents(status=DocumentStatus.NEEDS_CHECK)
    paper = next(one.id for one in waiting if one.source.endswith(".pdf"))
    page = page_as("lan")
    page.goto("/check")
    accessible(page)
    picture(page, "hang-cho")
    open_paper(page, paper)
    accessible(page)
    picture(page, "ban-kiem-tra")
    cleared(page)
    expect(page.get_by_text("Đã duyệt.")).to_be_visible()
    expect(page).not_to_have_url(re.compile(paper))
    filed = wait_for(desk, paper, DocumentStatus.FILED)
    assert filed.record_id


def test_a_correction_and_an_offer_go_by_keys_to_the_next_paper(
    desk: Desk, page_as: Callable[..., Page]
) -> None:
    paper = paper_of(desk, "một")
    page = page_as("lan")
    open_paper(page, paper)
    expect(reference(page)).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(reference(page)).to_have_value("30/2020/NĐ-CP")
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("^Người ký"))).to_be_focused()
    type_over(page, "Trần Văn Nam")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the approval has the cursor now
    expect(page.get_by_text("Đã duyệt.")).to_be_visible()
    values = values_of(wait_for(desk, paper, DocumentStatus.CHECKED).description)
    assert (values["reference"], values["signer_name"]) == ("30/2020/NĐ-CP", "Trần Văn Nam")


def test_nothing_is_approved_while_something_asks_and_the_help_lists_the_keys(
    desk: Desk, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("lan")
    open_paper(page, paper_of(desk, "hai"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Còn 2 trường chưa xem")).to_be_visible()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog")).to_contain_text("Duyệt và sang giấy tờ tiếp")
    accessible(page)
    page.keyboard.press("Escape")
    type_over(page, "không phải số")
    expect(page.get_by_text("Giá trị không đúng định dạng").first).to_be_visible()


def test_a_type_is_found_by_its_letters_and_brings_its_own_fields(
    desk: Desk, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("lan")
    open_paper(page, paper_of(desk, "ba"))
    page.keyboard.press("Alt+l")
    page.keyboard.type("trich luc khai tu")
    accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("^Ngày chết"))).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_value("Trích lục khai tử")


def test_nothing_is_cut_off_at_twice_the_size(
    desk: Desk,
    page_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
) -> None:
    page = page_as("lan")
    page.set_viewport_size({"width": 683, "height": 384})  # of the old PCs' screen at 200 %
    for address in ("/check", f"/check/{paper_of(desk, 'ba')}"):
        page.goto(address)
        accessible(page)
        fits(page)


# ---- pages ----------------------------------------------------------------------------------------


def test_a_paper_is_split_where_another_begins(desk: Desk, page_as: Callable[..., Page]) -> None:
    paper = paper_of(desk, "tách")
    page = page_as("lan")
    open_paper(page, paper)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("Alt+t")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xếp lại trang")).to_be_visible()
    assert document(desk, paper).page_indexes == (0, 1)


def test_two_papers_are_merged(desk: Desk, page_as: Callable[..., Page]) -> None:
    paper = paper_of(desk, "ghép")
    page = page_as("lan")
    open_paper(page, paper)
    page.keyboard.press("Alt+g")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xếp lại trang")).to_be_visible()
    assert document(desk, paper).page_indexes == (0, 1)


def test_a_page_is_turned_and_another_set_aside(desk: Desk, page_as: Callable[..., Page]) -> None:
    paper = paper_of(desk, "xoay")
    page = page_as("lan")
    open_paper(page, paper)
    page.keyboard.press("Alt+x")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xếp lại trang")).to_be_visible()
    wait_for(desk, paper, DocumentStatus.NEEDS_CHECK)
    open_paper(page, paper)
    page.keyboard.press("PageDown")
    page.keyboard.press("Alt+b")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xếp lại trang")).to_be_visible()
    assert document(desk, paper).page_indexes == (0,)
    with desk.services() as services:
        pages = services.catalogue.pages(document(desk, paper).scan_id)
    assert (pages[0].turned_degrees, pages[1].document_id) == (90, None)


def test_a_page_that_was_set_aside_is_taken_back_by_keyboard(
    desk: Desk, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    paper = paper_of(desk, "lấy lại")
    page = page_as("lan")
    open_paper(page, paper)
    page.keyboard.press("Alt+u")
    expect(page.get_by_text("Tệp quét này không có trang nào để riêng.")).to_be_visible()
    page.keyboard.press("PageDown")
    page.keyboard.press("Alt+b")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xếp lại trang")).to_be_visible()
    wait_for(desk, paper, DocumentStatus.NEEDS_CHECK)
    open_paper(page, paper)
    page.keyboard.press("Alt+u")
    dialog = page.get_by_role("dialog", name="Lấy lại trang đã để riêng")
    expect(dialog.get_by_role("button", name="Trang 2")).to_be_focused()
    accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert document(desk, paper).page_indexes == (0, 2)  # nobody said so yet
    page.keyboard.press("Alt+u")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xếp lại trang")).to_be_visible()
    assert document(desk, paper).page_indexes == (0, 1, 2)


def test_a_paper_goes_back_to_the_counter_and_another_is_rejected(
    desk: Desk, page_as: Callable[..., Page]
) -> None:
    blurred, doubled = paper_of(desk, "bốn"), paper_of(desk, "năm")
    page = page_as("lan")
    open_paper(page, blurred)
    page.keyboard.press("Alt+q")
    type_over(page, "bị mất góc")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã gửi yêu cầu quét lại")).to_be_visible()
    with desk.services() as services:
        asked = DeskRows(services.database).rescan(blurred)
    assert asked is not None
    assert asked.sentence == "Trang 1 bị mất góc, quét lại."
    open_paper(page, doubled)
    page.keyboard.press("Alt+r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã từ chối.")).to_be_visible()
    assert document(desk, doubled).error_code == "duplicate"


def test_a_book_opens_its_first_page_and_no_other(desk: Desk, page_as: Callable[..., Page]) -> None:
    page = page_as("lan")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "picture" in one.url else None)
    open_paper(page, paper_of(desk, "sách"))
    page.wait_for_timeout(500)
    wide = [one for one in asked if "width=160&" not in one and "sách" not in one]
    assert {re.search(r"pages/(\d+)/", one)[1] for one in wide} <= {"1"}
    assert len(asked) < 30  # the small ones in sight


# ---- two people, and a line that breaks -----------------------------------------------------------


def test_two_people_never_edit_one_paper(desk: Desk, page_as: Callable[..., Page]) -> None:
    paper = paper_of(desk, "hai")
    first, second = page_as("lan"), page_as("binh")
    open_paper(first, paper)
    wait_for_claim(desk, paper, "lan")
    open_paper(second, paper)
    expect(second.get_by_text("Trần Thị Lan đang kiểm tra giấy tờ này")).to_be_visible()
    expect(reference(second)).to_be_disabled()
    first.goto("/check")  # and with it the claim is left
    expect(first.get_by_role("heading", name="Giấy tờ chờ kiểm tra")).to_be_visible()
    open_paper(second, paper)
    expect(reference(second)).to_be_enabled()


def test_what_was_typed_outlives_a_cut_line_and_a_reload(
    desk: Desk, page_as: Callable[..., Page]
) -> None:
    paper = paper_of(desk, "nháp")
    page = page_as("lan")
    open_paper(page, paper)
    page.context.set_offline(True)
    type_over(page, "2399/QĐ-UBND")
    expect(page.get_by_text("Mất kết nối")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("chưa gửi được")).to_be_visible()
    expect(reference(page)).to_have_value("2399/QĐ-UBND")
    with pytest.raises(PlaywrightError):
        page.reload()
    page.context.set_offline(False)
    open_paper(page, paper)
    expect(reference(page)).to_have_value("2399/QĐ-UBND")
    expect(page.get_by_text("Đã lưu nháp")).to_be_visible()
    page.evaluate("localStorage.clear()")
    open_paper(page, paper)
    expect(reference(page)).to_have_value("2399/QĐ-UBND")
    cleared(page)
    checked = wait_for(desk, paper, DocumentStatus.CHECKED)
    assert values_of(checked.description)["reference"] == "2399/QĐ-UBND"


def test_a_weighty_field_is_entered_by_two_who_see_nothing_of_each_other(
    desk: Desk, page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    paper = paper_of(desk, "nặng")
    first, second = page_as("lan"), page_as("binh")
    open_paper(first, paper)
    type_over(first, "245/2022")
    cleared(first)
    expect(first.get_by_text("chờ người khác nhập lại")).to_be_visible()
    open_paper(second, paper)
    expect(second.get_by_text("Nhập độc lập lần hai")).to_be_visible()
    accessible(second)
    assert "245/2022" not in second.content()
    number = second.get_by_label(re.compile("^Số giấy chứng nhận"))
    expect(number).to_have_value("")
    type_over(second, "245/2022")
    cleared(second)
    expect(second.get_by_text("Hai người nhập giống nhau")).to_be_visible()
    wait_for(desk, paper, DocumentStatus.CHECKED)


def test_how_long_the_next_paper_and_a_book_take_to_open(
    desk: Desk, page_as: Callable[..., Page], capsys: pytest.CaptureFixture[str]
) -> None:
    """Prints what it measured and judges no time: what else the machine does is not known here."""
    page = page_as("lan")
    open_paper(page, paper_of(desk, "sáu"))
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    approved = _milliseconds(page, {"key": "Enter", "code": "Enter", "ctrlKey": True})
    left = _milliseconds(page, {"key": "n", "code": "KeyN", "altKey": True})
    began = time.perf_counter()
    open_paper(page, paper_of(desk, "sách"))
    opened = time.perf_counter() - began
    with capsys.disabled():
        sys.stdout.write(
            f"\nnext paper {approved:.0f} ms after an approval, {left:.0f} ms without;"
            f" a book of 200 pages {opened:.2f} s\n"
        )


def _milliseconds(page: Page, keys: dict[str, object]) -> float:
    """From the key to the next document's form and picture on the screen."""
    assert page.evaluate(_FETCHED), "the next paper was not fetched ahead"
    page.wait_for_timeout(1500)  # a person looks at it so long at least
    return float(page.evaluate(_TIMED, keys))


# Not `wait_for_function`: it asks again by `eval`, which the page's own rules forbid.
_FETCHED = """async () => {
  for (let tries = 0; tries < 400; tries++) {
    if (desk.following && await desk.following) return true
    await new Promise(done => setTimeout(done, 50))
  }
  return false
}"""
_TIMED = """keys => new Promise((done, fail) => {
  const before = document.getElementById('desk')
  const began = performance.now()
  const look = () => {
    const now = document.getElementById('desk')
    const took = performance.now() - began
    if (now !== before && now?.dataset.shown) done(took)
    else if (took > 60000) fail(new Error(`${now !== before} ${now?.querySelector('#no-picture').hidden} ${document.body.innerText}`))
    else requestAnimationFrame(look)
  }
  const event = new KeyboardEvent('keydown', { ...keys, bubbles: true, cancelable: true })
  document.activeElement.dispatchEvent(event)
  look()
})"""
