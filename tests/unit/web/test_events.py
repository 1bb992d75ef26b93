"""Events: whoever listens is told of the own agency's changes, of none twice over, and of those while the line was cut."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import anyio
import pytest
from desk_factories import came_in, waits
from storage_factories import NOW, a_batch
from web_factories import Client, app_of

from digitize.access import Role, Viewer
from digitize.errors import TooManyListeners
from digitize.rows import Batch
from storage.accounts import Account, Accounts
from storage.catalogue import SqlCatalogue
from storage.changes_since import MOST_ENTRIES
from storage.database import Database, open_memory_database
from web.accounts.gate import Gate
from web.events import EventOptions, Lines, event_routes
from web.listening import Listener, Listening, ListeningOptions
from workers.accounts.signing_in import SignedIn, SigningIn
from workers.services import Services

FAST = ListeningOptions(look_every_seconds=0.02)
OFFICER = Viewer(account="lan", roles=frozenset({Role.COUNTER_OFFICER}), agency="H46.1")
STRANGER = replace(OFFICER, account="xa", agency="H46.2")
OPERATOR = Viewer(account="van", roles=frozenset({Role.OPERATOR}))


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_memory_database()
    yield opened
    opened.close()


def the_batch(agency: str = "H46.1") -> Batch:
    return a_batch(batch_id=f"b-{agency}", agency=agency)


@asynccontextmanager
async def told(
    database: Database, viewer: Viewer, *topics: str, seq: int | None = None
) -> AsyncIterator[Listener]:
    """A listener that has begun, while somebody watches."""
    listening = Listening(database, options=FAST)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listening.watch)
        with listening.listener(viewer, frozenset(topics), seq=seq) as listener:
            await listening.begin(listener)
            yield listener
        tasks.cancel_scope.cancel()


async def heard(listener: Listener, *, within: float = 5.0) -> frozenset[str]:
    """Nothing where nobody was told anything."""
    with anyio.move_on_after(within):
        return await listener.next()
    return frozenset()


def run(test: Any) -> None:
    anyio.run(test)


def test_a_change_is_told_by_batch_and_by_agency(database: Database) -> None:
    async def listen() -> None:
        async with told(database, OFFICER, "batch:b-H46.1", "batches") as listener:
            SqlCatalogue(database).open_batch(the_batch())
            assert await heard(listener) == {"batch:b-H46.1", "batches"}

    run(listen)


def test_another_agency_is_told_nothing_even_of_a_batch_it_names(database: Database) -> None:
    async def listen() -> None:
        async with told(database, STRANGER, "batch:b-H46.1", "batches", "queue") as listener:
            SqlCatalogue(database).open_batch(the_batch())
            waits(SqlCatalogue(database))
            assert await heard(listener, within=0.3) == frozenset()

    run(listen)


def test_documents_that_wait_are_told_to_the_queue_and_their_batch(database: Database) -> None:
    batch = came_in("scan", agency="H46.1")

    async def listen() -> None:
        async with told(database, OFFICER, "queue", f"batch:{batch}") as listener:
            waits(SqlCatalogue(database))
            found: set[str] = set()
            while found != {"queue", f"batch:{batch}"}:
                found |= await heard(listener)

    run(listen)


def test_an_operator_is_told_that_anything_happened(database: Database) -> None:
    async def listen() -> None:
        async with told(database, OPERATOR, "house") as listener:
            SqlCatalogue(database).note("key.made", "x", actor="test", data={}, at=NOW)
            assert await heard(listener) == {"house"}

    run(listen)


def test_what_happened_while_the_line_was_cut_is_told_when_it_is_back(database: Database) -> None:
    catalogue = SqlCatalogue(database)
    seq, _ = catalogue.ledger_head()
    catalogue.open_batch(the_batch())

    async def listen() -> None:
        async with told(database, OFFICER, "batches", seq=seq) as listener:
            assert await heard(listener) == {"batches"}
        async with told(database, OFFICER, "batches") as listener:
            assert await heard(listener, within=0.2) == frozenset()

    run(listen)


def test_more_than_can_be_looked_at_is_told_as_everything(database: Database) -> None:
    catalogue = SqlCatalogue(database)
    seq, _ = catalogue.ledger_head()
    for number in range(MOST_ENTRIES + 1):
        catalogue.note("key.made", str(number), actor="test", data={}, at=NOW)

    async def listen() -> None:
        async with told(database, OFFICER, "batch:b-1", "batches", seq=seq) as listener:
            assert await heard(listener) == {"batch:b-1", "batches"}

    run(listen)


def test_many_changes_are_one_call_to_whoever_reads_slowly(database: Database) -> None:
    async def listen() -> None:
        async with told(database, OFFICER, "batches") as listener:
            for number in range(20):
                SqlCatalogue(database).open_batch(a_batch(batch_id=f"b-{number}", agency="H46.1"))
            await anyio.sleep(0.2)
            assert await heard(listener) == {"batches"}
            assert await heard(listener, within=0.2) == frozenset()

    run(listen)


def test_listeners_are_bounded_by_account_and_in_all(database: Database) -> None:
    listening = Listening(database, options=replace(FAST, most_listeners=3, most_of_account=2))
    wanted = frozenset({"batches"})
    with (
        listening.listener(OFFICER, wanted, seq=None),
        listening.listener(OFFICER, wanted, seq=None),
    ):
        with pytest.raises(TooManyListeners), listening.listener(OFFICER, wanted, seq=None):
            pass
        with (
            listening.listener(STRANGER, wanted, seq=None),
            pytest.raises(TooManyListeners),
            listening.listener(OPERATOR, wanted, seq=None),
        ):
            pass


# -- as text on a line


def signed_in(services: Services) -> tuple[SigningIn, str, SignedIn]:
    account = Account(
        id="lan",
        name="Lan",
        roles=frozenset({Role.COUNTER_OFFICER}),
        agency="H46.1",
        made_at=services.clock(),
    )
    Accounts(services.database).make(account, actor="test")
    signing_in = SigningIn(services.database, clock=services.clock)
    return signing_in, *signing_in.begin(account)


def test_a_line_says_where_it_begins_beats_and_ends_with_the_session(services: Services) -> None:
    signing_in, _, found = signed_in(services)
    lines = Lines(
        Listening(services.database, options=FAST), signing_in, EventOptions(beat_seconds=0.02)
    )
    seq, _ = services.catalogue.ledger_head()

    async def listen() -> None:
        text = lines.text_of(found, frozenset({"batches"}), None)
        assert await anext(text) == f"retry: 3000\nid: {seq}\nevent: open\ndata:\n\n"
        assert await anext(text) == ":\n\n"
        signing_in.sign_out(found)
        assert [said async for said in text][-1] == "event: ended\ndata:\n\n"

    run(listen)


def test_nobody_waits_for_listeners_when_the_server_ends(services: Services) -> None:
    signing_in, _, found = signed_in(services)
    listening = Listening(services.database, options=FAST)
    lines = Lines(listening, signing_in, EventOptions())

    async def listen() -> None:
        with anyio.fail_after(5):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(listening.watch)
                text = lines.text_of(found, frozenset({"batches"}), None)
                await anext(text)
                listening.end()
                assert [said async for said in text] == []
                tasks.cancel_scope.cancel()

    run(listen)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("?topic=queue", "not_allowed"),
        ("?topic=house", "not_allowed"),
        ("?topic=batch:", "request_invalid"),
        ("?topic=batch:b%0A1", "request_invalid"),
        ("?topic=everything", "request_invalid"),
        ("", "request_invalid"),
        ("?topic=batches&after=-1", "request_invalid"),
    ],
)
def test_topics_beyond_ones_rights_or_unknown_are_refused(
    services: Services, address: str, code: str
) -> None:
    _, token, _ = signed_in(services)
    answer = Client(app_of(services), token).get(f"/api/v1/events{address}")
    assert answer.json()["code"] == code


def test_nobody_listens_without_a_session(services: Services) -> None:
    answer = Client(app_of(services), "no-session").get("/api/v1/events?topic=batches")
    assert answer.json()["code"] == "not_signed_in"


def test_events_are_no_part_of_what_programs_are_told_to_read_to_the_end() -> None:
    router = event_routes(
        Listening.__new__(Listening), SigningIn.__new__(SigningIn), Gate.__new__(Gate)
    )
    assert not any(getattr(route, "include_in_schema", True) for route in router.routes)
