"""What is held about whoever asks: papers with where they stand, and who looked at each, when, what for and by which right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digitize.access import Right, Viewer
from digitize.errors import NotAllowed, NotFound
from digitize.model import RecordId
from digitize.privacy.masking import masked
from digitize.reuse.looks import Look
from digitize.rows import Document, Owner, Record
from storage.accounts import Accounts
from storage.look_rows import looks_at
from storage.record_rows import get_record, own_records_page
from workers.records.reads import Purpose, note_look, note_looks
from workers.reuse.places import Place, place_text
from workers.reuse.standing import StandingNow, standings_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPaper:
    record: Record
    document: Document
    standing: StandingNow
    is_kept: bool
    """False where its files were disposed of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPapers:
    items: Sequence[OwnPaper]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookTold:
    look: Look
    name: str
    """Of the person who looked; empty for the owner, who is told so."""


def own_papers(
    services: Services, viewer: Viewer, *, after: Place | None = None, limit: int
) -> OwnPapers:
    """The newest first; that they stood in a list is a look like any other."""
    owner = owner_of(viewer)
    with services.database.reading() as connection:
        found = own_records_page(connection, owner, after=after, limit=limit + 1)
    shown = found[:limit]
    note_looks(
        services, [record.id for record in shown], purpose=Purpose.FIND, actor=viewer.account
    )
    is_more = len(found) > limit
    return OwnPapers(
        items=_papers(services, shown),
        cursor=place_text(shown[-1].filed_at, shown[-1].id) if is_more else None,
    )


def own_paper(services: Services, viewer: Viewer, record_id: str) -> OwnPaper:
    """Raises `NotFound`, for what is not one's own as for none. Not a look yet."""
    owner_of(viewer)
    with services.database.reading() as connection:
        record = get_record(connection, RecordId(record_id), viewer=viewer)
    return _papers(services, [record])[0]


def look_at_own(services: Services, viewer: Viewer, paper: OwnPaper, part: str) -> None:
    note_look(services, paper.document, purpose=part, actor=viewer.account)


def page_index_of(paper: OwnPaper, number: int) -> int:
    """Raises `NotFound` for a page that the paper does not have."""
    indexes = paper.document.page_indexes
    if not 1 <= number <= len(indexes):
        raise NotFound(f"{paper.document.id} has no page {number}")
    return indexes[number - 1]


def looks_told(
    services: Services, paper: OwnPaper, *, after: Place | None = None, limit: int
) -> Sequence[LookTold]:
    """The newest first."""
    with services.database.reading() as connection:
        found = looks_at(connection, paper.record.id, after=after, limit=limit)
    names = _names(services, found)
    return [LookTold(look=look, name=names[look.account]) for look in found]


def titles_of(
    services: Services, viewer: Viewer, record_ids: Iterable[RecordId]
) -> Mapping[RecordId, str]:
    """By record, of those that may be seen; for lists, so numbers of persons are masked."""
    titles = {}
    with services.database.reading() as connection:
        for record_id in set(record_ids):
            try:
                record = get_record(connection, record_id, viewer=viewer)
            except NotFound:
                continue  # its owner was corrected since
            titles[record_id] = masked(record.title)
    return titles


def owner_of(viewer: Viewer) -> Owner:
    """Whose papers are asked for. Raises `NotAllowed` for somebody who is nobody's owner."""
    viewer.require(Right.OWN_RECORDS)
    if viewer.owner is None:
        raise NotAllowed(Right.OWN_RECORDS)
    return viewer.owner


def _papers(services: Services, found: Sequence[Record]) -> list[OwnPaper]:
    standings = standings_of(services, found)
    papers = []
    for record in found:
        document = services.catalogue.document(record.document_id)
        is_kept = services.catalogue.disposal(document.id) is None
        papers.append(
            OwnPaper(
                record=record, document=document, standing=standings[record.id], is_kept=is_kept
            )
        )
    return papers


def _names(services: Services, looks: Sequence[Look]) -> Mapping[str, str]:
    accounts = Accounts(services.database)
    found = {look.account: accounts.find(look.account) for look in looks}
    return {actor: account.name if account else actor for actor, account in found.items()}
