"""What an archive asks of a file (hồ sơ) of papers and of the fonds (phông) they belong to, as far as anybody said or counted it.

Elements of a file: domain.md 5.1 (NĐ 30/2020, Phụ lục VI), then what TT 02/2019 and TT 05/2025 add (5.2, 5.4); of a fonds: 5.4.
The law's text of 5.4 names its elements in Vietnamese alone, so their names here are ours. Days and totals are those of the papers
that travel; what only an archivist knows is a setting, and an element that is not known is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

FILE_LENGTHS: Mapping[str, int] = {
    "FileCode": 37,
    "Title": 500,
    "Maintenance": 30,  # thời hạn bảo quản
    "Rights": 30,  # chế độ sử dụng
    "Creator": 30,
    "Language": 50,
    "StartDate": 10,
    "EndDate": 10,
    "DocTotal": 4,
    "PageTotal": 4,
    "Description": 500,
    "InforSign": 30,  # ký hiệu thông tin
    "Keyword": 100,
    "Mode": 20,
    "ConfidenceLevel": 30,  # mức độ tin cậy
    "Format": 50,  # tình trạng vật lý
    "BackupMode": 50,  # chế độ dự phòng; the law's length is not known
    "BackupState": 50,  # tình trạng dự phòng, likewise
}
"""Elements of a file in their order, with their lengths."""
COUNTED = frozenset(
    {"FileCode", "Title", "StartDate", "EndDate", "DocTotal", "PageTotal", "ConfidenceLevel"}
)
"""What the warehouse knows by itself; the others may be settings."""
FONDS = (
    "FondsCode",  # mã phông
    "FondsName",
    "State",  # trạng thái
    "History",
    "Period",  # thời gian
    "Total",  # tổng số
    "Classification",  # phương án phân loại
    "Language",
    "Backup",  # dự phòng
    "Note",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSays:
    """What an agency's archivist says of its fonds and of all of its files."""

    fonds: Mapping[str, str] = field(default_factory=dict)
    file: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSum:
    """The papers of one dossier of one agency, counted."""

    agency: str
    code: str
    title: str
    """Of its procedure; empty where nobody said it."""
    papers: int = 0
    pages: int = 0
    first: date | None = None
    """Of the days on which its papers were issued, those that are known."""
    last: date | None = None

    def with_paper(self, *, pages: int, issued: date | None) -> "FileSum":
        days = [day for day in (self.first, self.last, issued) if day is not None]
        return replace(
            self,
            papers=self.papers + 1,
            pages=self.pages + pages,
            first=min(days, default=None),
            last=max(days, default=None),
        )


def file_metadata(counted: FileSum, said: ArchiveSays) -> Mapping[str, str]:
    """Elements in their order, cut to their lengths; those that nobody knows are left out."""
    known = {
        **said.file,
        "FileCode": counted.code,
        "Title": counted.title,
        "StartDate": _day(counted.first),
        "EndDate": _day(counted.last),
        "DocTotal": str(counted.papers),
        "PageTotal": str(counted.pages),
        "ConfidenceLevel": "Số hóa",
    }
    return {
        name: known[name][:length] for name, length in FILE_LENGTHS.items() if known.get(name, "")
    }


def fonds_metadata(said: ArchiveSays) -> Mapping[str, str]:
    return {name: said.fonds[name] for name in FONDS if said.fonds.get(name, "")}


def _day(day: date | None) -> str:
    """`dd/mm/yyyy`, as the archives write it."""
    return f"{day:%d/%m/%Y}" if day else ""
