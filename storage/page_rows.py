"""Pages as rows: where each stands in the sum of conservation, and what reading it gave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Row, and_, bindparam, exists, insert, select, update

from digitize.errors import NotFound
from digitize.model import BatchId, DocumentId, PageOutcome, ScanId
from digitize.rows import Document, Page, PageState, Scan, ScanState
from storage.custody import came_in, scan_of
from storage.schema import pages, scans
from storage.soon_durable import SOON_DURABLE


def insert_pages(
    connection: Connection, scan_id: ScanId, *, page_count: int, document_id: DocumentId
) -> None:
    """Every page of a new scan waits, in one document over all of them."""
    rows = [
        {
            "scan_id": scan_id,
            "page_index": page_index,
            "state": PageState.WAITING,
            "document_id": document_id,
            "attempts": 0,
        }
        for page_index in range(page_count)
    ]
    if rows:
        connection.execute(_ADD, rows)


def pages_of(connection: Connection, scan_id: ScanId) -> Sequence[Page]:
    """The pages of a scan in order."""
    return [_page(row) for row in connection.execute(_PAGES, {"scan": scan_id})]


def pages_of_batch(connection: Connection, batch_id: BatchId) -> Mapping[ScanId, Sequence[Page]]:
    """The pages of every scan that came in a batch, in order."""
    query = select(pages).where(pages.c.scan_id.in_(came_in(batch_id))).order_by(pages.c.page_index)
    found = defaultdict[ScanId, list[Page]](list)
    for row in connection.execute(query):
        found[ScanId(row.scan_id)].append(_page(row))
    return found


def get_page(connection: Connection, scan_id: ScanId, page_index: int) -> Page:
    """One page; raises `NotFound`."""
    return get_scan_and_page(connection, scan_id, page_index)[1]


def get_scan_and_page(
    connection: Connection, scan_id: ScanId, page_index: int
) -> tuple[Scan, Page]:
    """One page and its scan; raises `NotFound`."""
    asked = {"scan": scan_id, "index": page_index}
    row = connection.execute(_SCAN_AND_PAGE, asked).one_or_none()
    if row is None:
        raise NotFound(f"page {page_index} of scan {scan_id}")
    return scan_of(row, state=row.scan_state), _page(row)


def get_scan_and_unread(connection: Connection, scan_id: ScanId) -> tuple[Scan, Sequence[int]]:
    """A scan and the indexes of its pages that have no outcome yet; raises `NotFound`."""
    rows = connection.execute(_SCAN_AND_UNREAD, {"scan": scan_id}).all()
    if not rows:
        raise NotFound(f"scan {scan_id}")
    return scan_of(rows[0]), [row.page_index for row in rows if row.page_index is not None]


def has_unread(connection: Connection, scan_id: ScanId) -> bool:
    """Whether a page of the scan has no outcome yet."""
    return connection.execute(_UNREAD, {"scan": scan_id}).first() is not None


def count_attempt(connection: Connection, scan_id: ScanId, page_index: int) -> int:
    """One attempt more; how many that makes. Raises `NotFound`."""
    page = {"scan": scan_id, "index": page_index}
    attempts = connection.execute(_COUNT_ATTEMPT, page).scalar_one_or_none()
    if attempts is None:
        raise NotFound(f"page {page_index} of scan {scan_id}")
    return int(attempts)


def set_first_reading(
    connection: Connection,
    scan_id: ScanId,
    page_index: int,
    *,
    outcome: PageOutcome,
    sha256: str,
) -> bool | None:
    """As `set_reading`, of a page that has no reading and was never turned, in a scan that is being read; None for any other.

    Whether all others of its scan have theirs: true of one of them, whose writers take turns at the paper.
    """
    values = {"outcome": outcome, "reading_sha256": sha256}
    asked = {"scan": scan_id, "index": page_index, **values}
    has_others = connection.execute(_FIRST_READING, asked).scalar_one_or_none()
    return None if has_others is None else not has_others


def set_reading(
    connection: Connection,
    scan_id: ScanId,
    page_index: int,
    *,
    outcome: PageOutcome,
    sha256: str,
) -> None:
    """What reading a page gave, and the hash of the stored reading."""
    values = {"outcome": outcome, "reading_sha256": sha256}
    connection.execute(_CHANGE, {"scan": scan_id, "index": page_index, **values})


def place_pages(
    connection: Connection,
    scan_id: ScanId,
    page_indexes: Sequence[int],
    *,
    state: PageState,
    document_id: DocumentId | None,
) -> None:
    """Pages take their place in a document, or are set aside from all of them."""
    place = {"scan": scan_id, "state": state, "document_id": document_id}
    if page_indexes:
        connection.execute(_CHANGE, [{**place, "index": index} for index in page_indexes])


def set_outcome(
    connection: Connection, scan_id: ScanId, page_index: int, outcome: PageOutcome
) -> None:
    """Separation knows better than reading why a page is set aside."""
    connection.execute(_CHANGE, {"scan": scan_id, "index": page_index, "outcome": outcome})


def set_turned(connection: Connection, scan_id: ScanId, page_index: int, degrees: int) -> None:
    """A person said which way up it is: it waits to be read so."""
    values = {"turned_degrees": degrees, "outcome": None, "reading_sha256": None, "attempts": 0}
    connection.execute(_CHANGE, {"scan": scan_id, "index": page_index, **values})


def set_states_of_document(connection: Connection, document: Document, state: PageState) -> None:
    """The pages of a document follow it when it is filed or rejected."""
    query = update(pages).where(
        pages.c.scan_id == document.scan_id, pages.c.document_id == document.id
    )
    connection.execute(query.values(state=state))


def set_states_of_scan(connection: Connection, scan_id: ScanId, state: PageState) -> None:
    """All pages of a scan follow it when it is rejected."""
    connection.execute(update(pages).where(pages.c.scan_id == scan_id).values(state=state))


# Made once and so compiled once; every page of every scan asks and says these.
_ADD = insert(pages)
_PAGES = select(pages).where(pages.c.scan_id == bindparam("scan")).order_by(pages.c.page_index)
_THIS = (pages.c.scan_id == bindparam("scan"), pages.c.page_index == bindparam("index"))
_SCAN_AND_PAGE = (
    select(
        pages,
        *(column for column in scans.c if column.name != "state"),
        scans.c.state.label("scan_state"),
    )
    .join(scans, scans.c.id == pages.c.scan_id)
    .where(*_THIS)
)
_UNREAD = (
    select(pages.c.page_index)
    .where(pages.c.scan_id == bindparam("scan"), pages.c.outcome.is_(None))
    .limit(1)
)
_SCAN_AND_UNREAD = (
    select(scans, pages.c.page_index)
    .outerjoin(pages, and_(pages.c.scan_id == scans.c.id, pages.c.outcome.is_(None)))
    .where(scans.c.id == bindparam("scan"))
    .order_by(pages.c.page_index)
)
_CHANGE = update(pages).where(*_THIS)
_OTHERS = pages.alias()
_OTHERS_UNREAD = exists().where(
    _OTHERS.c.scan_id == bindparam("scan"),
    _OTHERS.c.page_index != bindparam("index"),
    _OTHERS.c.outcome.is_(None),
)
_FIRST_READING = _CHANGE.where(
    pages.c.outcome.is_(None),
    pages.c.turned_degrees.is_(None),
    exists().where(scans.c.id == pages.c.scan_id, scans.c.state == ScanState.RECEIVED),
).returning(_OTHERS_UNREAD)
_COUNT_ATTEMPT = (
    _CHANGE.where(SOON_DURABLE).values(attempts=pages.c.attempts + 1).returning(pages.c.attempts)
)


def _page(row: Row[tuple[object, ...]]) -> Page:
    return Page(
        scan_id=ScanId(row.scan_id),
        page_index=row.page_index,
        state=PageState(row.state),
        outcome=None if row.outcome is None else PageOutcome(row.outcome),
        document_id=None if row.document_id is None else DocumentId(row.document_id),
        reading_sha256=row.reading_sha256,
        attempts=row.attempts,
        turned_degrees=row.turned_degrees,
    )
