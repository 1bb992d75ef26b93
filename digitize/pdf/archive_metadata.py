"""The facts that an archived PDF states of itself; `xmp.py` writes them.

Apart from it, since the process that has custody names these facts and writes no PDF: it loads no PDF library for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from digitize.model import ScanId


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMetadata:
    title: str
    scan_id: ScanId
    created_at: datetime
    """When custody of the scan began; aware. It is an argument so that the same scan always gives the same bytes."""
    page_numbers: Sequence[int]
    """Pages of the scan file that the document shows, from 1, in its order."""
    converter: str = ""
    """The agency that turns the paper into a data message."""

    @property
    def description(self) -> str:
        """The conversion mark, in the words of the law."""
        by = f"; bên chuyển đổi: {self.converter}" if self.converter else ""
        return (
            "Thông điệp dữ liệu được chuyển đổi từ văn bản giấy "
            "(khoản 1 Điều 12 Luật Giao dịch điện tử số 20/2023/QH15)"
            f"{by}; trang {ranges(self.page_numbers)} của tệp quét SHA-256 {self.scan_id}"
        )


def ranges(numbers: Sequence[int]) -> str:
    """`1-3, 5` for 1, 2, 3, 5."""
    starts = [n for before, n in pairwise([-1, *numbers]) if n != before + 1]
    ends = [n for n, after in pairwise([*numbers, -1]) if after != n + 1]
    spans = zip(starts, ends, strict=True)
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)
