"""A page of a scan into its perceptual hash, in a child process: decoded anew, and only where two papers may be one."""

from digitize import codec, limits
from digitize.model import PageReading
from digitize.ports import ObjectStore
from digitize.rows import Scan
from storage import keys
from workers.pool import ChildPool
from workers.scan_rows import scan_file

ALIKE_BITS = 60
"""Pages whose hashes differ in no more bits may be one paper (measured: digitize/image/page_hash.py)."""


def hash_of_page(store: ObjectStore, pool: ChildPool, scan: Scan, page_index: int) -> int:
    """The hash of the upright page. Raises what decoding raises, `ChildFailed`, `NotInStore` for a page never read."""
    reading = codec.from_json(PageReading, store.get(keys.reading(scan.id, page_index)))
    from workers.importing.page_task import upright_hash  # loads image libraries: only where needed

    return pool.call(
        upright_hash,
        limits.CHILD_PAGE_SECONDS,
        store.local_path(keys.original(scan.id)),
        scan_file(scan),
        page_index,
        reading.turned_degrees,
    )


def are_alike(first: int, second: int) -> bool:
    """Whether two hashes may be of one paper."""
    return (first ^ second).bit_count() <= ALIKE_BITS
