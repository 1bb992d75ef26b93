"""A running server with a person of every role in two agencies, for tests in the browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from running_server import RunningServer, serving
from web_factories import AGENCY, open_warehouse

from digitize.access import Role
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn
from workers.services import Services

ROOT = Path(__file__).resolve().parents[1]
OTHER_AGENCY = "000.00.17.H07"


@dataclass(frozen=True)
class Desk:
    """A running server, and its warehouse for what tests arrange behind its back."""

    server: RunningServer
    warehouse: Path

    @property
    def address(self) -> str:
        return self.server.address

    @contextmanager
    def services(self) -> Iterator[Services]:
        with open_warehouse(self.warehouse) as services:
            yield services

    def session_of(self, account_id: str) -> str:
        """A new session's token; typing a password is tested where it is the matter."""
        with self.services() as services:
            account = Accounts(services.database).find(account_id)
            assert account is not None
            token, _ = SigningIn(services.database, clock=services.clock).begin(account)
            return token


@contextmanager
def opened_desk(warehouse: Path, fill: Callable[[Path], None] | None = None) -> Iterator[Desk]:
    with open_warehouse(warehouse) as services:
        for role in Role:
            if role is not Role.STATION:
                make_people(services, role)
    if fill is not None:
        fill(warehouse)
    with serving(warehouse, DIGITIZE_AGENCY_CODE=AGENCY) as server:
        yield Desk(server, warehouse)


def make_people(services: Services, role: Role) -> None:
    """One of this role in each agency."""
    for prefix, agency in (("", AGENCY), ("other-", OTHER_AGENCY)):
        stands_for = "" if role in {Role.OPERATOR, Role.CITIZEN} else agency
        account = Account(
            id=prefix + role.value,
            name=f"Nguyễn Thị {prefix.title()}{role.value.replace('_', ' ').title()}",
            roles=frozenset({role}),
            agency=stands_for,
            made_at=datetime.now(UTC),
        )
        Accounts(services.database).make(account, actor="test")
