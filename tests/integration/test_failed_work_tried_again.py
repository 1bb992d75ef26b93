"""On one box: a paper that fails is shown to the operator with its reason, mended, tried again from there, and filed.

Everything is real: the server, its pages and programs' addresses, its queue, the authority of time.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from config.settings import Settings
from digitize.access import Role
from digitize.errors import error_of_code
from digitize.model import BatchId
from digitize.rows import Batch, Document
from digitize.status import DocumentStatus
from storage import keys
from storage.audit import audit
from tests.checking_factories import make_account
from tests.cluster_rig import paper
from tests.counter_rig import ServerProcess, free_port, wait_until
from tests.integration.timestamp_authority import timestamp_authority
from tests.web_factories import NoChildren
from workers.accounts.signing_in import SigningIn
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.services import Services, build_services, open_services


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    running = ServerProcess(warehouse=tmp_path / "kho")
    try:
        yield running
    finally:
        running.kill()


class Operator:
    """At the page, and at the addresses for programs."""

    def __init__(self, services: Services, server: ServerProcess) -> None:
        account = make_account(services, "op", role=Role.OPERATOR, agency="")
        self._token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self._server = server

    def page(self) -> str:
        return self._ask("GET", "/operate/failures").text

    def press_again(self) -> None:
        """The button of the page's first failure."""
        form = re.search(
            r'<form method="post" action="/operate/failures/again">.*?</form>', self.page()
        )
        assert form is not None
        said = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.group()))
        self._ask("POST", "/operate/failures/again", data=said)

    def listed(self, which: str) -> list[dict[str, object]]:
        return list(self._ask("GET", f"/api/v1/failures/{which}").json())

    def ask_again(self, subject: object) -> None:
        self._ask("POST", "/api/v1/failures/again", json={"subject": subject})

    def _ask(self, method: str, address: str, **said: Any) -> httpx.Response:
        who = (
            {"Authorization": f"Bearer {self._token}", "Idempotency-Key": "k-1"}
            if address.startswith("/api")
            else {"Cookie": f"digitize={self._token}"}
        )
        answer = httpx.request(
            method, self._server.url + address, headers=who, trust_env=False, timeout=60, **said
        )
        assert answer.status_code < 400, answer.text
        return answer


def a_paper_for_a_checker(server: ServerProcess) -> Document:
    """Taken into custody before the server starts, and read by it."""
    with build_services(Settings(warehouse=server.warehouse)) as services:
        file = server.warehouse.with_name("giay.pdf")
        file.write_bytes(paper(1))
        batch = Batch(
            id=BatchId("b-1"), agency="000.00.00.H00", channel="folder", opened_at=services.clock()
        )
        Receiving(services, cast("ChildPool", NoChildren())).receive(file, batch=batch)
    server.start()
    with looking_at(server) as services:
        wait_until(lambda: bool(in_status(services, DocumentStatus.NEEDS_CHECK)))
        return in_status(services, DocumentStatus.NEEDS_CHECK)[0]


@contextmanager
def looking_at(server: ServerProcess) -> Iterator[Services]:
    with open_services(Settings(warehouse=server.warehouse)) as services:
        yield services


def in_status(services: Services, status: DocumentStatus) -> list[Document]:
    return list(services.catalogue.documents(status=status))


def wait_until_filed(services: Services) -> None:
    wait_until(lambda: bool(in_status(services, DocumentStatus.FILED)))
    wait_until(lambda: services.work.held_up() == {})
    assert audit(services.catalogue, services.store).ok


def test_a_seal_without_its_authority_of_time_rests_until_that_answers(
    server: ServerProcess, tmp_path: Path
) -> None:
    port = free_port()
    server.settings["timestamp_url"] = f"http://127.0.0.1:{port}/"
    document = a_paper_for_a_checker(server)
    with looking_at(server) as services:
        operator = Operator(services, server)
        assert "Không có việc nào đang chờ làm lại." in operator.page()
        services.catalogue.approve(document.id, actor="an", at=services.clock())
        wait_until(lambda: bool(operator.listed("resting")))
        (failed,) = operator.listed("resting")
        assert (failed["error"], failed["stage"]) == ("seal_failed", "seal")
        assert failed["subject"] == document.scan_id
        assert error_of_code("seal_failed").message in operator.page()
        (tmp_path / "tsa").mkdir()
        with timestamp_authority(tmp_path / "tsa", port=port):
            operator.press_again()
            wait_until_filed(services)
        assert operator.listed("resting") == []
        events = [entry.event for entry in services.catalogue.ledger(subject=document.scan_id)]
        assert "work.again" in events


def test_a_lost_file_sets_its_paper_aside_over_restarts_until_it_is_put_back(
    server: ServerProcess,
) -> None:
    document = a_paper_for_a_checker(server)
    with looking_at(server) as services:
        operator = Operator(services, server)
        frozen = services.store.local_path(keys.searchable(document.id, document.edition))
        kept = frozen.rename(server.warehouse.with_name("kept.pdf"))
        services.catalogue.approve(document.id, actor="an", at=services.clock())
        wait_until(lambda: bool(operator.listed("set-aside")))
        server.kill()
        server.start()
        (failed,) = operator.listed("set-aside")
        assert (failed["error"], failed["stage"], failed["attempts"]) == ("not_in_store", "seal", 1)
        kept.rename(frozen)
        operator.ask_again(failed["subject"])
        wait_until_filed(services)
        assert operator.listed("set-aside") == []
