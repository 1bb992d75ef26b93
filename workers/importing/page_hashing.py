"""A page of a scan into its perceptual hash, in a child process: decoded anew, and only where two papers may be one."""

from pathlib import Path
from typing import TYPE_CHECKING

from digitize import codec, limits
from digitize.model import PageReading, ScanFile
from digitize.ports import ObjectStore
from digitize.rows import Scan
from storage import keys
from workers.pool import ChildPool
from workers.steps import scan_file

if TYPE_CHECKING:
    from workers.tools import Tools

ALIKE_BITS = 60
"""Pages whose hashes differ in no more bits may be one paper (measured: digitize/image/page_hash.py)."""


def hash_of_page(store: ObjectStore, pool: ChildPool, scan: Scan, page_index: int) -> int:
    """The hash of the upright page. Raises what decoding raises, `ChildFailed`, `NotInStore` for a page never read."""
    reading = codec.from_json(PageReading, store.get(keys.reading(scan.id, page_index)))
    return pool.call(
        _hash,
        limits.CHILD_PAGE_SECONDS,
        store.local_path(keys.original(scan.id)),
        scan_file(scan),
        page_index,
        reading.turned_degrees,
    )


def are_alike(first: int, second: int) -> bool:
    """Whether two hashes may be of one paper."""
    return (first ^ second).bit_count() <= ALIKE_BITS


def _hash(tools: "Tools", path: Path, file: ScanFile, page_index: int, turned_degrees: int) -> int:
    import numpy as np  # image libraries are the children's

    from digitize.image.page_hash import page_hash

    gray = tools.pages_of(path, file).load(page_index).image.gray
    return page_hash(np.ascontiguousarray(np.rot90(gray, -(turned_degrees // 90))))
