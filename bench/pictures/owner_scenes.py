"""Whose papers are, who uses them, and what a stranger is told: officers, the citizen on a telephone, another counter."""

from pathlib import Path

from pdf2image import convert_from_path

from bench.pictures.camera import Camera
from bench.pictures.house import CITIZEN, OTHER_AGENCY, House
from digitize.proof.codes import grouped
from workers.proving.papers import proof_code

DOSSIER = "000.00.17.H07-261123-0012"
OLDER_NUMBER = "191234567"


def owners(camera: Camera, house: House) -> None:
    with camera.page("minh.tv") as page:
        camera.visit(page, "/owners", "cho-chu-giay-to")
        page.locator('a[href^="/owners/records/"]').first.click()
        page.locator("#viewer img").wait_for()
        page.wait_for_load_state("networkidle")
        camera.keep(page, "chu-giay-to")
        page.goto("/owners/links")
        page.get_by_label("Số thứ nhất").fill(house.owner.number)
        page.get_by_label("Số thứ hai").fill(OLDER_NUMBER)
        page.get_by_label("Vì sao biết là của một người").fill("Đã xem thẻ và giấy xác nhận")
        page.get_by_role("button", name="Nối hai số").click()
        page.wait_for_url("**/owners/links/*")
        camera.keep(page, "noi-hai-so")
        camera.visit(page, "/owners/links?state=linked", "cac-so-da-noi")
        camera.visit(page, "/paper-links", "giay-to-noi-ve-nhau")


def citizen(camera: Camera, house: House) -> None:
    record = house.card
    with camera.page(CITIZEN, on_phone=True) as page:
        page.goto("/own-papers")
        page.locator(".own-card img").first.evaluate("image => image.decode()")
        camera.keep(page, "giay-to-cua-toi")
        page.goto(f"/own-papers/{record.id}")
        page.get_by_text("Cho một cơ quan dùng giấy tờ này").click()
        page.get_by_label("Cơ quan nào").select_option(OTHER_AGENCY)
        page.get_by_label("Để làm thủ tục gì").select_option(index=1)
        page.get_by_text("Cho một cơ quan dùng giấy tờ này").scroll_into_view_if_needed()
        page.get_by_label("Cơ quan nào").evaluate(
            "field => field.scrollIntoView({block: 'center'})"
        )
        camera.keep(page, "cho-phep")
        page.get_by_role("button", name="Cho phép").click()
        page.get_by_text("Đang cho phép").first.wait_for()
        page.goto(f"/own-papers/{record.id}")
        page.get_by_text("Báo sai sót trong giấy tờ này").click()
        page.get_by_label("Sai ở đâu").fill("Nơi thường trú ghi sai số nhà, đúng là số 12A.")
        page.get_by_role("button", name="Gửi cho cơ quan").click()
        page.wait_for_load_state("load")
        camera.visit(page, "/own-complaints", "toi-bao-sai")
        camera.visit(page, "/own-grants", "toi-cho-phep")
        camera.visit(page, "/own-grants/new", "cho-phep-nhieu", is_whole=True)
        page.goto("/own-data")
        page.get_by_role("button", name="Lập bản kê").click()
        page.get_by_role("heading", name="Giấy tờ trong kho").wait_for()
        camera.keep(page, "du-lieu-cua-toi", is_whole=True)


def other_counter(camera: Camera) -> None:
    """The officer whom the citizen permitted it."""
    with camera.page("tuan.hm") as page:
        camera.visit(page, "/reuse", "dung-lai")
        page.get_by_role("link", name="Một giấy tờ").first.click()
        page.get_by_label("Mã hồ sơ").fill(DOSSIER)
        camera.keep(page, "dung-lai-mot-giay-to")
        page.get_by_role("button", name="Mở cho hồ sơ này").click()
        page.get_by_role("link", name="Xem trước").click()
        page.locator("img.own-page").first.evaluate("image => image.decode()")
        camera.keep(page, "xem-truoc")
        page.get_by_role("button", name="Đưa bản đã ký số vào hồ sơ").click()
        page.get_by_role("heading", name="Biên nhận sử dụng lại giấy tờ").wait_for()
        camera.keep(page, "bien-nhan-dung-lai", is_whole=True)


def told_back(camera: Camera, house: House) -> None:
    """What the citizen then sees, and what the agency has to answer."""
    with camera.page(CITIZEN, on_phone=True) as page:
        page.goto(f"/own-papers/{house.card.id}")
        page.locator(".own-looks").evaluate("list => list.scrollIntoView({block: 'center'})")
        camera.keep(page, "ai-da-xem")
    with camera.page(CITIZEN, is_dark=True, on_phone=True) as page:
        camera.visit(page, f"/own-papers/{house.card.id}", "giay-to-cua-toi-nen-toi", is_whole=True)
    with camera.page("minh.tv") as page:
        camera.visit(page, "/complaints", "bao-sai-sot")


def proof(camera: Camera, house: House) -> None:
    code, scan = _proof_of(house)
    with camera.page() as page:
        camera.visit(page, "/v", "tra-ma")
        page.goto(f"/v/{code}")
        page.wait_for_load_state("networkidle")
        camera.keep(page, "giay-to-that", is_whole=True)
        page.locator("input[type=file]").set_input_files(scan)
        page.get_by_role("button", name="So với bản trong kho").click()
        page.locator("figure, .message").first.wait_for(timeout=90_000)
        page.wait_for_load_state("networkidle")
        camera.keep(page, "so-voi-ban-in", is_whole=True)
    with camera.page(on_phone=True) as page:
        camera.visit(page, f"/v/{code}", "giay-to-that-dien-thoai", is_whole=True)


def _proof_of(house: House) -> tuple[str, Path]:
    """The code of the citizen's paper, and a scan of its print."""
    with house.services() as services:
        record = next(one for one in services.catalogue.records() if one.type_code == "quyet_dinh")
        document = services.catalogue.document(record.document_id)
        code = proof_code(services, document)
        assert code is not None
        assert document.sealed is not None
        sealed = house.scans.with_name("da-ky.pdf")
        sealed.write_bytes(services.store.get(document.sealed.key))
    (printed,) = convert_from_path(sealed, dpi=150, grayscale=True, last_page=1)
    scan = sealed.with_name("ban-in.jpg")
    printed.save(scan, dpi=(150, 150), quality=80)
    return grouped(code), scan
