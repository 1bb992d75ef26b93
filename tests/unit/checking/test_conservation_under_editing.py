"""Whatever people do with the pages of a scan, in whatever order, none is lost, and the ledger tells all of it."""

from desk_factories import a_doubt
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from storage_factories import NOW, a_batch, a_description, a_file, a_record, a_scan_id, read_pages

from digitize import arranging
from digitize.access import Role, Viewer
from digitize.arranging import Arrangement
from digitize.desk import QueueFilter, RescanRequest
from digitize.errors import BadArrangement, IllegalMove
from digitize.model import PageOutcome, Separation
from digitize.rows import Document, PageState, StoredFile
from digitize.status import DocumentStatus
from storage import desk_queue, keys
from storage.account import account_from_rows
from storage.arrangements import arrangement_of
from storage.catalogue import SqlCatalogue
from storage.conservation import count_pages
from storage.replay import account_from_ledger

PAGES = 6
PAGE = st.integers(0, PAGES - 1)
PICK = st.integers(0, 99)
CHECKER = Viewer(account="an", roles=frozenset({Role.CHECKER}), agency="H46.1")
LAST = {DocumentStatus.SEALED, DocumentStatus.FILED, DocumentStatus.REJECTED}


class Editing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = SqlCatalogue.in_memory()
        self.scan_id = a_scan_id()
        self.catalogue.receive_scan(
            self.scan_id,
            batch=a_batch(),
            source="a.pdf",
            file=a_file(page_count=PAGES),
            at=NOW,
        )
        read_pages(self.catalogue, self.scan_id)
        parts = Separation(documents=((0, 1, 2), (3, 4)), set_aside=((5, PageOutcome.BLANK),))
        self.catalogue.separate(self.scan_id, parts, at=NOW)

    def teardown(self) -> None:
        self.catalogue.close()

    def held(self) -> list[Document]:
        return list(self.catalogue.documents(scan_id=self.scan_id))

    def lying(self) -> Arrangement:
        return arrangement_of(self.held(), self.catalogue.pages(self.scan_id))

    def arrange(self, wanted: Arrangement) -> None:
        """Done, and done again; or refused because something of it is at its end."""
        seen = {one.id: one.version for one in self.held()}
        is_at_its_end = any(
            one.status in LAST
            and (
                one.page_indexes not in wanted.documents
                or self.lying().edition(one.page_indexes) != wanted.edition(one.page_indexes)
            )
            for one in self.held()
        )
        try:
            for _ in range(2):
                self.catalogue.rearrange(self.scan_id, wanted, seen=seen, actor="an", at=NOW)
            assert not is_at_its_end
            assert self.lying() == wanted
        except IllegalMove:
            assert is_at_its_end

    @rule(page=PAGE)
    def split(self, page: int) -> None:
        try:
            wanted = arranging.split(self.lying(), page)
        except BadArrangement:
            return
        self.arrange(wanted)

    @precondition(lambda self: len(self.held()) > 1)
    @rule(pick=PICK)
    def merge(self, pick: int) -> None:
        now = self.lying()
        place = pick % (len(now.documents) - 1)
        self.arrange(arranging.merge(now, now.documents[place + 1], now.documents[place]))

    @rule(page=PAGE, degrees=st.sampled_from([0, 90, 180, 270]))
    def turn(self, page: int, degrees: int) -> None:
        try:
            wanted = arranging.turn(self.lying(), page, degrees)
        except BadArrangement:
            return
        self.arrange(wanted)

    @rule(page=PAGE)
    def set_aside(self, page: int) -> None:
        try:
            wanted = arranging.set_aside(self.lying(), page)
        except BadArrangement:
            return
        self.arrange(wanted)

    @rule(page=PAGE, pick=PICK, alone=st.booleans())
    def take_back(self, page: int, pick: int, alone: bool) -> None:
        now = self.lying()
        into = () if alone or not now.documents else now.documents[pick % len(now.documents)]
        try:
            wanted = arranging.take_back(now, page, into)
        except BadArrangement:
            return
        self.arrange(wanted)

    @precondition(lambda self: self.held())
    @rule(pick=PICK, asks=st.booleans())
    def go_on(self, pick: int, asks: bool) -> None:
        """The next step of a document, whoever makes it."""
        document = self.held()[pick % len(self.held())]
        file = StoredFile(key=keys.searchable(document.id, document.edition), sha256="c" * 64)
        sealed = StoredFile(key=keys.sealed(document.id, document.edition), sha256="d" * 64)
        match document.status:
            case DocumentStatus.SEPARATED:
                self._read_what_was_turned()
                self.catalogue.freeze(document.id, file, version=document.version, at=NOW)
            case DocumentStatus.READ:
                description = a_doubt() if asks else a_description()
                self.catalogue.describe(document.id, description, at=NOW)
            case DocumentStatus.NEEDS_CHECK:
                self.catalogue.approve(document.id, actor="an", at=NOW)
            case DocumentStatus.DESCRIBED | DocumentStatus.CHECKED if asks:
                self.catalogue.seal(document.id, sealed, data={}, at=NOW)
            case DocumentStatus.SEALED:
                self.catalogue.file(a_record(document.id, pdf=sealed), at=NOW)

    def _read_what_was_turned(self) -> None:
        for page in self.catalogue.pages(self.scan_id):
            if page.reading_sha256 is None:
                self.catalogue.save_reading(
                    self.scan_id,
                    page.page_index,
                    outcome=PageOutcome.READ,
                    sha256="e" * 64,
                    turned_degrees=page.turned_degrees,
                    at=NOW,
                )

    @precondition(lambda self: any(one.status not in LAST for one in self.held()))
    @rule(pick=PICK, asks=st.booleans())
    def send_back(self, pick: int, asks: bool) -> None:
        open_ones = [one for one in self.held() if one.status not in LAST]
        document = open_ones[pick % len(open_ones)]
        if not asks:
            self.catalogue.reject(document.id, error_code="not_ours", actor="an", at=NOW)
            return
        asked = RescanRequest(
            document_id=document.id,
            scan_id=self.scan_id,
            page_indexes=document.page_indexes[:1],
            reason="bị mờ",
            asked_by="an",
            asked_at=NOW,
        )
        self.catalogue.ask_rescan(asked, version=document.version)

    @invariant()
    def no_page_is_lost_and_rows_and_ledger_agree(self) -> None:
        rows, told = account_from_rows(self.catalogue), account_from_ledger(self.catalogue.ledger())
        assert (rows.documents, rows.pages) == (told.documents, told.pages)
        counts = count_pages(rows)
        assert counts.is_conserved
        assert counts.received == PAGES
        assert counts == count_pages(told)

    @invariant()
    def every_page_is_where_its_row_says(self) -> None:
        holders = {index: one.id for one in self.held() for index in one.page_indexes}
        for page in self.catalogue.pages(self.scan_id):
            assert page.document_id == holders.get(page.page_index)
            assert (page.state is PageState.SET_ASIDE) == (page.document_id is None)

    @invariant()
    def the_queue_has_what_waits_for_a_person(self) -> None:
        with self.catalogue._database.reading() as connection:
            rows = desk_queue.waiting_after(
                connection, CHECKER, QueueFilter(), after=None, at=NOW, limit=99
            )
        waiting = [one.id for one in self.held() if one.status is DocumentStatus.NEEDS_CHECK]
        assert sorted(row.document_id for row in rows) == sorted(waiting)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
