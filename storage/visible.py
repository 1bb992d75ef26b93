"""Which rows a viewer sees: the one predicate, as SQL, for every query that shows somebody something. Denied by default.

An agency sees the batches that it pushed, the scans that came in them and what these became, a record that was filed from
them too; the same bytes pushed by two agencies are seen by both. A citizen sees the records held about the own numbers, also as one owner of several.
What was granted to an agency is no record of its own: it is seen under its grant alone, for the one dossier, and in no list or search.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, false, select, true

from digitize.access import Right, Viewer
from digitize.errors import NotFound
from digitize.reuse.grants import Grant
from digitize.searching import SearchFilters
from storage.owner_rows import belongs_to, numbers_linked_to
from storage.schema import (
    arrivals,
    batches,
    documents,
    dossiers,
    grants,
    records,
    webhooks,
)


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


def dossiers_of(viewer: Viewer) -> ColumnElement[bool]:
    """For queries on `dossiers`: those that the agency handles."""
    return dossiers.c.agency == viewer.agency if viewer.agency else false()


def figures_scope(viewer: Viewer, asked: str) -> str:
    """Whose figures: an agency's own, or for who stands for none but runs the house any agency's, empty for all of them.

    Raises `NotFound` for another agency's.
    """
    if not viewer.agency and viewer.may(Right.OPERATE):
        return asked
    if not viewer.agency or asked not in {"", viewer.agency}:
        raise NotFound("figures of another agency")
    return viewer.agency


def webhooks_of(viewer: Viewer) -> ColumnElement[bool]:
    """For queries on `webhooks`: the agency's own; an operator's are all."""
    if viewer.may(Right.OPERATE):
        return true()
    return webhooks.c.agency == viewer.agency if viewer.agency else false()


def records_of(viewer: Viewer) -> ColumnElement[bool]:
    """For queries on `records`: the agency's, and a citizen's own."""
    if viewer.owner is not None:
        return belongs_to(viewer.owner)
    paper = documents.alias()
    return exists(
        select(1)
        .select_from(paper)
        .where(paper.c.id == records.c.document_id, scans_of(viewer, paper.c.scan_id))
    )


def grants_of(viewer: Viewer) -> ColumnElement[bool]:
    """For queries on `grants`: those about the owner's numbers, or given to the agency."""
    if viewer.owner is not None:
        return (grants.c.owner_kind == viewer.owner.kind) & grants.c.owner_number.in_(
            numbers_linked_to(viewer.owner)
        )
    return grants.c.agency == viewer.agency if viewer.agency else false()


def records_under(viewer: Viewer, grant: Grant, *, at: datetime) -> ColumnElement[bool]:
    """For queries on `records`: what a grant opens to its agency now, once it names its dossier; nothing before, after or to another.

    Whether the grant holds is asked of its row, not of the value, which may be older.
    """
    if not viewer.agency:
        return false()
    holds = exists(
        select(1).where(
            grants.c.id == grant.id,
            grants.c.agency == viewer.agency,
            grants.c.dossier_code != "",
            grants.c.withdrawn_at.is_(None),
            grants.c.valid_from <= at,
            grants.c.valid_until > at,
        )
    )
    if grant.record_id is not None:
        return holds & belongs_to(grant.owner) & (records.c.id == grant.record_id)
    return holds & belongs_to(grant.owner) & (records.c.type_code == grant.type_code)


def narrowed(filters: SearchFilters, viewer: Viewer) -> SearchFilters | None:
    """The same for the search index, so that a page of hits is a full one; None where nothing of what is asked for may be seen."""
    if viewer.owner is not None:
        asks_other = filters.owner is not None and filters.owner.number != viewer.owner.number
        return None if asks_other else replace(filters, owner=viewer.owner)
    if not viewer.agency or filters.agency not in {None, viewer.agency}:
        return None
    return replace(filters, agency=viewer.agency)
