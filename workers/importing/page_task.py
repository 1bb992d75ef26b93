"""What a child is asked of one page; apart from who asks, for a child loads neither store nor catalogue."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from digitize.image.page_hash import page_hash
from digitize.model import ScanFile

if TYPE_CHECKING:
    from workers.tools import Tools


def upright_hash(
    tools: "Tools", path: Path, file: ScanFile, page_index: int, turned_degrees: int
) -> int:
    """The perceptual hash of a page, turned as its reading says."""
    gray = tools.pages_of(path, file).load(page_index).image.gray
    return page_hash(np.ascontiguousarray(np.rot90(gray, -(turned_degrees // 90))))
