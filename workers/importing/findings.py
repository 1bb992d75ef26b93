"""What a reconciliation finds, one value each: where register, folder and papers are not at one."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    NO_FILE = "no_file"  # in the register, not on disk (or not named, or more than one)
    NOT_IN_REGISTER = "not_in_register"  # on disk, in no row
    REFUSED = "refused"  # no scan can be made of the file
    NO_PAPER = "no_paper"  # nothing but blank pages and separator sheets
    UNFINISHED = "unfinished"  # in custody, still to be read
    DISAGREES = "disagrees"  # a number, date or name is another on the paper
    SAME_BYTES = "same_bytes"  # the very same file, in two rows or held before
    SAME_PAPER = "same_paper"  # other bytes, the same paper scanned again
    SAME_NUMBER = "same_number"  # number, date and agency are those of another paper


TITLES = {
    FindingKind.NO_FILE: "Có trong sổ, không có tệp",
    FindingKind.NOT_IN_REGISTER: "Có tệp, không có trong sổ",
    FindingKind.REFUSED: "Tệp không dùng được",
    FindingKind.NO_PAPER: "Tệp chỉ có trang trắng",
    FindingKind.UNFINISHED: "Chưa đọc xong",
    FindingKind.DISAGREES: "Sổ ghi khác giấy tờ",
    FindingKind.SAME_BYTES: "Trùng tệp",
    FindingKind.SAME_PAPER: "Cùng một giấy tờ quét lại",
    FindingKind.SAME_NUMBER: "Trùng số, ngày, cơ quan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: FindingKind
    row: int | None = None
    """Of the register; None for what no row names."""
    file: str = ""
    """Below the folder of files; what the row says where no file was found."""
    code: str = ""
    """Of the error, where there is one."""
    field: str = ""
    said: str = ""
    """The register's value."""
    paper: str = ""
    """The paper's value."""
    page: int | None = None
    """Where the paper has it, from 1."""
    other_row: int | None = None
    other: str = ""
    """The file, or the batch, that it doubles."""
