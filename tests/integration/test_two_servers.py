"""Two `digitize serve` on one PostgreSQL, one bucket and one broker, as behind a balancer: people meet on either and miss nothing.

Real servers all of them. Files and papers come in at one, are read by a worker, and are seen, claimed and decided at both.
"""

import json
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count

import httpx
import pytest

from digitize.access import Role
from digitize.checking import values_of
from digitize.model import BatchId, DocumentId
from digitize.status import DocumentStatus
from storage.accounts import Account, Accounts
from storage.ledger import Event
from tests.cluster_rig import House, a_house, paper
from tests.counter_rig import ServerProcess, wait_until
from tests.s3_factories import a_bucket, environment_of
from tests.servers.ceph import S3Server
from tests.servers.rabbitmq import RabbitServer
from tests.web_factories import AGENCY, open_batch, send
from workers.accounts.signing_in import SigningIn

PEOPLE = ("lan", "binh")
SUBJECT = "Về việc thử nghiệm"
keys, papers = count(), count(100)


@dataclass
class Two:
    """The servers, the worker behind them, and a session of each person, which holds at both."""

    servers: Sequence[ServerProcess]
    house: House
    tokens: dict[str, str]
    stack: ExitStack
    _clients: dict[tuple[int, str], httpx.Client] = field(default_factory=dict)

    def at(self, place: int, person: str) -> httpx.Client:
        """This person's program, at the first or the second server."""
        if (place, person) not in self._clients:
            client = httpx.Client(
                base_url=self.servers[place].url,
                headers={"Authorization": f"Bearer {self.tokens[person]}"},
                trust_env=False,
                timeout=60,
            )
            self._clients[place, person] = self.stack.enter_context(client)
        return self._clients[place, person]

    def ask(self, place: int, person: str, what: str, **said: object) -> httpx.Response:
        """A change, under a key of its own."""
        return self.at(place, person).post(
            f"/api/v1/documents/{what}",
            headers={"Idempotency-Key": f"k-{next(keys)}"},
            json=said or None,
        )

    def waiting_paper(self) -> DocumentId:
        """One that came in at the first server, read by the worker, for a checker."""
        client = self.at(0, "lan")
        batch = open_batch(client, key=f"b-{next(keys)}")
        send(client, batch, paper(next(papers)), name="giay.pdf")
        wait_until(lambda: self.in_batch(batch) == [DocumentStatus.NEEDS_CHECK])
        (scan,) = self.house.look.catalogue.arrivals(BatchId(batch))
        (document,) = self.house.look.catalogue.documents(scan_id=scan.scan_id)
        return document.id

    def in_batch(self, batch: str) -> list[DocumentStatus]:
        catalogue = self.house.look.catalogue
        scans = [arrival.scan_id for arrival in catalogue.arrivals(BatchId(batch))]
        return [one.status for scan in scans for one in catalogue.documents(scan_id=scan)]

    def version(self, document: DocumentId) -> int:
        return self.house.look.catalogue.document(document).version


@pytest.fixture(scope="module")
def two(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_url_of_a_module: str,
    rabbitmq_server: RabbitServer,
    s3_server: S3Server,
) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("two")
    rabbitmq_server.flush()
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        bucket = a_bucket(s3_server)
        for name, value in environment_of(bucket).items():
            patch.setenv(name, value)
        shared = {
            "database": postgres_url_of_a_module,
            "broker": rabbitmq_server.url,
            "bucket": bucket.bucket,
            "agency_code": AGENCY,
        }
        house = stack.enter_context(a_house(folder, **shared))
        servers = [
            ServerProcess(warehouse=folder / name, settings=dict(shared)) for name in ("a", "b")
        ]
        with house.services() as services:
            assert (
                services.sealing.authority
            )  # its keys, which every machine of the house has a copy of
        for server in servers:
            shutil.copytree(folder / "kho" / "keys", server.warehouse / "keys")
            stack.callback(server.kill)
        with ThreadPoolExecutor(2) as threads:  # on an empty database, both at once
            list(threads.map(lambda server: server.start(), servers))
        house.start(1)
        yield Two(servers, house, {name: session_of(house, name) for name in PEOPLE}, stack)


def session_of(house: House, name: str) -> str:
    """Of somebody who stands at the counter and at the checking desk."""
    with house.services() as services:
        account = Account(
            id=name,
            name=f"Trần Thị {name.title()}",
            roles=frozenset({Role.COUNTER_OFFICER, Role.CHECKER}),
            agency=AGENCY,
            made_at=services.clock(),
        )
        Accounts(services.database).make(account, actor="test")
        return SigningIn(services.database, clock=services.clock).begin(account)[0]


# -- batches


def test_a_batch_goes_on_at_either_server_and_both_show_the_same(two: Two) -> None:
    first, second = two.at(0, "lan"), two.at(1, "lan")
    batch = open_batch(first, key="chung", dossier_code="H07-261123-0001")
    assert open_batch(second, key="chung", dossier_code="H07-261123-0001") == batch
    for client in (first, second):  # a file at each
        send(client, batch, paper(next(papers)), name=f"{client.base_url.port}.pdf")
    wait_until(lambda: two.in_batch(batch) == [DocumentStatus.NEEDS_CHECK] * 2)
    closed = second.post(f"/api/v1/batches/{batch}/close", headers={"Idempotency-Key": "dong"})
    assert closed.is_success, closed.text
    shown = [client.get(f"/api/v1/batches/{batch}").json() for client in (first, second)]
    assert shown[0] == shown[1]
    receipts = [client.get(f"/api/v1/batches/{batch}/receipt").json() for client in (first, second)]
    assert receipts[0] == receipts[1]
    pages = [
        client.get(f"/batches/{batch}", headers=cookie(two)).text for client in (first, second)
    ]
    assert all("H07-261123-0001" in page for page in pages)


def cookie(two: Two) -> dict[str, str]:
    return {"Cookie": f"digitize={two.tokens['lan']}", "Authorization": ""}


# -- events


def hear(two: Two, place: int, *topics: str, after: str = "", begun: threading.Event) -> str:
    """Listen until something was told of every topic; the number of what was told last."""
    wanted, last = set(topics), ""
    with two.at(place, "lan").stream(
        "GET",
        "/api/v1/events",
        params=[("topic", topic) for topic in topics],
        headers={"Last-Event-ID": after} if after else {},
    ) as answer:
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            if name == "id":
                last = value
                begun.set()
            if name == "data":
                wanted.discard(value)
                if not wanted:
                    return last
    raise AssertionError(f"never told of {wanted}")


def test_what_happens_at_one_server_is_told_at_both(two: Two) -> None:
    client = two.at(0, "lan")
    batch = open_batch(client, key=f"b-{next(keys)}")
    begun = threading.Event(), threading.Event()
    with ThreadPoolExecutor(2) as threads:
        ears = [
            threads.submit(
                hear, two, place, f"batch:{batch}", "batches", "queue", begun=begun[place]
            )
            for place in (0, 1)
        ]
        assert all(one.wait(60) for one in begun)
        send(client, batch, paper(next(papers)), name="giay.pdf")
        assert [ear.result(120) for ear in ears]


def test_a_line_that_broke_goes_on_at_the_other_server(two: Two) -> None:
    client, begun = two.at(0, "lan"), threading.Event()
    batch = open_batch(client, key=f"b-{next(keys)}")
    with ThreadPoolExecutor(1) as threads:
        ear = threads.submit(hear, two, 0, f"batch:{batch}", begun=begun)
        assert begun.wait(60)
        send(client, batch, paper(next(papers)), name="mot.pdf")
        last = ear.result(120)
    send(client, batch, paper(next(papers)), name="hai.pdf")  # while nobody listens
    assert int(hear(two, 1, f"batch:{batch}", after=last, begun=begun)) > int(last)


# -- two checkers


def test_a_paper_that_is_checked_at_one_server_is_nobodys_at_the_other(two: Two) -> None:
    document = two.waiting_paper()
    assert two.ask(0, "lan", f"{document}/claim").is_success
    refused = two.ask(1, "binh", f"{document}/claim")
    assert (refused.json()["code"], refused.json()["holder"]) == (
        "claimed_by_another",
        "Trần Thị Lan",
    )
    said = {"version": two.version(document), "values": {}}
    for decision in ("approve", "correct"):
        assert (
            two.ask(1, "binh", f"{document}/{decision}", **said).json()["code"]
            == "claimed_by_another"
        )
    assert two.ask(1, "lan", f"{document}/claim").is_success  # the same person, sent elsewhere
    headers = {"Idempotency-Key": f"k-{next(keys)}"}
    two.at(0, "lan").delete(f"/api/v1/documents/{document}/claim", headers=headers)
    assert two.ask(1, "binh", f"{document}/claim").is_success


def test_of_two_who_reach_for_a_paper_at_once_one_has_it(two: Two) -> None:
    document = two.waiting_paper()
    for _ in range(10):
        got = at_once(two, f"{document}/claim")
        holder = PEOPLE[got.index(200)]
        assert sorted(got) == [200, 409]
        place = PEOPLE.index(holder)
        headers = {"Idempotency-Key": f"k-{next(keys)}"}
        two.at(place, holder).delete(f"/api/v1/documents/{document}/claim", headers=headers)


def test_of_two_who_decide_at_once_one_does_and_the_paper_is_filed_once(two: Two) -> None:
    document = two.waiting_paper()
    got = at_once(
        two, f"{document}/approve", lambda name: a_correction(two, document, f"Do {name} gõ")
    )
    assert sorted(got) == [200, 409]
    look = two.house.look.catalogue
    wait_until(lambda: look.document(document).status is DocumentStatus.FILED)
    events = Counter(entry.event for entry in look.ledger(subject=document))
    assert (events[Event.DOCUMENT_CORRECTED], events[Event.DOCUMENT_SEALED]) == (1, 1)
    description = look.document(document).description
    assert description is not None
    assert values_of(description)["subject"] == f"Do {PEOPLE[got.index(200)]} gõ"


def a_correction(two: Two, document: DocumentId, subject: str) -> dict[str, object]:
    """Of what nobody could read."""
    values = {"subject": subject, "reference": "12/QĐ-UBND"}
    return {"version": two.version(document), "type_code": "quyet_dinh", "values": values}


def at_once(
    two: Two, what: str, said_by: Callable[[str], dict[str, object]] = lambda _name: {}
) -> list[int]:
    """Lan at the first server and Binh at the second; what each was answered."""
    together, said = threading.Barrier(2), [said_by(name) for name in PEOPLE]

    def go(place: int) -> int:
        together.wait(60)
        return two.ask(place, PEOPLE[place], what, **said[place]).status_code

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(go, (0, 1)))


# -- one goes


def test_where_one_server_dies_its_people_go_on_at_the_other(two: Two) -> None:
    document = two.waiting_paper()
    assert two.ask(0, "lan", f"{document}/claim").is_success
    draft = a_correction(two, document, SUBJECT)
    headers = {"Idempotency-Key": f"k-{next(keys)}"}
    two.at(0, "lan").put(f"/api/v1/documents/{document}/draft", headers=headers, json=draft)
    two.servers[0].kill()
    try:
        page = two.at(1, "lan").get(f"/check/{document}", headers=cookie(two)).text
        assert json.dumps(SUBJECT)[1:-1] in page  # what was typed and not sent yet
        assert two.ask(1, "lan", f"{document}/approve", **draft).json()["outcome"] == "approved"
        look = two.house.look.catalogue
        wait_until(lambda: look.document(document).status is DocumentStatus.FILED)
    finally:
        two.servers[0].start()
    assert two.at(0, "lan").get(f"/api/v1/documents/{document}").json()["status"] == "filed"
