"""The headings that Vietnamese registers have, and which column of ours each means; the row they stand in.

Wordings are those of the registers in Thông tư 02/2019/TT-BNV (hồ sơ lưu trữ), Nghị định 30/2020/NĐ-CP, Phụ lục IV (sổ đăng ký
văn bản) and of one-stop-shop result lists; letter case, diacritics, punctuation and column numbers do not matter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from digitize.text import fold
from workers.importing.sheet import Cells

FILE = "file"
"""The column that names the file."""
NAME = "name"
"""Whoever the paper is about; compared with any such name on it."""
TYPE = "type"

_WORDINGS: Mapping[str, tuple[str, ...]] = {
    FILE: (
        "tên tệp",
        "tên tệp tin",
        "tệp",
        "tệp tin",
        "tệp đính kèm",
        "tệp quét",
        "tên file",
        "file",
        "tên file scan",
        "file scan",
        "file đính kèm",
        "đường dẫn",
        "đường dẫn tệp",
        "đường dẫn file",
        "link file",
        "file name",
        "filename",
        "path",
    ),
    "reference": (
        "số, ký hiệu",
        "số ký hiệu",
        "số và ký hiệu",
        "số, ký hiệu văn bản",
        "số ký hiệu văn bản",
        "số hiệu",
        "số hiệu văn bản",
        "số văn bản",
        "số quyết định",
    ),
    "issued_date": (
        "ngày ban hành",
        "ngày, tháng ban hành",
        "ngày tháng năm ban hành",
        "ngày văn bản",
        "ngày tháng văn bản",
        "ngày tháng năm văn bản",
        "ngày, tháng, năm",
        "ngày tháng",
        "ngày ký",
        "ngày cấp",
        "ngày quyết định",
    ),
    "subject": (
        "trích yếu",
        "trích yếu nội dung",
        "nội dung trích yếu",
        "trích yếu nội dung văn bản",
        "tên loại và trích yếu nội dung",
        "tên loại và trích yếu nội dung văn bản",
    ),
    "organ_name": (
        "cơ quan ban hành",
        "đơn vị ban hành",
        "cơ quan, tổ chức ban hành",
        "tác giả",
        "tác giả văn bản",
        "cơ quan cấp",
    ),
    "dossier_code": ("mã hồ sơ", "mã số hồ sơ", "số hồ sơ", "mã biên nhận"),
    NAME: (
        "họ và tên",
        "họ tên",
        "họ, chữ đệm, tên",
        "tên công dân",
        "chủ hồ sơ",
        "tên chủ hồ sơ",
        "họ và tên chủ hồ sơ",
        "người nộp",
        "tên người nộp",
        "người nộp hồ sơ",
        "họ tên người nộp",
        "họ và tên người nộp",
    ),
    "personal_id": (
        "số định danh",
        "số định danh cá nhân",
        "số căn cước",
        "số căn cước công dân",
        "cccd",
        "số cccd",
        "cmnd",
        "số cmnd",
        "cmnd/cccd",
        "số cmnd/cccd",
        "số giấy tờ tùy thân",
    ),
    "date_of_birth": ("ngày sinh", "ngày tháng năm sinh", "ngày, tháng, năm sinh"),
    "enterprise_code": ("mã số doanh nghiệp", "mã doanh nghiệp"),
    "certificate_number": ("số giấy chứng nhận", "số gcn", "số giấy phép"),
    "signer_name": ("người ký", "họ tên người ký", "họ và tên người ký"),
    TYPE: ("loại văn bản", "tên loại văn bản", "loại giấy tờ", "tên loại"),
}
_MAX_TITLE_ROWS = 40  # what stands above a header: motto, agency, title, period
_MIN_KNOWN = 2  # one known word may stand in a title too
_MAX_HEADING = 200  # characters; longer is a cell of text
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBER = re.compile(r"\(?\s*\d{1,2}\s*\)?")


def plain(heading: str) -> str:
    """What headings are compared by: `Số, ký hiệu (3)` → `so ky hieu`."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(_BRACKETS.sub(" ", heading))))


_COLUMNS = {plain(wording): key for key, wordings in _WORDINGS.items() for wording in wordings}


def column_of(heading: str) -> str | None:
    """Which of our columns a heading means; None where it is not known."""
    return _COLUMNS.get(plain(heading)) if len(heading) <= _MAX_HEADING else None


def recognised(cells: Iterable[str]) -> dict[str, int]:
    """Our columns in a row of headings, and where; of two headings for one column the first."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        column = column_of(cell)
        if column is not None:
            found.setdefault(column, index)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    row: int
    """Its number in the sheet, from 1."""
    cells: Cells


def find_header(rows: Iterable[Cells]) -> Header | None:
    """The first row with most known headings, under whatever title rows; None where none has two."""
    best, known = None, _MIN_KNOWN - 1
    for number, cells in enumerate(islice(rows, _MAX_TITLE_ROWS), 1):
        if len(recognised(cells)) > known:
            best, known = Header(row=number, cells=cells), len(recognised(cells))
    return best


def is_column_numbers(cells: Cells) -> bool:
    """The row `(1) (2) (3)` that official registers print under their headings."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(_NUMBER.fullmatch(cell) for cell in filled)
