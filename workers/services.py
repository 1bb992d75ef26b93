"""The composition root: settings into the adapters that everything else receives as arguments."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from config.document_types import load_document_types
from config.one_stop import load_codes
from config.owner_rules import load_owner_rules
from config.procedures import load_checklists
from config.sensitive import load_sensitive
from config.settings import Settings
from config.validity import load_validity
from digitize.doctype import DocumentTypes
from digitize.dossier.checklist import Checklists
from digitize.errors import NoWarehouse
from digitize.one_stop import Codes
from digitize.ports import Catalogue, Clock, ObjectStore
from digitize.privacy.sensitive import Sensitive
from digitize.warehouse.owners import OwnerRules
from digitize.warehouse.validity import ValidityRules
from digitize.work import Work
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_postgres
from storage.known_keys import KnownKeys
from storage.work_rows import SqlWork
from workers.backup.unfinished import require_whole
from workers.log import open_log
from workers.stores import behind_keys, open_store, require_keys_apart

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

    from workers.house_keys import HouseKeys
    from workers.queue.outbox import Outbox
    from workers.sealing import SealingDesk


@dataclass(frozen=True, kw_only=True)
class Services:
    settings: Settings
    store: ObjectStore
    database: Database
    """What the catalogue stands on; stations and imports keep their rows in it too."""
    catalogue: Catalogue
    types: DocumentTypes
    clock: Clock
    _log_file: TextIO

    @property
    def work(self) -> Work:
        """What is shared out among the workers of a cluster, and who holds it."""
        return SqlWork(self.database)

    @cached_property
    def outbox(self) -> "Outbox | None":
        """Tells the workers what came in; None where this machine does its own work."""
        url = self.settings.broker.get_secret_value()
        if not url:
            return None
        from workers.queue.outbox import open_outbox

        return open_outbox(url, work=self.work, clock=self.clock, log=lambda: self.log)

    @cached_property
    def sealing(self) -> "SealingDesk":
        """Opened when first needed: pyHanko takes longer to load than a search to answer."""
        from workers.sealing import open_sealing_desk

        return open_sealing_desk(
            self.settings, store=self.store, clock=self.clock, house_keys=self.house_keys
        )

    @property
    def house_keys(self) -> "HouseKeys":
        """The sealing keys of this machine and those that the house knows."""
        from workers.house_keys import HouseKeys

        folder = self.settings.warehouse / "keys"
        return HouseKeys(folder=folder, known=KnownKeys(self.database), clock=self.clock)

    @cached_property
    def checklists(self) -> Checklists:
        """What each procedure asks for; read when a receipt is first asked for. Raises `BadConfiguration`."""
        return load_checklists(self.settings.procedures, types=self.types)

    @cached_property
    def validity(self) -> ValidityRules:
        """How long papers of each type are in force. Raises `BadConfiguration`."""
        return load_validity(self.settings.validity, types=self.types)

    @cached_property
    def sensitive(self) -> Sensitive:
        """Which papers and fields are sensitive personal data. Raises `BadConfiguration`."""
        return load_sensitive(self.settings.sensitive, types=self.types)

    @cached_property
    def one_stop_codes(self) -> Codes:
        """What the numbers of an e-one-stop system mean. Raises `BadConfiguration`."""
        return load_codes(self.settings.one_stop)

    @cached_property
    def owner_rules(self) -> OwnerRules:
        """Whose papers of each type are. Raises `BadConfiguration`."""
        own = (self.settings.agency_code, self.settings.agency_name)
        return load_owner_rules(self.settings.owners, types=self.types, own_agency=own)

    @cached_property
    def log(self) -> "FilteringBoundLogger":
        """Made when something is to be said: most commands have nothing for the operator."""
        from workers.log import logger_to

        return logger_to(self._log_file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if "outbox" in self.__dict__ and self.outbox is not None:
            self.outbox.close()
        self.catalogue.close()
        self._log_file.close()


def build_services(settings: Settings, *, is_restoring: bool = False) -> Services:
    """Open (and at first make) the warehouse. Raises the store's and `BadConfiguration` errors.

    A warehouse that a restore has not finished is opened for that restore alone (`RestoreUnfinished`).
    """
    warehouse = settings.warehouse
    if not is_restoring:
        require_whole(warehouse)
    require_keys_apart(settings)
    store = open_store(settings)
    log_file = open_log(warehouse, to=settings.log_to)
    database = open_catalogue_database(settings)
    return Services(
        settings=settings,
        store=behind_keys(store, settings, database),
        database=database,
        catalogue=SqlCatalogue(database),
        types=load_document_types(settings.types),
        clock=utc_now,
        _log_file=log_file,
    )


def open_catalogue_database(settings: Settings) -> Database:
    """What the catalogue stands on: PostgreSQL where the settings name one, else the file in the warehouse."""
    if settings.database:
        return open_postgres(settings.database.get_secret_value())
    return open_database(catalogue_path(settings))


def open_services(settings: Settings) -> Services:
    """The services of a warehouse that is there already. Raises `NoWarehouse`; looking makes no warehouse in a folder."""
    if not settings.database and not catalogue_path(settings).is_file():
        raise NoWarehouse(str(settings.warehouse))
    return build_services(settings)


def catalogue_path(settings: Settings) -> Path:
    return settings.warehouse / "catalogue.sqlite"


def utc_now() -> datetime:
    return datetime.now(UTC)
