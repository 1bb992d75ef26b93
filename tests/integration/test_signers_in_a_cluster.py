"""Papers that signers seal, in a cluster: workers on a real broker bring them to the signer and from there into the warehouse.

The catalogue is on PostgreSQL; the signer asks by the API of a server that has the broker too.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.settings import SealingChoice
from digitize.access import Role
from digitize.status import DocumentStatus
from storage.ledger import Event
from tests.checking_factories import make_account
from tests.cluster_rig import House, a_house, paper
from tests.counter_rig import wait_until
from tests.servers.rabbitmq import RabbitServer
from tests.web_factories import Client, app_of
from workers.accounts.signing_in import SigningIn
from workers.services import Services

LAID_IN_FOR = "000.00.00.H00"


@pytest.fixture
def house(tmp_path: Path, rabbitmq_server: RabbitServer, postgres_url: str) -> Iterator[House]:
    rabbitmq_server.flush()
    with a_house(
        tmp_path, rabbitmq_server.url, database=postgres_url, sealing=SealingChoice.BY_SIGNER
    ) as house:
        yield house


class Signer:
    def __init__(self, services: Services, name: str = "binh") -> None:
        account = make_account(services, name, role=Role.SIGNER, agency=LAID_IN_FOR)
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self._client, self._keys, self._name = Client(app_of(services), token), count(), name

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.ask("GET").json()["items"])

    def ask(self, method: str, what: str = "", **given: Any) -> httpx.Response:
        headers = {"Idempotency-Key": f"{self._name}-{next(self._keys)}"}
        return self._client.request(method, f"/api/v1/signing{what}", headers=headers, **given)


def test_what_is_signed_is_filed_by_the_workers_and_what_is_sent_back_comes_again(
    house: House,
) -> None:
    house.lay_in(*map(paper, range(3)))
    house.start(2)
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, 3)
    house.approve_all()
    house.wait_until_all(DocumentStatus.TO_SIGN, 3)
    wait_until(lambda: house.rows() == 0)  # nothing is left to do for a worker
    with house.services() as services:
        signer = Signer(services)
        *two, other = signer.waiting()
        said = {"version": other["version"], "reason": "signer_wrong_field"}
        assert signer.ask("POST", f"/{other['document']}/send-back", json=said).is_success
        wanted = [{"document": one["document"], "version": one["version"]} for one in two]
        answers = signer.ask("POST", "/seal", json={"documents": wanted}).json()["items"]
        assert [one["error"] for one in answers] == [None, None]
        wait_until(lambda: house.statuses()[DocumentStatus.FILED] == 2)
        assert house.statuses() == {DocumentStatus.FILED: 2, DocumentStatus.NEEDS_CHECK: 1}
        house.approve_all()
        wait_until(lambda: len(signer.waiting()) == 1)
        (again,) = signer.waiting()
        wanted = [{"document": again["document"], "version": again["version"]}]
        signer.ask("POST", "/seal", json={"documents": wanted})
    house.wait_until_all(DocumentStatus.FILED, 3)
    wait_until(lambda: house.rows() == 0)
    house.require_all_once(scans=3)
    sealed = [
        entry.actor
        for entry in house.look.catalogue.ledger()
        if entry.event == Event.DOCUMENT_SEALED
    ]
    assert sealed == ["binh"] * 3


def test_two_who_sign_the_same_list_at_once_seal_each_paper_once(house: House) -> None:
    house.lay_in(*map(paper, range(2)))
    house.start(2)
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, 2)
    house.approve_all()
    house.wait_until_all(DocumentStatus.TO_SIGN, 2)
    with house.services() as services, house.services() as others:
        signers = Signer(services, "binh"), Signer(others, "hoa")
        wanted = [
            {"document": one["document"], "version": one["version"]} for one in signers[0].waiting()
        ]
        together = threading.Barrier(2)

        def sign(signer: Signer) -> httpx.Response:
            together.wait(60)
            return signer.ask("POST", "/seal", json={"documents": wanted})

        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(sign, signers))
        told = [one["error"] for answer in answers for one in answer.json()["items"]]
        assert set(told) <= {None, "illegal_move", "lost_race"}
        assert told.count(None) >= len(wanted)
    house.wait_until_all(DocumentStatus.FILED, 2)
    house.require_all_once(scans=2)
