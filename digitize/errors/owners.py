"""Whose records are: numbers that are none, numbers that cannot be one person's."""

from digitize.errors.checked import BadCorrection
from digitize.errors.warehouse import IllegalMove


class BadOwner(BadCorrection):
    """Chủ giấy tờ không hợp lệ. Hãy nhập số định danh 12 số, CMND 9 số, mã số doanh nghiệp hoặc mã cơ quan đúng quy tắc, mỗi số một lần."""

    code = "bad_owner"


class NumbersOfTwo(IllegalMove):
    """Hai số này mang năm sinh hoặc giới tính khác nhau nên không thể là của một người. Hãy xem lại giấy tờ làm chứng."""

    code = "numbers_of_two"


class LinkDecided(IllegalMove):
    """Đề nghị nối hai số này đã được quyết định. Hãy tải lại trang để xem."""

    code = "link_decided"
