"""The warehouse that the pictures show: the demo's papers, people of each role, dossiers of last months, a server.

At first people seal what was checked, so there is a list to sign; at the end the authority of time is away, so work fails.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench import demo
from config.settings import Settings
from digitize.access import Role
from digitize.one_stop import Component, Digitisation, Dossier, DossierFile, Result, Reuse
from digitize.rows import Owner, OwnerKind, Record
from digitize.status import DocumentStatus
from storage.accounts import Account, Accounts
from storage.dossier_rows import Dossiers
from workers.accounts.signing_in import SigningIn
from workers.services import Services, open_services

AGENCY, OTHER_AGENCY = "000.00.16.H07", "000.00.17.H07"
COMMAND = Path(sys.executable).with_name("digitize")
PEOPLE = {
    "lan.nt": ("Nguyễn Thị Lan", Role.COUNTER_OFFICER, AGENCY),
    "minh.tv": ("Trần Văn Minh", Role.CHECKER, AGENCY),
    "dung.pv": ("Phạm Văn Dũng", Role.SIGNER, AGENCY),
    "ha.nt": ("Ngô Thu Hà", Role.AGENCY_MANAGER, AGENCY),
    "diep.np": ("Nguyễn Phước Bảo Quốc Tường Vi Hoàng Ngọc Diệp", Role.CHECKER, AGENCY),
    "tuan.hm": ("Hoàng Minh Tuấn", Role.COUNTER_OFFICER, OTHER_AGENCY),
    "quan-tri": ("Lê Thị Hạnh", Role.OPERATOR, ""),
}
CITIZEN = "vuong.vv"
MONTHS = 4
FINISHED_SECONDS = 120.0


@dataclass(frozen=True, kw_only=True)
class House:
    warehouse: Path
    scans: Path
    tokens: dict[str, str]
    card: Record
    """Paper of the citizen who is among the people."""

    @property
    def owner(self) -> Owner:
        assert self.card.owner is not None
        return self.card.owner

    @contextmanager
    def services(self) -> Iterator[Services]:
        with open_services(Settings(warehouse=self.warehouse, agency_code=AGENCY)) as services:
            yield services

    @contextmanager
    def serving(self, **settings: str) -> Iterator[str]:
        """The server's address, while it runs."""
        said = self.warehouse.with_suffix(".stderr")
        with said.open("wb") as errors:
            process = subprocess.Popen(
                [COMMAND, "serve", "--warehouse", self.warehouse, "--port", "0"],
                stderr=errors,
                env=_environment(**settings),
            )
        try:
            while not (found := re.search(r"http://\S+", said.read_text())):
                if process.poll() is not None:
                    raise SystemExit(said.read_text())
            yield found.group()
        finally:
            process.terminate()
            process.wait(60)

    def wait_until(self, claim: Callable[[Services], bool]) -> None:
        """Raises `TimeoutError`."""
        deadline = time.monotonic() + FINISHED_SECONDS
        with self.services() as services:
            while not claim(services):
                if time.monotonic() > deadline:
                    raise TimeoutError("the server did not get so far")
                time.sleep(0.2)


def made_house(folder: Path) -> House:
    warehouse, scans = folder / "kho", folder / "giay-to"
    demo.make(scans)
    # Papers that wait for a person, and files refused, are as wanted.
    subprocess.run(
        [COMMAND, "run", scans, "--warehouse", warehouse], env=_environment(), check=False
    )
    return peopled(warehouse, scans)


def peopled(warehouse: Path, scans: Path) -> House:
    """With people, and the dossiers of last months."""
    with open_services(Settings(warehouse=warehouse, agency_code=AGENCY)) as services:
        card = next(one for one in services.catalogue.records() if one.type_code == "can_cuoc")
        for number in range(40 * MONTHS):
            _tell_dossier(services, number)
        return House(warehouse=warehouse, scans=scans, tokens=_people(services, card), card=card)


def approve(services: Services, *names: str) -> None:
    """Papers of these files, as a checker without doubts would."""
    for document in services.catalogue.documents(status=DocumentStatus.NEEDS_CHECK):
        if any(name in document.source for name in names):
            services.catalogue.approve(document.id, actor="minh.tv", at=services.clock())


def _environment(**settings: str) -> dict[str, str]:
    named = {f"DIGITIZE_{name}": value for name, value in settings.items()}
    return {**os.environ, "DIGITIZE_AGENCY_CODE": AGENCY, **named}


def nobody_listens() -> str:
    """An address of an authority of time that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"


def _people(services: Services, card: Record) -> dict[str, str]:
    """A session's token by account."""
    accounts, at = Accounts(services.database), services.clock()
    for account_id, (name, role, agency) in PEOPLE.items():
        accounts.make(
            Account(id=account_id, name=name, roles=frozenset({role}), agency=agency, made_at=at),
            actor="system",
        )
    assert card.owner is not None
    assert card.owner.kind is OwnerKind.CITIZEN
    citizen = Account(
        id=CITIZEN,
        name=card.owner.name,
        roles=frozenset({Role.CITIZEN}),
        owner=card.owner,
        made_at=at,
    )
    accounts.make(citizen, actor="system")
    signing_in = SigningIn(services.database, clock=services.clock)
    return {one: signing_in.begin(_account(accounts, one))[0] for one in (*PEOPLE, CITIZEN)}


def _account(accounts: Accounts, account_id: str) -> Account:
    found = accounts.find(account_id)
    assert found is not None
    return found


def _tell_dossier(services: Services, number: int) -> None:
    """Of the last months; more are digitised from month to month, as one hopes."""
    chance, back = Random(number), MONTHS - number % MONTHS
    first = _month_back(services.clock(), back)
    at = first + timedelta(days=chance.randrange(25), hours=3)
    share = 0.9 - 0.15 * back
    is_digitised, is_reused = chance.random() < share, chance.random() < 0.15
    ended = at + timedelta(days=chance.randint(1, 9))
    said = Dossier(
        code=f"H07.16-{at:%y%m%d}-{number:04}",
        agency=AGENCY,
        source="mot-cua",
        procedure_code=chance.choice(("1.001193", "1.000894", "2.000635")),
        counter=f"Quầy {number % 3 + 1}",
        received_at=at,
        due_at=at + timedelta(days=7),
        decided_at=ended,
        components=(
            Component(
                code="to_khai",
                digitisation=Digitisation.DIGITISED if is_digitised else Digitisation.NOT_DIGITISED,
                files=(DossierFile(id="1"),) if is_digitised else (),
            ),
            Component(
                code="can_cuoc",
                files=(DossierFile(id="2", reuse=Reuse.YES),) if is_reused else (),
            ),
        ),
        results=(Result(code="KQ1", link="https://motcua.example/kq1.pdf"),)
        if is_digitised
        else (),
    )
    Dossiers(services.database).tell(said, at=services.clock(), actor="mot-cua")


def _month_back(now: datetime, months: int) -> datetime:
    """The first day of the month so many before this one."""
    index = now.year * 12 + now.month - 1 - months
    return datetime(index // 12, index % 12 + 1, 1, tzinfo=UTC)
