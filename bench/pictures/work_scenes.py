"""A paper's way: who signs in, brings it, checks it, seals it."""

from bench.pictures.camera import Camera
from bench.pictures.house import House, approve
from digitize.status import DocumentStatus

READ_MS = 120_000
TO_SIGN = ("02-cong-van", "08-so-viet-tay", "09-ban-cu-mo")


def stranger(camera: Camera) -> None:
    with camera.page() as page:
        camera.visit(page, "/sign-in", "dang-nhap")


def counter(camera: Camera, house: House) -> None:
    with camera.page("lan.nt") as page:
        page.goto("/batches/new")
        page.get_by_label("Mã hồ sơ").fill("000.00.16.H07-261123-0005")
        page.get_by_label("Thủ tục").fill("1.000894")
        page.get_by_text("Người nộp (không bắt buộc)").click()
        page.get_by_label("Số định danh, mã số").fill(house.owner.number)
        page.get_by_label("Số định danh, mã số").press("Tab")
        page.locator("#held li").first.wait_for()
        camera.keep(page, "quay-giay-to-da-co", is_whole=True)
        page.get_by_label("Số định danh, mã số").fill("")
        page.get_by_label("Số định danh, mã số").press("Tab")
        page.locator("#chosen").set_input_files(sorted(house.scans.iterdir())[:3])
        camera.keep(page, "gui-tep")
        page.get_by_role("button", name="Gửi", exact=True).click()
        page.locator("#sum", has_text="Đã nhận đủ tệp.").wait_for(timeout=READ_MS)
        page.get_by_role("button", name="Đã gửi đủ").click()
        page.wait_for_timeout(3000)
        camera.visit(page, "/batches", "lo-quet")
        page.get_by_role("link", name="261123-0005").first.click()
        page.wait_for_timeout(2000)
        camera.keep(page, "mot-lo-quet")
        page.get_by_role("link", name="Biên nhận").click()
        camera.keep(page, "bien-nhan")


def checker(camera: Camera, house: House) -> None:
    with house.services() as services:
        record = next(one for one in services.catalogue.records() if one.type_code == "quyet_dinh")
    with camera.page("minh.tv") as page:
        camera.visit(page, "/check", "hang-cho")
        page.get_by_role("link", name="Bắt đầu kiểm tra").click()
        page.wait_for_timeout(2500)
        camera.keep(page, "ban-kiem-tra")
        page.keyboard.press("F1")
        camera.keep(page, "phim-tat")
        camera.visit(page, "/records?words=quyet+dinh", "tra-cuu")
        page.goto(f"/records/{record.id}")
        page.wait_for_timeout(2000)
        camera.keep(page, "mot-giay-to")
        camera.visit(page, f"/records/{house.card.id}", "muc-dich")
    with camera.page("diep.np", is_dark=True) as page:
        page.goto("/check/next")
        page.wait_for_timeout(2500)
        camera.keep(page, "ban-kiem-tra-nen-toi")


def signer(camera: Camera, house: House) -> None:
    with camera.page("dung.pv") as page:
        camera.visit(page, "/signing", "ky-so-khong-co")
        with house.services() as services:
            approve(services, *TO_SIGN)
        house.wait_until(
            lambda services: (
                len(services.catalogue.documents(status=DocumentStatus.TO_SIGN)) == len(TO_SIGN)
            )
        )
        page.goto("/signing")
        page.get_by_label("Chọn tất cả").check()
        page.wait_for_load_state("networkidle")
        camera.keep(page, "ky-so")
