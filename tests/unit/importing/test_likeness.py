"""One paper scanned twice is known again; another paper of the same form is not taken for it."""

import cv2
import numpy as np
import pytest

from digitize.image.page_hash import page_hash
from digitize.model import Pixels
from workers.importing.likeness import is_same_paper, signature
from workers.importing.page_hashing import are_alike

BIRTH = """GIẤY KHAI SINH Số: {number} Họ, chữ đệm, tên: {name} Ngày, tháng, năm sinh: {born} ghi bằng chữ
Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam Nơi sinh: Bệnh viện đa khoa Số định danh cá nhân: {person}
Nơi đăng ký khai sinh: Ủy ban nhân dân xã Ngày, tháng, năm đăng ký: {registered}
Căn cứ Luật Hộ tịch số 60/2014/QH13 Nghị định 123/2015/NĐ-CP"""
FIRST = BIRTH.format(
    number="15/2019",
    name="Lê Thị Mai",
    born="05/03/2019",
    person="044319001234",
    registered="11/03/2019",
)
SECOND = BIRTH.format(
    number="16/2019",
    name="Trần Thị Lan",
    born="02/03/2019",
    person="044319004321",
    registered="11/03/2019",
)


def test_a_second_reading_with_other_errors_is_the_same_paper() -> None:
    again = FIRST.replace("Bệnh viện", "Bênh vien").replace("Kinh", "Kính").replace("xã", "xa")
    first, second = signature(FIRST), signature(again)
    assert is_same_paper(first, second)
    assert set(first.bands) & set(second.bands)


def test_another_childs_certificate_is_another_paper() -> None:
    assert not is_same_paper(signature(FIRST), signature(SECOND))


def test_papers_without_figures_are_never_taken_for_one() -> None:
    assert not is_same_paper(signature("Đơn xin nghỉ phép"), signature("Đơn xin nghỉ phép"))


def a_page(seed: int) -> Pixels:
    """Lines of ink as a page of print has them, another arrangement for each seed."""
    random = np.random.default_rng(seed)
    page = np.full((1170, 827), 255, np.uint8)
    for top in range(80, 1080, int(random.integers(22, 34))):
        left, right = random.integers(60, 300), random.integers(380, 780)
        if random.random() < 0.8:
            cv2.rectangle(page, (int(left), top), (int(right), top + 9), 40, -1)
    return page


def scanned_again(page: Pixels) -> Pixels:
    """Turned by a degree, shifted by 2 mm, darker, with the noise of another lamp."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.0, 1.0)
    turn[:, 2] += 8
    moved = cv2.warpAffine(page, turn, (width, height), borderValue=255).astype(float)
    noise = np.random.default_rng(7).normal(0, 8, moved.shape)
    return np.clip(moved * 0.93 + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("seed", range(4))
def test_a_page_scanned_again_looks_alike_and_another_does_not(seed: int) -> None:
    page = a_page(seed)
    assert are_alike(page_hash(page), page_hash(scanned_again(page)))
    assert not are_alike(page_hash(page), page_hash(a_page(seed + 100)))
