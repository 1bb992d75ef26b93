"""Who may see a batch: the stations of its agency and nobody else. The one predicate, in this one place."""

from digitize.errors import NoSuchBatch, NotFound
from digitize.model import BatchId
from digitize.ports import Catalogue
from digitize.rows import Batch
from storage.stations import Station


def batch_of(catalogue: Catalogue, station: Station, batch_id: str) -> Batch:
    """The batch, where the station may see it. Raises `NoSuchBatch`, the same for one of others as for none."""
    try:
        batch = catalogue.batch(BatchId(batch_id))
    except NotFound as none:
        raise NoSuchBatch("no such batch") from none
    if batch.agency != station.agency:
        raise NoSuchBatch("of another agency")
    return batch
