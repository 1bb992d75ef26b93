"""A whole province on one machine: houses of workers behind lines of their own, and every server that they stand on, for real.

PostgreSQL with a standby that has every commit, a broker, Ceph with three object daemons on disk. Counters bring papers and
keep on until each has its receipt, a checker approves what waits for a person; both stand beside the servers and meet what
becomes of them, but of no line.
"""

import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

from config.settings import Settings
from digitize.errors import DigitizeError
from digitize.model import BatchId, ScanId
from digitize.rows import Batch, Priority
from digitize.status import DocumentStatus
from digitize.work import document_task
from tests.cluster_rig import House
from tests.servers.ceph import ACCESS_KEY, SECRET_KEY, CephCluster, ceph_on_disk
from tests.servers.guardian import guarded
from tests.servers.lines import Line, an_address, open_line
from tests.servers.postgres import server_folder
from tests.servers.postgres_pair import PostgresPair
from tests.servers.rabbitmq import start_rabbitmq
from tests.servers.redis import start_redis
from tests.web_factories import NoChildren
from workers.pool import ChildPool
from workers.receiving import Receiving
from workers.services import Services, build_services, utc_now

HOUSES, PROCESSES = 3, 2
BUCKET = "kho-tinh"
SETTINGS = {
    "bucket": BUCKET,
    "jobs": 1,
    "work_sweep_seconds": 1.0,
    "work_patience_seconds": 5.0,
    "work_lease_seconds": 8.0,
    "work_attempts": 50,  # what dies here is the test's doing, not a paper's
}
_BROKERS = {"rabbitmq": start_rabbitmq, "redis": start_redis}


class Broker(Protocol):
    @property
    def url(self) -> str: ...

    port: int

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def kill(self) -> None: ...

    def flush(self) -> None: ...


@dataclass(kw_only=True)
class Province:
    postgres: PostgresPair
    broker: Broker
    ceph: CephCluster
    houses: Sequence[House]
    lines: Sequence[Line]
    """One a house."""
    services: Services
    """Of the server, for those who bring papers and approve them."""
    receipts: set[ScanId] = field(default_factory=set)
    is_over: threading.Event = field(default_factory=threading.Event)
    _turns: dict[object, threading.Lock] = field(default_factory=dict)

    def turn_at(self, subject: object) -> threading.Lock:
        """Whoever breaks something has it alone until it is mended."""
        return self._turns.setdefault(subject, threading.Lock())

    def ports(self) -> dict[str, Sequence[int]]:
        """Of each server that a line leads to."""
        return {
            "catalogue": self.postgres.ports,
            "broker": [self.broker.port],
            "store": [self.ceph.rgw_port],
        }

    def bring(self, data: bytes, *, name: str, priority: Priority) -> None:
        """As a counter does: again and again, until there is a receipt."""
        receiving = Receiving(self.services, cast("ChildPool", NoChildren()))
        batch = Batch(
            id=BatchId(f"b-{priority.name.lower()}"),
            agency="000.00.00.H00",
            channel="folder",
            opened_at=utc_now(),
            priority=priority,
        )
        file = self.services.settings.warehouse / name
        while not self.is_over.is_set():
            file.write_bytes(data)  # a try that ended badly may have taken it along
            try:
                self.receipts.add(receiving.receive(file, batch=batch).scan_id)
            except DigitizeError as error:
                self.services.log.warning("counter.refused", code=error.code, detail=error.detail)
                self.is_over.wait(0.5)
            else:
                return

    def approve_all(self) -> None:
        """As a checker who has no doubts; what a fault keeps him from is there the next time."""
        catalogue, outbox = self.services.catalogue, self.services.outbox
        assert outbox is not None
        try:
            for document in catalogue.documents(status=DocumentStatus.NEEDS_CHECK):
                catalogue.approve(document.id, actor="an", at=utc_now())
                outbox.tell(document_task(document.id, Priority.COUNTER))
        except DigitizeError as error:
            self.services.log.warning("checker.refused", code=error.code, detail=error.detail)

    def statuses(self) -> Counter[DocumentStatus]:
        return Counter(document.status for document in self.services.catalogue.documents())


def s3_environment(ceph: CephCluster) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_ENDPOINT_URL_S3": ceph.endpoint_url,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    here: str
    postgres: PostgresPair
    broker: Broker
    ceph: CephCluster
    lines: Sequence[Line]


@contextmanager
def servers(folder: Path, *, broker: str) -> Iterator[Servers]:
    """All started, and lines to them."""
    here = an_address()
    with ExitStack() as stack:
        places = [folder / name for name in ("lines", broker, "ceph")]
        for place in places:
            place.mkdir(parents=True)
        stack.enter_context(guarded(places[0]))
        lines = [open_line(places[0], number=number, here=here) for number in range(HOUSES)]
        network = f"{here.rpartition('.')[0]}.0/24"
        of_postgres = server_folder()
        stack.enter_context(guarded(of_postgres))
        postgres = PostgresPair(of_postgres, host=here, network=network)
        postgres.make()
        stack.callback(postgres.stop)
        stack.enter_context(guarded(places[1]))
        started: Broker = _BROKERS[broker](places[1], host=here)
        stack.callback(started.stop)
        ceph = stack.enter_context(ceph_on_disk(places[2], host=here))
        yield Servers(here=here, postgres=postgres, broker=started, ceph=ceph, lines=lines)


@contextmanager
def a_province(folder: Path, there: Servers) -> Iterator[Province]:
    """Houses at work on these servers, the first of them reading with the engine of every day. Asks for `s3_environment`."""
    common = {**SETTINGS, "database": there.postgres.address}
    server = folder / "may-chu"
    server.mkdir(parents=True)
    settings = Settings(**common, warehouse=server, broker=there.broker.url)  # type: ignore[arg-type]
    with build_services(settings) as services, ExitStack() as stack:
        services.sealing.trusted_certificates()  # makes the keys, which all houses share
        houses = []
        for number, line in enumerate(there.lines):
            place = folder / f"nha-{number}"
            shutil.copytree(server / "keys", place / "kho" / "keys")
            more = {**common, "engine": "stub" if number else "resident"}
            house = House(place, there.broker.url, more, line.words)
            stack.enter_context(guarded(house.running))
            stack.callback(house.close)
            houses.append(house)
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda house: house.start(PROCESSES), houses))
        yield Province(
            postgres=there.postgres,
            broker=there.broker,
            ceph=there.ceph,
            houses=houses,
            lines=there.lines,
            services=services,
        )
