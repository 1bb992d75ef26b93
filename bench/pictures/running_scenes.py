"""Who answers for an agency and who keeps the machine running."""

from bench.pictures.camera import Camera
from bench.pictures.house import House, approve
from digitize.errors import NotInStore
from digitize.work import Claim

OPERATOR_PAGES = (
    ("operate", "van-hanh"),
    ("operate/upkeep", "bao-tri"),
    ("operate/settings", "thiet-lap"),
    ("operate/stations", "tram-quet"),
    ("operate/systems", "he-thong-ket-noi"),
    ("accounts", "tai-khoan-cua-van-hanh"),
    ("account", "tai-khoan-cua-toi"),
)


def manager(camera: Camera, house: House) -> None:
    with camera.page("ha.nt") as page:
        page.goto("/reports?by=counter")
        page.locator("table.trend").first.wait_for()
        camera.keep(page, "chi-tieu")
        camera.keep(page, "chi-tieu-ca-trang", is_whole=True)
        page.get_by_role("link", name="Tỷ lệ hồ sơ được số hóa").first.click()
        page.locator("table.trend").wait_for()
        camera.keep(page, "mot-chi-tieu")
        page.goto("/persons")
        page.get_by_label("Số định danh, mã số").fill(house.owner.number)
        page.get_by_role("button", name="Lập bản kê").click()
        page.get_by_role("heading", name="Giấy tờ trong kho").wait_for()
        camera.keep(page, "ban-ke", is_whole=True)
        page.goto("/demands")
        page.get_by_label("Số định danh, mã số").fill(house.owner.number)
        page.get_by_label("Nội dung yêu cầu").fill("Đề nghị sửa số nhà trong thẻ căn cước của tôi")
        page.get_by_role("button", name="Ghi nhận").click()
        page.wait_for_load_state("load")
        camera.keep(page, "yeu-cau", is_whole=True)
        camera.visit(page, "/disposals", "huy-giay-to")
        camera.visit(page, "/accounts", "tai-khoan")
    with camera.page("ha.nt", is_dark=True) as page:
        page.goto("/reports")
        page.locator("table.trend").first.wait_for()
        camera.keep(page, "chi-tieu-nen-toi")


def operator(camera: Camera) -> None:
    with camera.page("quan-tri") as page:
        for place, name in OPERATOR_PAGES:
            camera.visit(page, f"/{place}", name)


def failures(camera: Camera, house: House) -> None:
    """Two papers that cannot be sealed: one rests; of the other the file was lost too."""
    with house.services() as services:
        approve(services, "05-giay-tiep-nhan", "03-giay-khai-sinh")
        house.wait_until(lambda services: len(services.work.resting()) == 2)
        task = services.work.resting()[0].task
        claim = Claim(task=task, holder="", attempts=1, last_error="")
        services.work.set_aside(claim, reason=NotInStore.code, at=services.clock())
    with camera.page("quan-tri") as page:
        camera.visit(page, "/operate/failures", "su-co")
