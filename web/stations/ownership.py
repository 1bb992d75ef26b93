"""Who may see a batch: the stations and people of its agency and nobody else. The one predicate, in this one place."""

from functools import lru_cache

from digitize.access import Viewer
from digitize.errors import NoSuchBatch, NotFound
from digitize.model import BatchId
from digitize.ports import Catalogue
from digitize.rows import Batch


def batch_of(catalogue: Catalogue, viewer: Viewer, batch_id: str) -> Batch:
    """The batch, where the viewer may see it. Raises `NoSuchBatch`, the same for one of others as for none."""
    try:
        batch = catalogue.batch(BatchId(batch_id))
    except NotFound as none:
        raise NoSuchBatch("no such batch") from none
    _require_same(viewer, batch.agency)
    return batch


class Owners:
    """The same for many requests about one batch, whose agency never changes. Safe to share between threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._agency_of = lru_cache(maxsize=_REMEMBERED)(self._asked)

    def require(self, viewer: Viewer, batch_id: BatchId) -> None:
        """Raises `NoSuchBatch`."""
        _require_same(viewer, self._agency_of(batch_id))

    def _asked(self, batch_id: BatchId) -> str:
        try:
            return self._catalogue.batch(batch_id).agency
        except NotFound as none:
            raise NoSuchBatch("no such batch") from none


_REMEMBERED = 1024
"""Batches; thirty stations have one each under way."""


def _require_same(viewer: Viewer, agency: str) -> None:
    if not viewer.agency or viewer.agency != agency:
        raise NoSuchBatch("of another agency")
