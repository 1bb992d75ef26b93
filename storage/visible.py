"""Which rows a viewer sees: the one predicate, as SQL, for every query that shows somebody something. Denied by default.

An agency sees the batches that it pushed, the scans that came in them and what these became, a record that was filed from
them too; the same bytes pushed by two agencies are seen by both. A citizen sees the records held about the own number.
"""

from dataclasses import replace

from sqlalchemy import ColumnElement, exists, false, select

from digitize.access import Viewer
from digitize.searching import SearchFilters
from storage.schema import arrivals, batches, documents, records


def batches_of(viewer: Viewer) -> ColumnElement[bool]:
    """For queries on `batches`."""
    return batches.c.agency == viewer.agency if viewer.agency else false()


def scans_of(viewer: Viewer, scan_id: ColumnElement[str]) -> ColumnElement[bool]:
    """For queries on any table that names a scan by `scan_id`: `scans.c.id`, `documents.c.scan_id`, `pages.c.scan_id`."""
    if not viewer.agency:
        return false()
    came = arrivals.join(batches, batches.c.id == arrivals.c.batch_id)
    return exists(
        select(1)
        .select_from(came)
        .where(arrivals.c.scan_id == scan_id, batches.c.agency == viewer.agency)
    )


def records_of(viewer: Viewer) -> ColumnElement[bool]:
    """For queries on `records`: the agency's, and a citizen's own."""
    if viewer.owner is not None:
        return (records.c.owner_kind == viewer.owner.kind) & (
            records.c.owner_number == viewer.owner.number
        )
    paper = documents.alias()
    return exists(
        select(1)
        .select_from(paper)
        .where(paper.c.id == records.c.document_id, scans_of(viewer, paper.c.scan_id))
    )


def narrowed(filters: SearchFilters, viewer: Viewer) -> SearchFilters | None:
    """The same for the search index, so that a page of hits is a full one; None where nothing of what is asked for may be seen."""
    if viewer.owner is not None:
        asks_other = filters.owner is not None and filters.owner.number != viewer.owner.number
        return None if asks_other else replace(filters, owner=viewer.owner)
    if not viewer.agency or filters.agency not in {None, viewer.agency}:
        return None
    return replace(filters, agency=viewer.agency)
