"""Webhooks to a real server: signed, once while it answers, again while it does not, set aside in the end."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from service_factories import memory_services
from storage_factories import NOW, a_batch, described, filed

from digitize.access import Role, Viewer
from digitize.errors import NotFound
from digitize.one_stop import Component, Digitisation, Dossier
from digitize.rows import Priority
from storage.accounts import Account, Accounts
from storage.dossier_rows import Dossiers
from storage.webhook_lists import set_aside_deliveries
from storage.webhook_rows import Delivery, Webhook, Webhooks
from workers.exchange.addresses import AddressOptions, networks_of
from workers.exchange.sending import SendingOptions, WebhookSender
from workers.exchange.signing import signature
from workers.exchange.telling import Told, make_deliveries
from workers.exchange.webhooks import close, make, try_again
from workers.services import Services

AGENCY = "H46.1"
SYSTEM = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency=AGENCY)
LOCAL = AddressOptions(networks=networks_of("127.0.0.0/8"), plain_http=True)


@dataclass
class Receiver:
    """What came, and what is answered."""

    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    url: str = ""


@contextmanager
def receiving(trust: tuple[Path, Path] | None = None) -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {key.lower(): value for key, value in self.headers.items()}
            receiver.got.append((headers, body))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            for key, value in receiver.extra.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            self.wfile.write(receiver.body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if trust is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*trust)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    scheme = "https" if trust is not None else "http"
    receiver.url = f"{scheme}://mot-cua.example:{server.server_port}/hook"
    yield receiver
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class House:
    services: Services
    now: list[datetime]
    hook: Webhook

    def sender(self, **changed: object) -> WebhookSender:
        options = replace(SendingOptions(addresses=LOCAL), **changed)
        return WebhookSender(
            self.services, options=options, resolve=lambda _host, _port: ["127.0.0.1"]
        )

    def told(self) -> list[Delivery]:
        return list(Webhooks(self.services.database).told(self.hook.id, before=None, limit=100))


def a_house(url: str, *events: Told) -> House:
    now = [NOW]
    services = replace(
        memory_services(webhook_networks="127.0.0.0/8", webhook_plain_http=True),
        clock=lambda: now[0],
    )
    account = Account(
        id="mot-cua", name="Một cửa", roles=frozenset({Role.SYSTEM}), agency=AGENCY, made_at=NOW
    )
    Accounts(services.database).make(account, actor="test")
    return House(services, now, make(services, url, events or tuple(Told), viewer=SYSTEM))


def test_what_was_filed_is_told_signed_and_once() -> None:
    with receiving() as receiver:
        house = a_house(receiver.url, Told.RECORD_FILED)
        record = filed(house.services.catalogue)
        make_deliveries(house.services)
        assert house.sender().send_due() == 1
        assert house.sender().send_due() == 0
    ((headers, body),) = receiver.got
    told = json.loads(body)
    assert told["type"] == "record.filed"
    assert told["data"] == {"record": record.id, "document": record.document_id, "dossiers": []}
    assert headers["host"].startswith("mot-cua.example:")
    assert headers["webhook-id"] == told["id"]
    stamp = headers["webhook-timestamp"]
    good = signature(house.hook.secret, told["id"], stamp, body)
    assert headers["webhook-signature"] == f"v1,{good}"
    assert good != signature(house.hook.secret, told["id"], stamp, body + b" ")
    assert house.told()[0].delivered_at == NOW


def test_nothing_of_a_person_is_told() -> None:
    with receiving() as receiver:
        house = a_house(receiver.url)
        described(house.services.catalogue, reasons=("low_confidence",))
        filed(house.services.catalogue, content="other")
        make_deliveries(house.services)
        while house.sender().send_due():
            pass
    bodies = b" ".join(body for _, body in receiver.got).decode()
    assert {json.loads(body)["type"] for _, body in receiver.got} == {
        "record.filed",
        "document.needs_check",
    }
    assert not any(word in bodies for word in ("044203001234", "Hòa", "2311", "quét", "pdf"))


def test_a_complete_dossier_is_told_by_its_code() -> None:
    dossier = Dossier(
        code="H46.1-260302-0001",
        agency=AGENCY,
        source="mot-cua",
        components=(Component(code="a", digitisation=Digitisation.DIGITISED),),
    )
    with receiving() as receiver:
        house = a_house(receiver.url, Told.DOSSIER_COMPLETE)
        Dossiers(house.services.database).tell(dossier, at=NOW, actor="mot-cua")
        make_deliveries(house.services)
        house.sender().send_due()
    ((_, body),) = receiver.got
    assert json.loads(body)["data"] == {"dossier": dossier.code, "version": 1}


def test_it_is_tried_again_with_the_same_id_until_it_is_heard() -> None:
    with receiving() as receiver:
        receiver.statuses = [500, 503]
        house = a_house(receiver.url, Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        for _ in range(3):
            house.sender().send_due()
            assert house.sender().send_due() == 0  # not before its time
            house.now[0] += timedelta(minutes=2)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == 3
    assert (house.told()[0].attempts, house.told()[0].last_error) == (3, "")


def test_what_is_never_heard_is_set_aside_until_an_operator_says_again() -> None:
    with receiving() as receiver:
        receiver.statuses = [500] * 3
        house = a_house(receiver.url, Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        sender = house.sender(pauses=(timedelta(seconds=1), timedelta(seconds=2)))
        for _ in range(5):
            sender.send_due()
            house.now[0] += timedelta(seconds=5)
        assert len(receiver.got) == 3
        database = house.services.database
        ((aside, hook),) = set_aside_deliveries(database, limit=10)
        assert (aside.last_error, aside.last_status, hook.secret) == ("status 500", 500, "")
        operator = Viewer(account="quan-tri", roles=frozenset({Role.OPERATOR}))
        try_again(house.services, aside.id, viewer=operator)
        sender.send_due()
    assert house.told()[0].delivered_at is not None
    assert set_aside_deliveries(database, limit=10) == []


def test_a_redirect_is_not_followed() -> None:
    with receiving() as receiver, receiving() as other:
        receiver.statuses, receiver.extra = [307], {"Location": other.url}
        house = a_house(receiver.url, Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        house.sender().send_due()
    assert other.got == []
    assert house.told()[0].last_error == "status 307"


def test_a_large_answer_is_not_taken() -> None:
    with receiving() as receiver:
        receiver.body = b"x" * 2_000_000
        house = a_house(receiver.url, Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        house.sender().send_due()
    assert house.told()[0].delivered_at == NOW


def test_who_never_answers_is_given_up_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        house = a_house(f"http://mot-cua.example:{silent.getsockname()[1]}/", Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        house.sender(deadline_seconds=0.3).send_due()
    assert house.told()[0].last_error == "timeout"


def test_tls_is_checked_against_the_name_though_the_address_is_connected_to(tmp_path: Path) -> None:
    own, other = (_certificate(tmp_path / name) for name in ("own", "other"))
    with receiving(own) as receiver:
        house = a_house(receiver.url, Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        options = SendingOptions(addresses=LOCAL, pauses=(timedelta(0),) * 8)
        for trusted in (other, own):
            assert receiver.got == []
            WebhookSender(
                house.services,
                options=options,
                resolve=lambda _host, _port: ["127.0.0.1"],
                trust=ssl.create_default_context(cafile=str(trusted[0])),
            ).send_due()
    assert len(receiver.got) == 1
    assert house.told()[0].delivered_at == NOW


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of `mot-cua.example` that vouches for itself, and its key."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mot-cua.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("mot-cua.example")]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return public, private


def test_an_address_inside_is_refused_and_nobody_is_asked() -> None:
    with receiving() as receiver:
        house = a_house(receiver.url, Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        strict = AddressOptions(plain_http=True)
        house.sender(addresses=strict).send_due()
    assert receiver.got == []
    assert house.told()[0].last_error == "refused: address"


def test_two_servers_send_it_once() -> None:
    with receiving() as receiver:
        house = a_house(receiver.url, Told.RECORD_FILED)
        filed(house.services.catalogue)
        make_deliveries(house.services)
        make_deliveries(house.services)
        rows = Webhooks(house.services.database)
        first = rows.claim(at=NOW, lease=timedelta(minutes=1), limit=5)
        assert len(first) == 1
        assert house.sender().send_due() == 0
        house.now[0] += timedelta(minutes=2)  # who held it died
        assert house.sender().send_due() == 1
    assert len(receiver.got) == 1


def test_another_agency_is_told_nothing() -> None:
    house = a_house("http://127.0.0.1/", Told.RECORD_FILED)
    other = replace(a_batch(batch_id="khac", agency="H99"), priority=Priority.COUNTER)
    filed(house.services.catalogue, batch=other)
    make_deliveries(house.services)
    assert house.told() == []


def test_what_happened_before_it_was_made_is_not_told() -> None:
    house = a_house("http://127.0.0.1/", Told.RECORD_FILED)
    house.now[0] = NOW + timedelta(days=1)
    late = make(house.services, "http://127.0.0.1/2", [Told.RECORD_FILED], viewer=SYSTEM)
    filed(house.services.catalogue)
    make_deliveries(house.services)
    assert len(house.told()) == 1
    assert Webhooks(house.services.database).told(late.id, before=None, limit=9) == []


def test_a_closed_webhook_is_told_nothing_more() -> None:
    house = a_house("http://127.0.0.1:9/", Told.RECORD_FILED)
    filed(house.services.catalogue)
    make_deliveries(house.services)
    with pytest.raises(NotFound):
        close(house.services, house.hook.id, viewer=replace(SYSTEM, agency="H99"))
    close(house.services, house.hook.id, viewer=SYSTEM)
    assert house.sender().send_due() == 0
    filed(house.services.catalogue, content="later")
    make_deliveries(house.services)
    assert len(house.told()) == 1


def test_the_secret_is_in_no_ledger_entry(tmp_path: Path) -> None:
    house = a_house("http://127.0.0.1/", Told.RECORD_FILED)
    told = " ".join(str(entry) for entry in house.services.catalogue.ledger())
    assert "webhook.made" in told
    assert house.hook.secret.removeprefix("whsec_") not in told
    assert not any(tmp_path.iterdir())
